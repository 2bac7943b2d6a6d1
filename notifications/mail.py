"""Mail: composed after RFC 5322, sent by SMTP, or caught in the house when no server is set.

Nobody but `Organization.notification_email` and `Person.email` may be written to: `Organization.email`
is what a real organisation publishes. Whoever enqueues a mail takes its recipient from
`notifications.recipients`, or from a person.
"""

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec

from core import db
from core.clock import now
from core.ids import new_id
from core.settings import settings
from notifications.outbox import Undeliverable, handles

SENDER_NAME = "ためし Tameshi"
PATIENCE = 30.0
SUBMISSION_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PERMANENT = 500
# Seven-bit lines pass through every server; lines end as they do on the wire.
POLICY = SMTP.clone(cte_type="7bit")

_METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE)
_CATCH = """
INSERT INTO caught_mail (id, message_key, recipient, subject, body, source, caught_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT ON CONSTRAINT caught_mail_once DO NOTHING
"""


class Letter(msgspec.Struct, frozen=True):
    """What an outbox row of kind `mail` holds; `calendars` are iCalendar texts of one event each."""

    recipient: str
    subject: str
    body: str
    locale: str = "ja"
    calendars: list[str] = []
    calendar: str = ""  # of rows that earlier versions wrote


def message_id(key: str) -> str:
    """The Message-ID of the mail with this key: the same one each time it is sent."""
    domain = settings().mail_from.rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def compose(letter: Letter, key: str) -> EmailMessage:
    """The message as it goes over the wire; `Undeliverable` when the recipient is no address."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(SENDER_NAME, addr_spec=settings().mail_from)
    message["To"] = _address(letter.recipient)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(now())
    message["Message-ID"] = message_id(key)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.locale
    message.set_content(letter.body, charset="utf-8")
    for number, calendar in enumerate(letter.calendars or filter(None, [letter.calendar]), start=1):
        _enclose(message, calendar, number)
    return message


def _enclose(message: EmailMessage, calendar: str, number: int) -> None:
    """The first as programs take it over by themselves (RFC 6047: the type names the method), each a file."""
    if number == 1:
        found = _METHOD.search(calendar)
        method = found[1] if found else "PUBLISH"
        message.add_alternative(
            calendar, subtype="calendar", charset="utf-8", cte="base64", params={"method": method}
        )
    name = "tameshi.ics" if number == 1 else f"tameshi-{number}.ics"
    message.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename=name)


def _address(recipient: str) -> Address:
    try:
        return Address(addr_spec=recipient)
    except (ValueError, IndexError) as error:
        raise Undeliverable("no-mail-address") from error


@handles("mail")
async def deliver_mail(payload: dict[str, Any], key: str) -> None:
    """Send the letter in `payload`, or catch it when no SMTP server is set."""
    letter = msgspec.convert(payload, Letter)
    message = compose(letter, key)
    if settings().smtp_url:
        await _send(message)
    else:
        await _catch(letter, key, message)


async def _send(message: EmailMessage) -> None:
    server = urlsplit(settings().smtp_url)
    try:
        await aiosmtplib.send(
            message,
            hostname=server.hostname,
            port=server.port or SUBMISSION_PORTS[server.scheme],
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            use_tls=server.scheme == "smtps",
            start_tls=True
            if server.scheme == "smtp+starttls"
            else (None if server.scheme == "smtp" else False),
            timeout=PATIENCE,
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        if all(refused.code >= PERMANENT for refused in error.recipients):
            raise Undeliverable("recipient-refused") from error
        raise


async def _catch(letter: Letter, key: str, message: EmailMessage) -> None:
    await db.execute(
        _CATCH, new_id(), key, letter.recipient, message["Subject"], letter.body, message.as_bytes(), now()
    )
