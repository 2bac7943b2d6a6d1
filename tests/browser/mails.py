"""What the house mailed, read as its readers do: a subject, and a link to press."""

import re
from email.message import EmailMessage

from tests.notifications.mail_server import Inbox
from tests.waiting import until

_LINK = re.compile(r"https?://\S+")


def _found(inbox: Inbox, recipient: str, subject: str, number: str) -> list[EmailMessage]:
    return [
        mail
        for mail in inbox.to(recipient)
        if subject in str(mail["Subject"]) and number in str(mail["Subject"])
    ]


async def link_mailed(inbox: Inbox, recipient: str, subject: str, number: str = "") -> str:
    """Wait for a mail with this subject, about the loan of this number; the address it leads to."""

    async def has_come() -> bool:
        return bool(_found(inbox, recipient, subject, number))

    await until(has_come, f"a mail “{subject}” to {recipient}", seconds=20)
    [mail] = _found(inbox, recipient, subject, number)
    body = mail.get_body()
    assert body is not None
    link = _LINK.search(body.get_content())
    assert link is not None
    return link[0]
