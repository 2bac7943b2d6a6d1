"""The pages of incidents of loans: a list for desks, and one for each."""

from typing import Any

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from catalog.conditions import incident_words as words
from catalog.conditions.incident_forms import IncidentListForm
from catalog.conditions.incident_pages import About, Incidents, doors_of
from core.i18n import gettext as _
from core.i18n import lazy
from core.web.pages import page
from loans.incidents.queries import IncidentView, incident_for, list_incidents
from loans.incidents.usecases import agree_incident, comment_incident, settle_incident
from loans.pages.ways import PageRequest
from loans.photos.queries import photos_of


@get("/incidents", include_in_schema=False)
async def show_incidents(request: PageRequest) -> Response[Any]:
    """All of those the reader may see, the latest first."""
    form = IncidentListForm.of_query(request)
    found = await list_incidents(
        request.user, form.wanted, cursor=request.query_params.get("cursor"), limit=30
    )
    chosen = form.wanted.value if form.wanted else ""
    next_url = f"/incidents?state={chosen}&cursor={found.next}" if found.next else ""
    return page(
        request, "loans/incidents/list.html", incidents=found.items, form=form, words=words, next_url=next_url
    )


async def _about(incident: IncidentView) -> About:
    parties = [
        (lazy("事業所"), incident.facility_name),
        (lazy("相談窓口"), incident.counter_name),
        (lazy("貸主"), incident.lender_name),
    ]
    name, told = _("貸出 %(number)s", number=incident.number), lazy("事業所・相談窓口・貸主の3者")
    return About(name, f"/loans/{incident.loan_id}", parties, told, await photos_of(incident.loan_id))


PAGES: list[ControllerRouterHandler] = [
    show_incidents,
    *doors_of(
        Incidents(
            path="/incidents",
            find=incident_for,
            about=_about,
            payers=words.PAYER,
            comment=comment_incident,
            agree=agree_incident,
            settle=settle_incident,
        )
    ),
]
