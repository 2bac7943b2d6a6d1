"""iCalendar feeds (RFC 5545): whose they are, who knows the events, and the bytes a client reads.

What happens in the house is known by the features: each registers a `Provider` here.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Generic, Protocol, TypeVar
from uuid import UUID

import msgspec
from icalendar import Calendar, Event, Timezone, vCalAddress

from core.clock import TOKYO
from core.i18n import gettext, use_locale
from core.settings import settings
from directory.kinds import OrganizationKind

PRODUCT_ID = "-//Tameshi//Trial loans//JA"
# Raise it when the same events come out as other bytes.
EDITION = "1"
REFRESH_EVERY = timedelta(hours=1)

Key = TypeVar("Key")


class FeedOwner(msgspec.Struct, frozen=True):
    """For whom a feed is rendered."""

    id: UUID
    organization_id: UUID
    organization_name: str
    kind: OrganizationKind
    name: str
    locale: str


class AllDay(msgspec.Struct, frozen=True, kw_only=True):
    """An event of whole local days (or from moment to moment, in UTC); `end` is exclusive.

    `sequence` rises with every change.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    url: str
    start: date
    end: date
    status: str
    created_at: datetime
    changed_at: datetime


class Provider(Protocol):
    """A feature that knows events."""

    async def fingerprint(self, owner: FeedOwner) -> str:
        """Another text whenever the events of this owner changed; cheaper than the events."""
        ...

    async def events(self, owner: FeedOwner) -> Sequence[bytes]:
        """Every event of this owner as `rendered` bytes."""
        ...


_providers: list[Provider] = []


def provides(provider: Provider) -> None:
    """Let the feeds hold the events of `provider` too."""
    _providers.append(provider)


class Shelf(Generic[Key]):
    """Rendered bytes at hand, the least used ones given away when there are more than `capacity`."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[Key, bytes] = OrderedDict()

    def get(self, key: Key) -> bytes | None:
        """What was kept under `key`."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Key, rendered: bytes) -> bytes:
        """Keep `rendered` under `key`, and hand it back."""
        self._kept[key] = rendered
        if len(self._kept) > self._capacity:
            self._kept.popitem(last=False)
        return rendered


_whole: Shelf[str] = Shelf(32)


async def etag_of(owner: FeedOwner) -> str:
    """A strong validator: the same in every process as long as the bytes are the same."""
    parts = [EDITION, settings().base_url, owner.organization_name, owner.name, owner.locale]
    parts += [await provider.fingerprint(owner) for provider in _providers]
    seen = hashlib.sha256("\n".join([str(owner.id), *parts]).encode())
    return f'"{seen.hexdigest()[:32]}"'


async def calendar_of(owner: FeedOwner, etag: str) -> bytes:
    """The whole feed as bytes; `etag` is what `etag_of` said of it."""
    kept = _whole.get(etag)
    if kept is not None:
        return kept
    events = [event for provider in _providers for event in await provider.events(owner)]
    return _whole.keep(etag, _framed(owner, events))


def alone(event: bytes) -> bytes:
    """A calendar of one event: a file to take along."""
    return _filled(_empty(), [event])


class Method(StrEnum):
    """What a calendar that is sent wants (RFC 5546): be taken over, change what was, or take it away."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """An event of hours that somebody is invited to; `uid` without the house, `sequence` rises."""

    uid: str
    sequence: int
    summary: str
    description: str
    location: str
    start: datetime
    end: datetime
    organizer: str
    attendee: str
    created_at: datetime
    changed_at: datetime


def invitation(event: Timed, method: Method) -> str:
    """A calendar for a mail: the same event anew with a higher sequence, or its cancellation.

    One event a calendar: RFC 5546 (3.2.2, 3.2.5) has nothing else asked for or taken away together.
    """
    calendar = _empty(method)
    calendar.add_component(_tokyo())
    component = Event()
    component.add("uid", f"{event.uid}@{settings().mail_from.rpartition('@')[2]}")
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.changed_at)
    component.add("created", event.created_at)
    component.add("last-modified", event.changed_at)
    component.add("dtstart", event.start.astimezone(TOKYO))
    component.add("dtend", event.end.astimezone(TOKYO))
    component.add("summary", event.summary)
    component.add("description", event.description)
    component.add("location", event.location)
    component.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{settings().mail_from}")
    organizer.params["CN"] = event.organizer
    component.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{event.attendee}")
    attendee.params.update({"RSVP": "FALSE", "PARTSTAT": "ACCEPTED", "ROLE": "REQ-PARTICIPANT"})
    component.add("attendee", attendee)
    calendar.add_component(component)
    return bytes(calendar.to_ical()).decode()


@cache
def _tokyo() -> Timezone:
    """The local time of every event: once, because icalendar walks all days since 1970 for it."""
    return Timezone.from_tzid(TOKYO.key)


def _empty(method: Method = Method.PUBLISH) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    return calendar


def _filled(calendar: Calendar, events: Iterable[bytes]) -> bytes:
    head, end, tail = calendar.to_ical().partition(b"END:VCALENDAR")
    return b"".join([head, *events, end, tail])


def _framed(owner: FeedOwner, events: Iterable[bytes]) -> bytes:
    with use_locale(owner.locale):
        title = gettext("ためし %(organization)s", organization=owner.organization_name)
    return public_calendar(title, events)


def public_calendar(title: str, events: Iterable[bytes]) -> bytes:
    """A calendar to subscribe to, of `rendered` events."""
    calendar = _empty()
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", "Asia/Tokyo")
    calendar.add("refresh-interval", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _filled(calendar, events)


def rendered(event: AllDay) -> bytes:
    """The event as a VEVENT: CRLF, folded by octets."""
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.changed_at)
    component.add("created", event.created_at)
    component.add("last-modified", event.changed_at)
    component.add("dtstart", event.start)
    component.add("dtend", event.end)
    component.add("summary", event.summary)
    component.add("description", event.description)
    component.add("url", event.url)
    component.add("status", event.status)
    component.add("transp", "TRANSPARENT")
    return bytes(component.to_ical())
