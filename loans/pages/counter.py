"""A facility's counter: the one of its prefecture, or the one it chooses."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post

from core.errors import Invalid
from core.i18n import _, lazy
from core.web.fields import ChoiceField, HiddenField
from core.web.forms import Form
from core.web.pages import local_path, page, see_other
from directory.kinds import OrganizationKind
from directory.queries import AdvicePlace, OrganizationView, advice_places, counter_of, organization_for
from directory.usecases import choose_counter
from loans.pages.ways import PageRequest


class CounterForm(Form):
    """Which counter answers for the facility."""

    counter_id = ChoiceField(lazy("相談窓口"), coerce=UUID, required=True)
    next = HiddenField()

    def fit(self, facility: OrganizationView, places: list[AdvicePlace]) -> None:
        """The counters, those of the facility's prefecture first."""
        counters = [place for place in places if place.is_counter]
        near = [place for place in counters if _is_near(place, facility)]
        far = [place for place in counters if not _is_near(place, facility)]
        self.counter_id.offer([(str(place.id), place.name, _about(place)) for place in near + far])


def _is_near(place: AdvicePlace, facility: OrganizationView) -> bool:
    return facility.prefecture in (place.prefecture, *place.areas)


def _about(place: AdvicePlace) -> str:
    areas = "・".join(place.areas) or place.prefecture
    return " / ".join(filter(None, (areas, place.phone)))


@get("/counter", include_in_schema=False)
async def show_counter(request: PageRequest) -> Response[Any]:
    """The facility's counter, and all it can choose from."""
    chosen = await counter_of(request.user)
    form = CounterForm(data={"counter_id": chosen, "next": local_path(request.query_params.get("next"), "")})
    return await _shown(request, form)


@post("/counter", include_in_schema=False)
async def save_counter(request: PageRequest) -> Response[Any]:
    """Choose."""
    form = await CounterForm.of(request)
    facility = await _facility(request)
    form.fit(facility, await advice_places())
    if not form.validate():
        return await _shown(request, form, status=422)
    try:
        await choose_counter(request.user, form.counter_id.data)
    except Invalid as error:
        form.refuse(error)
        return await _shown(request, form, status=422)
    return see_other(local_path(form.next.data, "/home"), _("相談窓口を決めました。"))


async def _facility(request: PageRequest) -> OrganizationView:
    return await organization_for(request.user, request.user.one_of(OrganizationKind.FACILITY).acting_for())


async def _shown(request: PageRequest, form: CounterForm, *, status: int = 200) -> Response[Any]:
    facility, places = await _facility(request), await advice_places()
    form.fit(facility, places)
    current = await counter_of(request.user)
    chosen = next((place for place in places if place.id == current), None)
    return page(request, "loans/counter.html", status=status, form=form, facility=facility, chosen=chosen)


PAGES = [show_counter, save_counter]
