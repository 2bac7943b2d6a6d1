from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from core import db
from core.clock import frozen
from notifications.delivery import deliver_due
from notifications.mail import Letter, compose, deliver_mail, message_id
from notifications.outbox import Undeliverable, enqueue
from tests.conftest import SettingsChange
from tests.notifications.mail_server import Inbox, mail_server
from tests.ports import free_port

pytestmark = pytest.mark.usefixtures("outbox")

SUBJECT = "試用貸出の申込がありました: 見守りセンサー「ほたる」弐型"
BODY = "髙橋様\n\nhttp://localhost:8000/loans/1\n\nよろしくお願いします。\n" + "とても長い一行" * 100 + "\n"


def a_letter(recipient: str = "taro@people.example", **more: object) -> dict[str, object]:
    return {"recipient": recipient, "subject": SUBJECT, "body": BODY, "locale": "ja", **more}


@pytest.fixture
def inbox(change_settings: SettingsChange) -> Iterator[Inbox]:
    kept = Inbox()
    with mail_server(kept) as url:
        change_settings(smtp_url=url, mail_from="tameshi@counter.example")
        yield kept


async def test_a_japanese_mail_arrives_as_it_was_written(inbox: Inbox) -> None:
    await enqueue("mail", "mail:1", a_letter())
    assert await deliver_due() == 1
    (message,) = inbox.messages
    assert message["Subject"] == SUBJECT
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == BODY
    assert str(message["To"]) == "taro@people.example"
    assert str(message["From"]).endswith("<tameshi@counter.example>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None
    assert message["Message-ID"] == message_id("mail:1")


async def test_the_message_id_is_the_same_each_time_and_another_for_another_key() -> None:
    letter = Letter("a@people.example", "x", "y")
    assert compose(letter, "mail:1")["Message-ID"] == compose(letter, "mail:1")["Message-ID"]
    assert message_id("mail:1") != message_id("mail:2")


async def test_a_line_break_in_a_subject_adds_no_header() -> None:
    message = compose(Letter("a@people.example", "申込\r\nBcc: all@people.example", "y"), "k")
    assert message["Subject"] == "申込 Bcc: all@people.example"
    assert message["Bcc"] is None


@pytest.mark.parametrize("recipient", ["", "nobody", "a@people.example, b@people.example", "a@b.example\nx"])
async def test_what_is_no_single_address_is_never_tried(recipient: str) -> None:
    with pytest.raises(Undeliverable):
        compose(Letter(recipient, "x", "y"), "k")


async def test_a_calendar_is_sent_for_programs_and_as_a_file(inbox: Inbox) -> None:
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
    await enqueue("mail", "mail:1", a_letter(calendar=calendar))
    await deliver_due()
    message = inbox.messages[0]
    (attachment,) = message.iter_attachments()
    assert (attachment.get_content_type(), attachment.get_filename()) == ("application/ics", "tameshi.ics")
    [part] = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "CANCEL"
    assert part.get_payload(decode=True) == calendar.encode()
    plain = message.get_body(("plain",))
    assert plain is not None


async def test_of_several_calendars_programs_take_the_first_and_each_is_a_file(inbox: Inbox) -> None:
    calendars = [f"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nX-N:{n}\r\nEND:VCALENDAR\r\n" for n in range(3)]
    await enqueue("mail", "mail:1", a_letter(calendars=calendars))
    await deliver_due()
    [message] = inbox.messages
    files = {one.get_filename(): one.get_content() for one in message.iter_attachments()}
    names = ("tameshi.ics", "tameshi-2.ics", "tameshi-3.ics")
    assert files == dict(zip(names, (one.encode() for one in calendars), strict=True))
    [part] = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_payload(decode=True) == calendars[0].encode()


async def test_a_refused_recipient_is_given_up_and_the_others_get_theirs(inbox: Inbox) -> None:
    inbox.refused.add("gone@people.example")
    await enqueue("mail", "mail:1", a_letter("gone@people.example"))
    await enqueue("mail", "mail:2", a_letter("here@people.example"))
    await deliver_due()
    assert len(inbox.to("here@people.example")) == 1
    error = await db.fetch_value("SELECT last_error FROM outbox WHERE given_up_at IS NOT NULL")
    assert error == "Undeliverable recipient-refused"


async def test_a_server_that_is_away_gets_the_mail_when_it_is_back(change_settings: SettingsChange) -> None:
    inbox, port = Inbox(), free_port()
    change_settings(smtp_url=f"smtp://127.0.0.1:{port}")
    await enqueue("mail", "mail:1", a_letter())
    await deliver_due()
    row = await db.fetch_row("SELECT due_at, last_error FROM outbox")
    assert row is not None
    assert row["last_error"].startswith("SMTPConnectError")
    with mail_server(inbox, port), frozen(row["due_at"]):
        await deliver_due()
    assert len(inbox.messages) == 1


async def test_name_and_password_stand_in_the_address(change_settings: SettingsChange) -> None:
    def knows(
        _server: object, _session: object, _envelope: object, _how: str, login: LoginPassword
    ) -> AuthResult:
        return AuthResult(handled=False, success=(login.login, login.password) == (b"ta@meshi", b"p:w/d"))

    inbox = Inbox()
    with mail_server(inbox, authenticator=knows, auth_require_tls=False) as url:
        host = url.removeprefix("smtp://")
        change_settings(smtp_url=f"smtp://ta%40meshi:p%3Aw%2Fd@{host}")
        await enqueue("mail", "mail:1", a_letter())
        await deliver_due()
        assert len(inbox.messages) == 1
        change_settings(smtp_url=f"smtp://ta%40meshi:wrong@{host}")
        await enqueue("mail", "mail:2", a_letter())
        await deliver_due()
    error = await db.fetch_value("SELECT last_error FROM outbox WHERE dedupe_key = 'mail:2'")
    assert error == "SMTPAuthenticationError 535"


async def test_without_a_server_a_mail_is_caught_once_however_often_it_is_delivered() -> None:
    for _ in range(3):
        await deliver_mail(a_letter(), "mail:1")
    row = await db.fetch_row("SELECT * FROM caught_mail")
    assert row is not None
    assert (row["recipient"], row["subject"], row["body"]) == ("taro@people.example", SUBJECT, BODY)
    assert b"Message-ID: " + message_id("mail:1").encode() in bytes(row["source"])
    assert await db.fetch_value("SELECT count(*) FROM caught_mail") == 1
