"""The pages of the steps: a form, and what became of the loan when somebody else was quicker."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.params import FromPath

from catalog.conditions.taking_in import ROOM
from catalog.domain import CheckMoment
from catalog.occupancy import UnitTaken
from core.clock import today
from core.errors import Conflict, Invalid, NotAllowed
from core.web.forms import is_only_asked
from core.web.pages import page, see_other
from core.web.uploads import UploadDoor
from core.web.values import as_day, as_uuid
from loans import labels
from loans.domain import STEPS, Party
from loans.forms.base import StepForm
from loans.forms.excepting import ExceptingForm
from loans.next_things import next_thing
from loans.overrides import party_for
from loans.pages import views
from loans.pages.previews import first_preview, previewed
from loans.pages.step_table import STEP_PAGES, StepPage, done_of, title_of
from loans.pages.ways import PageRequest, loan_path
from loans.photos.taking_in import must_be_sender, take_in_photos
from loans.photos.usecases import MOMENT_OF
from loans.records import LoanRecord, record_for
from loans.wording import report_rows

_EVENTS_SHOWN = 3


async def show_step(request: PageRequest, loan_id: UUID, step: StepPage) -> Response[Any]:
    """The form of a step, or why it is not to be taken now."""
    record = await _record(request, loan_id, step)
    form = step.form(data=step.form.first_look(record))
    form.fit(record)
    _follow_address(request, form)
    if not _is_open(record, step):
        return _overtaken(request, record, step, form)
    preview = await first_preview(request.user, record, step, lambda shown: _follow_address(request, shown))
    return _shown(request, record, step, form, preview=preview)


def _follow_address(request: PageRequest, form: StepForm) -> None:
    """Fill in the unit or the days that the address names; what cannot be read is left out."""
    if (unit_id := as_uuid(request.query_params.get("unit"))) is not None:
        form.choose(unit_id)
    start, last_day = (as_day(request.query_params.get(name)) for name in ("start", "last_day"))
    if start and last_day:
        form.suggest(start, last_day)


async def take_step(request: PageRequest, loan_id: UUID, step: StepPage) -> Response[Any]:
    """Take the step, or show the form again with everything that was typed."""
    form = await step.form.of(request)
    record = await _record(request, loan_id, step)
    form.fit(record)
    if not _is_open(record, step):
        return _overtaken(request, record, step, form)
    await take_in_photos(request.user, record.loan, step.name, form)
    is_moved = await _moved(request, form)
    if is_moved or not form.validate():
        return _shown(request, record, step, form, status=200 if is_moved else 422)
    try:
        return await _look_or_take(request, record, step, form)
    except Invalid as error:
        form.refuse(error)
        return _shown(request, record, step, form, status=422)
    except UnitTaken as taken:
        form.told(taken.facts)
        return _shown(request, record, step, form, status=409, taken=taken.facts)
    except Conflict:
        return _overtaken(request, await record_for(request.user, loan_id), step, form)


async def _moved(request: PageRequest, form: StepForm) -> bool:
    """Put the possible days into the form when its reader asks for them; whether they did."""
    day = as_day((await request.form()).get("move_to"))
    if day is None or not isinstance(form, ExceptingForm) or not form.can_move:
        return False
    form.move(day)
    return True


async def _look_or_take(
    request: PageRequest, record: LoanRecord, step: StepPage, form: StepForm
) -> Response[Any]:
    if step.is_previewed and await is_only_asked(request):
        preview = await previewed(request.user, record, step, form)
        return _shown(request, record, step, form, preview=preview)
    loan = await step.take(request.user, record.loan.id, form)
    return see_other(loan_path(loan.id), done_of(step, loan, is_damaged=form.says_damaged))


async def _record(request: PageRequest, loan_id: UUID, step: StepPage) -> LoanRecord:
    record = await record_for(request.user, loan_id)
    parties = set(record.loan.parties)
    if not (STEPS[step.name].by & parties or Party.CENTRE in parties):
        raise NotAllowed("step-not-yours", step=step.name.value)
    return record


def _is_open(record: LoanRecord, step: StepPage) -> bool:
    return step.name in record.loan.next_steps


def _shown(
    request: PageRequest,
    record: LoanRecord,
    step: StepPage,
    form: StepForm,
    *,
    status: int = 200,
    **more: object,
) -> Response[Any]:
    given: dict[str, object] = {"taken": None, "overtaken": None, "preview": None, **more}
    form.settle_exception()
    return page(
        request,
        "loans/step.html",
        status=status,
        record=record,
        loan=record.loan,
        step=step,
        title=title_of(step, record.loan),
        form=form,
        for_another=views.acts_for_another(record.loan, step.name),
        looks=views.looks(record.loan),
        labels=labels,
        moments=list(CheckMoment),
        report_rows=report_rows,
        who_may=record.contact_of(party) if (party := party_for(getattr(form, "barred", []))) else None,
        **given,
    )


def _overtaken(request: PageRequest, record: LoanRecord, step: StepPage, form: StepForm) -> Response[Any]:
    """Somebody else was quicker: what they did, what was typed, and what can be done now."""
    form.expected.data, form.expected.raw_data = record.loan.custody.value, None
    thing = next_thing(record.loan, today())
    return _shown(
        request,
        record,
        step,
        form,
        status=409,
        overtaken=views.happenings(record)[:_EVENTS_SHOWN],
        is_sent=request.method == "POST",  # whoever only opened the page has typed nothing
        is_open=_is_open(record, step),
        thing=thing,
        others=views.other_steps(record.loan, thing),
    )


def _upload_doors(step: StepPage) -> list[DefineMiddleware]:
    """Photos need room, which is given to those alone who may see the loan."""
    if step.name not in MOMENT_OF:
        return []
    return [DefineMiddleware(UploadDoor, room=ROOM, may_send=must_be_sender)]


def _doors(step: StepPage) -> list[HTTPRouteHandler]:
    """The two handlers of a step: its form, and taking it."""
    path = f"/loans/{{loan_id:uuid}}/{step.path}"

    @get(path, include_in_schema=False)
    async def show(request: PageRequest, loan_id: FromPath[UUID]) -> Response[Any]:
        return await show_step(request, loan_id, step)

    @post(path, include_in_schema=False, middleware=_upload_doors(step))
    async def take(request: PageRequest, loan_id: FromPath[UUID]) -> Response[Any]:
        return await take_step(request, loan_id, step)

    return [show, take]


PAGES: list[HTTPRouteHandler] = [door for step in STEP_PAGES for door in _doors(step)]
