"""The frame for other people's pages, and the public calendar."""

import hashlib
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.clock import today
from core.errors import NotFound
from core.i18n import LOCALES, current_locale, use_locale
from core.settings import settings
from core.words import reading_here, said
from directory.queries import standing_for
from exhibitions.embedding.queries import (
    ShownDays,
    ShownSession,
    coming_seminars,
    counter_named,
    days_shown,
    displays_with_times,
    sessions_shown,
)
from exhibitions.seminars.looks import CLOSED
from notifications.calendars import AllDay, public_calendar, rendered

PageRequest = Request[Actor, Any, Any]
_PAST = timedelta(days=31)  # what is over stays in the calendar for a month


@get("/embed/{counter_id:uuid}", include_in_schema=False)
async def show_embedded(
    request: PageRequest, counter_id: FromPath[UUID], lang: FromQuery[str] = "ja"
) -> Response[str]:
    """Displays with free times and seminars in a frame; whoever reads it there is nobody to us."""
    if lang not in LOCALES:
        raise NotFound
    counter_id = await standing_for(counter_id)
    engine = request.app.template_engine
    if engine is None:
        raise NotFound
    shown = {
        "name": await counter_named(counter_id),
        "displays": await displays_with_times(counter_id),
        "seminars": await coming_seminars(counter_id),
        "closed": CLOSED,
    }
    with use_locale(lang, "western"):
        html = engine.get_template("exhibitions/embed.html").render(
            **shown, lang=lang, base_url=settings().base_url, counter_id=counter_id
        )
    return Response(html, media_type="text/html")


@get("/exhibitions/calendar.ics", include_in_schema=False)
async def show_calendar(
    request: PageRequest, counter: FromQuery[UUID | None] = None, lang: FromQuery[str] = ""
) -> Response[bytes]:
    """A counter's displays and seminars, to be subscribed to; 304 when the client has it already."""
    if counter is None:
        raise NotFound
    counter = await standing_for(counter)
    name = await counter_named(counter)
    since = today() - _PAST
    with use_locale(lang if lang in LOCALES else current_locale.get(), "western"):
        events = [_event(one) for one in await days_shown(counter, since)]
        events += [_session_event(one) for one in await sessions_shown(counter, since)]
        body = public_calendar(name, [rendered(one) for one in events])
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Content-Disposition": 'inline; filename="displays.ics"'}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type="text/calendar", headers=headers)


def _called(one: ShownDays | ShownSession) -> str:
    return str(said(one, "title", reading_here()))


def _session_event(one: ShownSession) -> AllDay:
    return AllDay(
        uid=f"seminar-session-{one.id}@{settings().mail_from.rpartition('@')[2]}",
        sequence=one.changes,
        summary=f"{_called(one)} {one.theme}".strip(),
        description=one.place,
        url=f"{settings().base_url}/seminars/{one.seminar_id}",
        start=one.start.astimezone(UTC),
        end=one.end.astimezone(UTC),
        status="CANCELLED" if one.status == "cancelled" else "CONFIRMED",
        created_at=one.created_at,
        changed_at=one.changed_at,
    )


def _told(one: ShownDays) -> list[str]:
    return [str(said(one, name, reading_here())) for name in ("hours", "access")]


def _event(one: ShownDays) -> AllDay:
    return AllDay(
        uid=f"display-{one.id}@{settings().mail_from.rpartition('@')[2]}",
        sequence=one.changes,
        summary=f"{_called(one)} {one.venue}".strip(),
        description="\n".join(text for text in (one.place, *_told(one)) if text),
        url=f"{settings().base_url}/exhibitions/{one.exhibition_id}",
        start=one.start,
        end=one.end,
        status="CANCELLED" if one.status == "cancelled" else "CONFIRMED",
        created_at=one.created_at,
        changed_at=one.changed_at,
    )


PAGES: list[ControllerRouterHandler] = [show_embedded, show_calendar]
