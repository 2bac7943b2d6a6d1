"""The page of a loan: one for all parties, each with its own next thing on top."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from accounts.domain import Actor
from catalog.availability import Alternative
from catalog.conditions.incident_words import STATE as INCIDENT_STATE
from catalog.domain import CheckMoment
from core.calendar import ONE_DAY
from core.clock import now, today
from core.web.pages import page
from loans import labels, wording
from loans.domain import UNDER_WAY, Party, Stage, StepName
from loans.forms.base import StepForm
from loans.held_up import held_up
from loans.holding import what_is_held
from loans.late_returns import late_return
from loans.next_things import NextThing, next_thing
from loans.pages import views
from loans.pages.previews import first_preview
from loans.pages.step_table import page_of
from loans.pages.ways import PageRequest, step_path
from loans.previewing import StepPreview
from loans.records import LoanRecord, record_for
from loans.safety.words import HARM as SAFETY_HARM
from loans.safety.words import KIND as SAFETY_KIND
from loans.usecases.replacements import had_instead
from loans.wording import report_rows

# Steps whose form is short enough to stand on the page itself.
SHORT = frozenset({StepName.DISPATCH, StepName.RECEIVE, StepName.SEND_BACK, StepName.TAKE_BACK})
# Steps that a press on the button takes at once.
AT_ONCE = frozenset(
    {
        StepName.PROPOSE,
        StepName.ACCEPT_OFFER,
        StepName.CONFIRM,
        StepName.EXTEND,
        StepName.ACCEPT_REPLACEMENT,
    }
)


@get("/loans/{loan_id:uuid}", include_in_schema=False)
async def show_loan(request: PageRequest, loan_id: FromPath[UUID]) -> Template:
    """Everything about one loan."""
    record = await record_for(request.user, loan_id)
    context = loan_context(record)
    preview = await preview_of_thing(request.user, record, context["thing"].step)
    context["instead"] = await _had_instead(record)
    context["late"] = await late_return(request.user, record.loan)
    context["held_up"] = await held_up(request.user, record.loan)
    return page(request, "loans/loan.html", **context, preview=preview, step_path=step_path)


async def _had_instead(record: LoanRecord) -> list[Alternative]:
    """What a facility that must send back early could ask for; it, or its counter, is led to the request."""
    loan = record.loan
    recall = loan.recall
    if recall is None or recall.is_open or loan.custody not in UNDER_WAY:
        return []
    if loan.end != recall.back_by + ONE_DAY or not {Party.FACILITY, Party.COUNTER} & set(loan.parties):
        return []
    return await had_instead(loan, recall.back_by, recall.ends_before)


async def preview_of_thing(actor: Actor, record: LoanRecord, step: StepName | None) -> StepPreview | None:
    """What the button on the page changes for others: where it is pressed without a page of its own."""
    if step not in SHORT | AT_ONCE or not page_of(step).is_previewed:
        return None
    return await first_preview(actor, record, page_of(step))


def loan_context(record: LoanRecord) -> dict[str, Any]:
    """What the page of a loan shows."""
    loan = record.loan
    thing = next_thing(loan, today())
    return {
        "record": record,
        "loan": loan,
        "thing": thing,
        "thing_href": step_path(loan.id, thing.step, thing.stage) if thing.step else "",
        "thing_form": form_for(record, thing),
        "at_once": hidden_of(record, thing) if thing.step in AT_ONCE else None,
        "looks": views.looks(loan),
        "stations": views.stations(record),
        "happenings": views.happenings(record),
        "facts": [*wording.facts(record), *what_is_held(loan, now())],
        "others": views.other_steps(loan, thing),
        "labels": labels,
        "incident_looks": INCIDENT_STATE,
        "safety_kinds": SAFETY_KIND,
        "safety_harms": SAFETY_HARM,
        "moments": list(CheckMoment),
        "reports": [report for stage in Stage if (report := record.report_of(stage))],
        "report_rows": report_rows,
        "for_another": thing.step is not None and views.acts_for_another(loan, thing.step),
        "may_repeat": views.may_repeat(loan),
        "thing_panel": page_of(thing.step).panel if thing.step in SHORT else "",
    }


def form_for(record: LoanRecord, thing: NextThing) -> StepForm | None:
    """The form of the next thing, when it is short enough to stand on the page itself."""
    if thing.step not in SHORT:
        return None
    kind = page_of(thing.step).form
    form = kind(data=kind.first_look(record))
    form.fit(record)
    return form


def hidden_of(record: LoanRecord, thing: NextThing) -> dict[str, str]:
    """What the button of a step taken at once sends along."""
    hidden = {"expected": record.loan.custody.value}
    if thing.step is StepName.EXTEND and record.loan.offer is not None:
        hidden["last_day"] = record.loan.offer.last_day.isoformat()
    return hidden
