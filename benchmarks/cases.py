"""What is measured: for each name the requests, as the product's clients send them, and what is promised."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import msgspec

from benchmarks.load import Request
from benchmarks.promises import Promise
from benchmarks.visitors import ITEM, World, token_of
from core.clock import today
from core.ids import new_id

# Far enough ahead for the transit, also over the turn of the year.
NEAREST_DAY, FURTHEST_DAY = 14, 150
PAGE = Promise(p95_ms=200)
# Sixteen people who count a year, or the nation, at the same moment.
REPORT = Promise(p95_ms=1000)
_HALF = Promise(ratio=0.5)


@dataclass(frozen=True)
class Case:
    """A name, how many requests, how the n-th one is made, and what is promised of it.

    `contains` must stand in the answer, so that nobody measures how quickly something is refused.
    """

    name: str
    requests: int
    make: Callable[[int], Request]
    promise: Promise = field(default_factory=Promise)
    expected: tuple[int, ...] = (200,)
    contains: bytes = b""


def cases(world: World) -> list[Case]:
    """The cases of one run: what is written, what is looked up, and the pages."""
    month = f"from={_month(0)}&to={_month(1)}"
    year = f"from={_month(-11)}&to={_month(1)}"
    return [
        Case(
            "request_loan",
            2_000,
            _request_loan(world),
            Promise(ratio=0.5, per_second=300, p99_ms=100),
            (201,),
        ),
        Case("record_scan", 4_000, _scan(world), Promise(ratio=0.5, per_second=500), contains=b'"done"'),
        Case("book_visit", 2_000, _book_visit(world), Promise(ratio=0.5, p99_ms=100), (201,)),
        Case(
            "check_in",
            3_000,
            _check_in(world),
            Promise(ratio=0.5, per_second=500, p99_ms=100),
            contains=b'"arrived"',
        ),
        Case("apply_seminar", 2_000, _apply(world), Promise(ratio=0.5, p99_ms=100), (201,)),
        Case(
            "attend_seminar",
            3_000,
            _attend(world),
            Promise(ratio=0.5, per_second=500, p99_ms=100),
            contains=b'"done"',
        ),
        Case("availability", 3_000, _availability(world), _HALF),
        Case("soonest", 200, _soonest(), Promise(p95_ms=100)),
        Case("feed", 300, _feed()),
        Case("feed_304", 2_000, _feed(), expected=(304,)),
        Case("desk", 600, _page("/desk", "counter"), PAGE),
        Case("vendor_desk", 400, _page("/vendor", "vendor"), PAGE),
        Case("board", 400, _page("/board", "counter"), PAGE),
        Case("board_centre", 200, _page("/board", "centre"), PAGE),
        Case("loans", 400, _page("/loans", "counter"), PAGE),
        Case("loans_overdue", 400, _page("/loans?state=overdue", "counter"), PAGE),
        Case("loans_centre", 400, _page("/loans", "centre"), PAGE),
        Case("loans_api", 600, _api("/api/v1/loans?limit=50", "counter"), PAGE),
        Case("units", 400, _page("/units", "vendor"), PAGE),
        Case("products", 400, _page(f"/catalogue?q={quote('見守り')}", "counter"), PAGE),
        Case("facilities", 400, _page(f"/desk/facilities?q={quote(world.facility_word)}", "counter"), PAGE),
        Case("report_month", 400, _page(f"/reports/loans?{month}", "counter"), PAGE),
        Case("report_year", 200, _page(f"/reports/loans?{year}", "counter"), REPORT),
        Case("report_nation", 100, _api(f"/api/v1/reports/loans?{month}&group=counter", "centre"), REPORT),
        Case("centre", 100, _page("/centre", "centre"), REPORT),
    ]


def _month(later: int) -> date:
    """The first day of this month, or of one before or after it."""
    months = today().year * 12 + today().month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _bearer(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_of(role)}"}


def some_day() -> date:
    """A day within the time for which requests are taken."""
    return today() + timedelta(days=random.randrange(NEAREST_DAY, FURTHEST_DAY))


def _request_loan(world: World) -> Callable[[int], Request]:
    def make(_: int) -> Request:
        start = some_day()
        body = {
            "product_id": random.choice(world.offered).product_id,
            "facility_id": random.choice(world.facility_ids),
            "channel": "phone",
            "start": start,
            "end": start + timedelta(days=14),
            "problem": "夜間の見守り",
            "goal": "訪室を減らす",
            "place_of_use": "2階 居室",
            "consent": True,
        }
        headers = _bearer("counter") | {"Idempotency-Key": str(new_id())}
        return Request("POST", "/api/v1/loans", headers, msgspec.json.encode(body))

    return make


def _availability(world: World) -> Callable[[int], Request]:
    def make(_: int) -> Request:
        start = some_day()
        asked = f"product_id={random.choice(world.offered).product_id}"
        days = f"start={start}&end={start + timedelta(days=14)}"
        return Request("GET", f"/api/v1/availability?{asked}&{days}", _bearer("counter"))

    return make


def _soonest() -> Callable[[int], Request]:
    """Over all counters: a counter would ask for itself alone."""

    def make(number: int) -> Request:
        asked = f"item={ITEM}&weeks={1 + number % 4}"
        return Request("GET", f"/api/v1/availability/soonest?{asked}", _bearer("centre"))

    return make


def _scan(world: World) -> Callable[[int], Request]:
    def make(_: int) -> Request:
        scan = {
            "key": str(new_id()),
            "tag": random.choice(world.tags),
            "action": "locate",
            "scanned_at": datetime.now(UTC) + timedelta(seconds=2),  # never older than what is known
        }
        return Request("POST", "/api/v1/scans", _bearer("vendor"), msgspec.json.encode({"scans": [scan]}))

    return make


def _book_visit(world: World) -> Callable[[int], Request]:
    """Everybody wants the same time; the counter books for parties that call."""

    def make(_: int) -> Request:
        body = {
            "slot_id": world.display.hot_slot_id,
            "party_size": random.randrange(1, 6),
            "name": "来場 花子",
            "interests": [ITEM],
        }
        path = f"/api/v1/exhibitions/{world.display.id}/visits"
        return Request("POST", path, _bearer("counter"), msgspec.json.encode(body))

    return make


def _check_in(world: World) -> Callable[[int], Request]:
    """Each party once."""
    waiting = iter(world.display.expected)

    def make(_: int) -> Request:
        body = {"visit_id": next(waiting, world.display.expected[0])}
        path = f"/api/v1/exhibitions/{world.display.id}/visits/check-in"
        return Request("POST", path, _bearer("counter"), msgspec.json.encode(body))

    return make


def _apply(world: World) -> Callable[[int], Request]:
    """Everybody wants the same course; the counter enters those who call."""

    def make(_: int) -> Request:
        person = new_id().hex
        body = {
            "name": f"受講 {person}",  # a counter is asked about two of one name
            "email": f"{person}@learners.example",
            "audience": "care_provider",
        }
        path = f"/api/v1/seminars/{world.courses.wanted_id}/applications"
        return Request("POST", path, _bearer("school"), msgspec.json.encode(body))

    return make


def _attend(world: World) -> Callable[[int], Request]:
    """Each ticket once."""
    waiting = iter(world.courses.expected)

    def make(_: int) -> Request:
        tag = next(waiting, world.courses.expected[0])
        scan = {"key": str(new_id()), "tag": tag, "action": "attend", "scanned_at": datetime.now(UTC)}
        return Request(
            "POST", "/api/v1/seminar-scans", _bearer("school"), msgspec.json.encode({"scans": [scan]})
        )

    return make


def _feed() -> Callable[[int], Request]:
    return lambda _: Request("GET", f"/calendars/{token_of('vendor')}.ics")


def _page(path: str, role: str) -> Callable[[int], Request]:
    return lambda _: Request("GET", path, {"Cookie": f"tameshi_session={token_of(role)}"})


def _api(path: str, role: str) -> Callable[[int], Request]:
    return lambda _: Request("GET", path, _bearer(role))
