"""The mail to a counter whose rules somebody else has changed."""

from typing import Any
from uuid import UUID

import msgspec

from catalog.policies.changing import CHANGED_BY_CENTRE
from catalog.policies.form import PolicyForm
from core import db
from core.i18n import gettext, use_locale
from core.settings import settings
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of

_CHANGE = """
SELECT c.counter_id, c.facts, coalesce(o.name, '') AS changed_by
FROM policy_change c LEFT JOIN organization o ON o.id = c.organization_id WHERE c.id = $1
"""


class _Changed(msgspec.Struct, frozen=True):
    counter_id: UUID
    facts: dict[str, tuple[Any, Any]]
    changed_by: str


@handles(CHANGED_BY_CENTRE)
async def tell_counter(payload: dict[str, Any], key: str) -> None:
    """Ask for one mail to each reader at the counter."""
    row = await db.fetch_row(_CHANGE, UUID(payload["change_id"]))
    if row is None:
        return
    changed = msgspec.convert({**row, "facts": db.from_json(row["facts"])}, _Changed)
    for reader in await recipients_of([changed.counter_id]):
        await enqueue("mail", f"mail:{key}:{reader.address}", letter_to(reader, changed))


def letter_to(reader: Recipient, changed: _Changed) -> dict[str, object]:
    """The payload of a `mail` row, in the reader's language."""
    with use_locale(reader.locale):
        form = PolicyForm()
        rules = [
            f"{form[name].label.text}: {form.told(name, before)} → {form.told(name, after)}"
            for name, (before, after) in changed.facts.items()
        ]
        greeting = gettext("%(name)s 様") if reader.is_person else gettext("%(name)s 御中")
        lines = [
            greeting % {"name": reader.name},
            gettext("%(by)sが、貴窓口の運用ルールを変えました。", by=changed.changed_by),
            "\n".join(rules),
            gettext("これからの申込に使われます。心当たりがないときは、お問い合わせください。"),
            f"{settings().base_url}/organization/policy",
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
        subject = gettext("運用ルールが変わりました")
    return {
        "recipient": reader.address,
        "subject": subject,
        "body": "\n\n".join(lines) + "\n",
        "locale": reader.locale,
    }
