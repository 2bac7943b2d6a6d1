"""People, their memberships, and the tokens by which they are known. Tokens are kept as digests."""

from piccolo.columns import Boolean, Bytea
from piccolo.constraints import Unique
from piccolo.table import Table

from accounts.domain import Role
from core.columns import key, moment, one_of, reference, text
from directory.tables import Organization


class Person(Table, tablename="person"):
    """Somebody with a mail address, which is kept in lower case."""

    id = key()
    email = text("email")
    name = text("name")
    password_hash = text("password_hash", null=True)
    locale = text("locale", default="ja")
    date_style = text("date_style", default="western")
    disabled_at = moment("disabled_at", null=True)
    created_at = moment("created_at")

    person_email_once = Unique(["email"])


class Membership(Table, tablename="membership"):
    """A person's place in an organisation; ended, never deleted."""

    id = key()
    person = reference(Person, "person_id")
    organization = reference(Organization, "organization_id")
    role = text("role", default=Role.MEMBER.value)
    created_at = moment("created_at")
    ended_at = moment("ended_at", null=True)

    membership_role_known = one_of("role", Role)
    membership_once = Unique(["person_id", "organization_id"])


class SignIn(Table, tablename="sign_in"):
    """A signed-in browser: a fresh token at each sign-in, kept as a digest."""

    id = key()
    token_digest = Bytea(null=False, default=b"")
    person = reference(Person, "person_id")
    organization = reference(Organization, "organization_id", null=True)
    agent = text("agent")
    created_at = moment("created_at")
    last_seen_at = moment("last_seen_at")
    expires_at = moment("expires_at", index=True)
    ended_at = moment("ended_at", null=True)

    sign_in_token_once = Unique(["token_digest"])


class ApiToken(Table, tablename="api_token"):
    """A bearer token of the API, for one person in one organisation."""

    id = key()
    token_digest = Bytea(null=False, default=b"")
    person = reference(Person, "person_id")
    organization = reference(Organization, "organization_id", null=True)
    name = text("name")
    created_at = moment("created_at")
    last_used_at = moment("last_used_at", null=True)
    revoked_at = moment("revoked_at", null=True)

    api_token_once = Unique(["token_digest"])


class Invitation(Table, tablename="invitation"):
    """A mail that lets a colleague join an organisation."""

    id = key()
    token_digest = Bytea(null=False, default=b"")
    organization = reference(Organization, "organization_id")
    email = text("email")
    role = text("role", default=Role.MEMBER.value)
    invited_by = reference(Person, "invited_by")
    created_at = moment("created_at")
    expires_at = moment("expires_at")
    accepted_at = moment("accepted_at", null=True)
    revoked_at = moment("revoked_at", null=True)

    invitation_role_known = one_of("role", Role)
    invitation_token_once = Unique(["token_digest"])


class PasswordReset(Table, tablename="password_reset"):
    """A mail that lets a person choose a new password; used once."""

    id = key()
    token_digest = Bytea(null=False, default=b"")
    person = reference(Person, "person_id")
    created_at = moment("created_at")
    expires_at = moment("expires_at")
    used_at = moment("used_at", null=True)

    password_reset_once = Unique(["token_digest"])


class OfficeClaim(Table, tablename="office_claim"):
    """申し出: somebody says that an office is theirs; its counter looks and decides."""

    id = key()
    organization = reference(Organization, "organization_id")
    email = text("email")
    name = text("name")
    phone = text("phone")
    token_digest = Bytea(null=False, default=b"")
    locale = text("locale", default="ja")
    created_at = moment("created_at")
    expires_at = moment("expires_at")
    # The address was shown to be theirs; only then does the counter hear of it.
    confirmed_at = moment("confirmed_at", null=True)
    decided_at = moment("decided_at", null=True)
    decided_by = reference(Person, "decided_by", null=True)
    accepted = Boolean(null=True, default=None)
    reason = text("reason")

    office_claim_token_once = Unique(["token_digest"])
