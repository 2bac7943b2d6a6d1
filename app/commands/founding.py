"""`tameshi organization create` and `tameshi admin create`: how a house begins that is no demo."""

from accounts.usecases import appoint_administrator
from app.launcher.errors import LauncherError
from core.errors import Conflict, Invalid, NotFound
from core.settings import settings
from directory.usecases import NewOrganization, create_organization, organization_called

_FIELDS = {
    "name": "Say who it is with --name (at most 100 characters for a person).",
    "email": "The mail address is none.",
    "prefecture": "Name one of the 47 prefectures with --prefecture, as it is written in Japanese: 大分県.",
    "areas": "--area takes a prefecture as it is written in Japanese, and only counters serve areas.",
}
_REASONS = {
    "code-taken": "Another organisation has this code; choose another one.",
    "several-services": "Several services share this office number; add the service: 4470100017-510.",
    "person-disabled": "This person was shut out; nobody may appoint them.",
}


async def create(wanted: NewOrganization) -> str:
    """Make an organisation; its id."""
    try:
        return str(await create_organization(wanted))
    except (Invalid, Conflict) as refusal:
        raise _told(refusal) from None


async def appoint(email: str, organization: str, name: str) -> str | None:
    """Make somebody an administrator; the address at which they choose a password, if they have none."""
    try:
        token = await appoint_administrator(await organization_called(organization), email, name)
    except NotFound:
        raise LauncherError(
            f"No organisation is called {organization}; give its code, its id or its office number."
        ) from None
    except (Invalid, Conflict) as refusal:
        raise _told(refusal) from None
    return f"{settings().base_url}/password-reset/{token}" if token else None


def _told(refusal: Invalid | Conflict) -> LauncherError:
    if isinstance(refusal, Invalid):
        return LauncherError(" ".join(_FIELDS[field] for field in refusal.fields))
    return LauncherError(_REASONS.get(refusal.reason, refusal.reason))
