"""How mails about displays begin and end, in the language of whoever reads them."""

from collections.abc import Sequence

from core.i18n import gettext
from notifications.recipients import Recipient


def letter(reader: Recipient, subject: str, lines: Sequence[str]) -> dict[str, object]:
    """The outbox row of a mail; called while its reader's language is in use."""
    named = {"name": reader.name}
    name = gettext("%(name)s 様", **named) if reader.is_person else gettext("%(name)s 御中", **named)
    end = gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。")
    body = "\n\n".join(line for line in (name, *lines, end) if line) + "\n"
    return {"recipient": reader.address, "subject": subject, "body": body, "locale": reader.locale}
