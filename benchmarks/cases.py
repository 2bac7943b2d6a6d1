"""What is measured: for each name the requests, as the product's clients send them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from benchmarks.load import Request
from benchmarks.world import TOKEN, World
from core.clock import today
from core.ids import new_id

# Far enough ahead for the transit, also over the turn of the year.
NEAREST_DAY, FURTHEST_DAY = 14, 700


@dataclass(frozen=True)
class Case:
    """A name, what its figure counts, how many requests, and how the n-th one is made."""

    name: str
    unit: str
    rows: int
    requests: int
    make: Callable[[int], Request]
    expected: tuple[int, ...] = (200,)


def cases(world: World, rows: int) -> list[Case]:
    """The cases of one run over `rows` occupancies."""
    return [
        Case("request_loan", "requests/s", rows, 2_000, _request_loan(world), (201,)),
        Case("availability", "requests/s", rows, 4_000, _availability(world)),
        Case("record_scan", "requests/s", rows, 4_000, _record_scan(world)),
        Case("feed", "requests/s", 1_000, 400, _feed()),
        Case("feed_304", "requests/s", 1_000, 2_000, _feed(), (304,)),
        Case("desk", "requests/s", 20_000, 600, _desk()),
    ]


def _bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}"}


def _some_day() -> datetime:
    return datetime.combine(today(), datetime.min.time(), UTC) + timedelta(
        days=random.randrange(NEAREST_DAY, FURTHEST_DAY)
    )


def _request_loan(world: World) -> Callable[[int], Request]:
    def make(_: int) -> Request:
        start = _some_day().date()
        body = {
            "product_id": random.choice(world.product_ids),
            "facility_id": random.choice(world.facility_ids),
            "channel": "phone",
            "start": start,
            "end": start + timedelta(days=14),
            "problem": "夜間の見守り",
            "goal": "訪室を減らす",
            "place_of_use": "2階 居室",
            "consent": True,
        }
        headers = _bearer() | {"Idempotency-Key": str(new_id())}
        return Request("POST", "/api/v1/loans", headers, msgspec.json.encode(body))

    return make


def _availability(world: World) -> Callable[[int], Request]:
    def make(_: int) -> Request:
        start = _some_day().date()
        asked = (
            f"product_id={random.choice(world.product_ids)}&start={start}&end={start + timedelta(days=14)}"
        )
        return Request("GET", f"/api/v1/availability?{asked}", _bearer())

    return make


def _record_scan(world: World) -> Callable[[int], Request]:
    def make(_: int) -> Request:
        scan = {
            "key": str(new_id()),
            "tag": random.choice(world.tags),
            "action": "locate",
            "scanned_at": datetime.now(UTC),
        }
        return Request("POST", "/api/v1/scans", _bearer(), msgspec.json.encode({"scans": [scan]}))

    return make


def _feed() -> Callable[[int], Request]:
    return lambda _: Request("GET", f"/calendars/{TOKEN}.ics")


def _desk() -> Callable[[int], Request]:
    return lambda _: Request("GET", "/desk", {"Cookie": f"tameshi_session={TOKEN}"})
