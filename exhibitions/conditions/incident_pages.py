"""The pages of incidents of exhibits: a list for desks, and one for each."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from catalog.conditions import incident_words as words
from catalog.conditions.incident_forms import IncidentListForm
from catalog.conditions.incident_pages import About, Incidents, doors_of
from catalog.conditions.incidents import Payer
from catalog.conditions.photos import photos_shown
from catalog.pages.asking import PageRequest
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.web.pages import page
from directory.kinds import COUNTERS, OrganizationKind
from exhibitions.conditions.incidents import (
    ExhibitIncident,
    agree_incident,
    comment_incident,
    incident_for,
    list_incidents,
    settle_incident,
)
from exhibitions.conditions.records import RECORDS

PATH = "/exhibits/incidents"
# No facility borrows what stands on a display.
_PAYERS: Mapping[Payer, LazyText] = {
    payer: label for payer, label in words.PAYER.items() if payer is not Payer.FACILITY
}


@get(PATH, include_in_schema=False)
async def show_incidents(request: PageRequest) -> Response[Any]:
    """All of those the reader may see, the latest first."""
    actor = request.user.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE, *COUNTERS)
    form = IncidentListForm.of_query(request)
    found = await list_incidents(actor, form.wanted, cursor=request.query_params.get("cursor"))
    chosen = form.wanted.value if form.wanted else ""
    next_url = f"{PATH}?state={chosen}&cursor={found.next}" if found.next else ""
    shown = {"incidents": found.items, "form": form, "words": words, "path": PATH, "next_url": next_url}
    return page(request, "exhibitions/incidents.html", status=200, **shown)


async def _about(incident: ExhibitIncident) -> About:
    parties = [(lazy("相談窓口"), incident.counter_name), (lazy("貸主"), incident.lender_name)]
    name = _("展示 %(title)s", title=incident.exhibition_title)
    photos = await photos_shown(RECORDS, incident.exhibit_id)
    return About(name, f"/exhibits/{incident.exhibit_id}", parties, lazy("相談窓口と貸主"), photos)


PAGES: list[ControllerRouterHandler] = [
    show_incidents,
    *doors_of(
        Incidents(
            path=PATH,
            find=incident_for,
            about=_about,
            payers=_PAYERS,
            comment=comment_incident,
            agree=agree_incident,
            settle=settle_incident,
        )
    ),
]
