"""The venues of a touring show, how many came, and the team."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.pages.asking import PageRequest, attempt
from core.errors import NotFound
from core.i18n import gettext as _
from core.web.pages import page, see_other
from exhibitions import looks, usecases
from exhibitions.commands import PutInTeam
from exhibitions.domain import TeamRole
from exhibitions.forms import AttendanceForm, TeamForm, VenueForm
from exhibitions.pages.preparing import ONE, own_exhibition, workshop
from exhibitions.preparing import colleagues_of, team_of, venues_of

_VENUE = ONE + "/venues/{venue_id:uuid}"


@get(ONE + "/venues", include_in_schema=False)
async def show_venues(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The stops, and the form for one more."""
    return await _venues_page(request, exhibition_id, VenueForm())


@post(ONE + "/venues", include_in_schema=False)
async def add_venue(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """One stop more."""
    await own_exhibition(request.user, exhibition_id)
    form = await VenueForm.of(request)
    if await attempt(form, lambda: usecases.add_venue(request.user, exhibition_id, form.command())) is None:
        return await _venues_page(request, exhibition_id, form, status=422)
    return see_other(f"/exhibitions/{exhibition_id}/venues", _("会場を足しました。"))


async def _venues_page(
    request: PageRequest, exhibition_id: UUID, form: VenueForm, *, status: int = 200
) -> Response[Any]:
    exhibition = await own_exhibition(request.user, exhibition_id)
    venues = await venues_of(exhibition_id)
    return page(
        request, "exhibitions/venues.html", exhibition=exhibition, venues=venues, form=form, status=status
    )


@post(_VENUE + "/remove", include_in_schema=False)
async def remove_venue(
    request: PageRequest, exhibition_id: FromPath[UUID], venue_id: FromPath[UUID]
) -> Response[Any]:
    """Leave a stop out."""
    await usecases.remove_venue(request.user, exhibition_id, venue_id)
    return see_other(f"/exhibitions/{exhibition_id}/venues", _("会場を外しました。"))


@get(_VENUE + "/attendance", include_in_schema=False)
async def ask_attendance(
    request: PageRequest, exhibition_id: FromPath[UUID], venue_id: FromPath[UUID]
) -> Response[Any]:
    """How many came?"""
    return await _attendance_page(request, exhibition_id, venue_id, None)


@post(_VENUE + "/attendance", include_in_schema=False)
async def count_attendance(
    request: PageRequest, exhibition_id: FromPath[UUID], venue_id: FromPath[UUID]
) -> Response[Any]:
    """So many."""
    form = await AttendanceForm.of(request)

    async def order() -> bool:
        await usecases.count_attendance(request.user, exhibition_id, venue_id, form.people.data or 0)
        return True

    if await attempt(form, order) is None:
        return await _attendance_page(request, exhibition_id, venue_id, form)
    return see_other(workshop(exhibition_id), _("来場者の数を記録しました。"))


async def _attendance_page(
    request: PageRequest, exhibition_id: UUID, venue_id: UUID, form: AttendanceForm | None
) -> Response[Any]:
    exhibition = await own_exhibition(request.user, exhibition_id)
    venue = next((one for one in await venues_of(exhibition_id) if one.id == venue_id), None)
    if venue is None:
        raise NotFound
    status = 200 if form is None else 422
    form = form or AttendanceForm(data={"people": venue.attendance})
    shown = {"exhibition": exhibition, "venue": venue, "form": form}
    return page(request, "exhibitions/attendance.html", status=status, **shown)


@get(ONE + "/team", include_in_schema=False)
async def show_team(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Who does what."""
    return await _team_page(request, exhibition_id, TeamForm())


@post(ONE + "/team", include_in_schema=False)
async def put_in_team(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Give somebody a part."""
    form = await TeamForm.of(request)
    await _offer(request, exhibition_id, form)

    async def order() -> bool:
        command = PutInTeam(person_id=form.person_id.data, role=form.role.data)
        await usecases.put_in_team(request.user, exhibition_id, command)
        return True

    if await attempt(form, order) is None:
        return await _team_page(request, exhibition_id, form, status=422)
    return see_other(f"/exhibitions/{exhibition_id}/team", _("担当を決めました。"))


@post(ONE + "/team/{person_id:uuid}/remove", include_in_schema=False)
async def remove_from_team(
    request: PageRequest, exhibition_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[Any]:
    """Take somebody out."""
    await usecases.remove_from_team(request.user, exhibition_id, person_id)
    return see_other(f"/exhibitions/{exhibition_id}/team", _("担当から外しました。"))


async def _offer(request: PageRequest, exhibition_id: UUID, form: TeamForm) -> None:
    exhibition = await own_exhibition(request.user, exhibition_id)
    form.person_id.offer(
        [(str(one.person_id), one.name) for one in await colleagues_of(exhibition.counter_id)]
    )
    form.person_id.coerce = UUID
    form.role.offer([(role.value, label) for role, label in looks.ROLES.items()])
    form.role.coerce = TeamRole


async def _team_page(
    request: PageRequest, exhibition_id: UUID, form: TeamForm, *, status: int = 200
) -> Response[Any]:
    await _offer(request, exhibition_id, form)
    exhibition = await own_exhibition(request.user, exhibition_id)
    shown = {"exhibition": exhibition, "team": await team_of(exhibition_id), "form": form, "looks": looks}
    return page(request, "exhibitions/team.html", status=status, **shown)


TOURING_PAGES: list[ControllerRouterHandler] = [
    show_venues,
    add_venue,
    remove_venue,
    ask_attendance,
    count_attendance,
    show_team,
    put_in_team,
    remove_from_team,
]
