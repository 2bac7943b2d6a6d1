from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from icalendar import Calendar

from accounts.domain import Actor
from core import db
from core.clock import today
from core.secrets import readable_code
from loans import commands, usecases
from notifications.usecases import create_feed
from tests.factories import a_loan, the_parties

pytestmark = pytest.mark.usefixtures("database")


async def feed_of(actor: Actor) -> str:
    """The path of a new feed of the actor's organisation."""
    return urlsplit((await create_feed(actor, "事務所のカレンダー")).url).path


async def read(client: httpx.AsyncClient, path: str) -> list[dict[str, object]]:
    """The events of the feed, as a calendar program understands them."""
    answer = await client.get(path)
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [{name.lower(): event.decoded(name) for name in event} for event in events]


def lines(content: bytes) -> list[bytes]:
    """Content lines with their folds undone."""
    return content.replace(b"\r\n ", b"").split(b"\r\n")


async def test_the_bytes_are_what_rfc_5545_asks_for(client: httpx.AsyncClient) -> None:
    parties = await the_parties(
        name="とても長い名前の見守りセンサー「ほたるの光」弐型・改、増強版; その二" * 3
    )
    loan = await a_loan(parties, start=today() + timedelta(days=40), days=14)
    answer = await client.get(await feed_of(parties.counter))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    content = answer.content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    physical = content.split(b"\r\n")
    assert max(len(line) for line in physical) <= 75
    assert any(line.startswith(b" ") for line in physical)
    for line in physical:
        line.decode()  # a fold never cuts a character in two
    whole = lines(content)
    for wanted in (
        b"BEGIN:VCALENDAR",
        b"VERSION:2.0",
        b"METHOD:PUBLISH",
        f"DTSTART;VALUE=DATE:{loan.start:%Y%m%d}".encode(),
        f"DTEND;VALUE=DATE:{loan.end:%Y%m%d}".encode(),
        f"UID:loan-{loan.id}@tameshi".encode(),
        b"SEQUENCE:1",
        b"STATUS:TENTATIVE",
    ):
        assert whole.count(wanted) == 1, wanted
    assert any(line.startswith(b"X-WR-CALNAME:") for line in whole)
    (event,) = await read(client, await feed_of(parties.counter))
    assert loan.product_name in str(event["summary"])


async def test_an_event_keeps_its_uid_and_its_sequence_rises_until_it_is_cancelled(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    path = await feed_of(parties.facility)
    (asked,) = await read(client, path)
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    (confirmed,) = await read(client, path)
    await usecases.cancel_loan(parties.counter, loan.id, commands.GiveReason(reason="施設の都合"))
    (cancelled,) = await read(client, path)
    assert asked["uid"] == confirmed["uid"] == cancelled["uid"]
    assert [event["sequence"] for event in (asked, confirmed, cancelled)] == [1, 3, 4]
    assert [event["status"] for event in (asked, confirmed, cancelled)] == [
        "TENTATIVE",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert (cancelled["dtstart"], cancelled["dtend"]) == (loan.start, loan.end)


async def test_who_has_it_already_is_told_so_until_something_changes(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    path = await feed_of(parties.counter)
    first = await client.get(path)
    etag = first.headers["etag"]
    assert first.headers["cache-control"].startswith("private")
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = await client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert (await client.get(path, headers={"If-None-Match": '"other"'})).content == first.content
    await usecases.propose_loan(parties.counter, loan.id)
    changed = await client.get(path, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag


async def test_a_feed_shows_its_organisations_loans_only_and_the_lender_no_facility_too_early(
    client: httpx.AsyncClient,
) -> None:
    parties, others = await the_parties(), await the_parties()
    facility, person = f"さくら苑{readable_code(6)}", f"花子{readable_code(6)}"
    await db.execute(
        "UPDATE organization SET name = $2 WHERE id = $1", parties.facility.organization_id, facility
    )
    loan = await a_loan(parties, contact_name=person)
    await a_loan(others)
    await usecases.propose_loan(parties.counter, loan.id)
    of_vendor, of_counter = await feed_of(parties.vendor), await feed_of(parties.counter)
    assert len(await read(client, of_counter)) == len(await read(client, of_vendor)) == 1
    assert any(facility.encode() in line for line in lines((await client.get(of_counter)).content))
    assert not any(facility.encode() in line for line in lines((await client.get(of_vendor)).content))
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    assert any(facility.encode() in line for line in lines((await client.get(of_vendor)).content))
    for path in (of_vendor, of_counter):
        assert person.encode() not in b"".join(lines((await client.get(path)).content))


async def test_a_feed_speaks_the_language_of_who_made_it(client: httpx.AsyncClient) -> None:
    parties = await the_parties(name_en="Firefly II")
    await db.execute("UPDATE person SET locale = 'en' WHERE id = $1", parties.counter.person_id)
    await a_loan(parties)
    (event,) = await read(client, await feed_of(parties.counter))
    assert str(event["summary"]).startswith("(tentative) Trial loan: Firefly II")
