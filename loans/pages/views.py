"""A loan as its page shows it: stations, history, chips, and what else can be done."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from accounts.domain import Via
from catalog.domain import Condition
from catalog.rules import Rule
from core.clock import now
from core.i18n import LazyText, Text, _, format_date, format_period, lazy
from core.web.look import Happening, Look, Station
from loans import labels, wording
from loans.domain import ENDED, Custody, Party, ResultState, Stage, StepName
from loans.holding import countdown
from loans.next_things import NextThing
from loans.pages.step_table import page_of, title_of
from loans.pages.ways import step_path
from loans.queries import EventView, LoanView
from loans.records import LoanRecord
from loans.usecases.recording import FACILITY_STEPS

STATIONS: tuple[tuple[Custody, LazyText], ...] = (
    (Custody.REQUESTED, lazy("申込")),
    (Custody.PROPOSED, lazy("打診")),
    (Custody.CONFIRMED, lazy("承諾")),
    (Custody.DISPATCHED, lazy("発送")),
    (Custody.ON_TRIAL, lazy("試用")),
    (Custody.RETURNING, lazy("返送")),
    (Custody.RETURNED, lazy("返却")),
)
_ORDER = [custody for custody, _label in STATIONS]


class StepLink(msgspec.Struct, frozen=True):
    """A step that can be taken besides the next thing."""

    label: Text
    href: str
    look: Look
    is_final: bool


def stations(record: LoanRecord) -> list[Station]:
    """Both tracks as one way: custody, then the result."""
    loan = record.loan
    reached = _reached(record)
    has_ended = loan.custody in (Custody.DECLINED, Custody.CANCELLED, Custody.LOST)
    shown = []
    for place, (custody, label) in enumerate(STATIONS):
        when = _first_day(record.events, custody)
        if has_ended:
            shown.append(Station(label, "done" if place <= reached else "skipped", when))
        elif place < reached or (place == reached and custody is Custody.RETURNED):
            shown.append(Station(label, "done", when))
        elif place == reached:
            shown.append(Station(label, "now", when))
        else:
            shown.append(Station(label, "next", None, _planned(loan, custody)))
    return [*shown, _result_station(loan, has_ended=has_ended)]


def _reached(record: LoanRecord) -> int:
    if record.loan.custody in _ORDER:
        return _ORDER.index(record.loan.custody)
    passed = [_ORDER.index(event.custody_from) for event in record.events if event.custody_from in _ORDER]
    return max(passed, default=0)


def _first_day(events: Iterable[EventView], custody: Custody) -> date | None:
    return next(
        (
            event.occurred_on
            for event in events
            if event.custody_to is custody and event.custody_from is not custody
        ),
        None,
    )


def _planned(loan: LoanView, custody: Custody) -> Text:
    if custody is Custody.ON_TRIAL:
        return _("予定 %(day)s", day=format_date(loan.start, "short"))
    if custody is Custody.RETURNING:
        return _("予定 %(day)s", day=format_date(loan.last_day, "short"))
    return ""


def _result_station(loan: LoanView, *, has_ended: bool) -> Station:
    label = lazy("結果報告")
    if loan.result is ResultState.SUBMITTED:
        return Station(label, "done")
    if loan.result is ResultState.WAIVED or has_ended:
        return Station(label, "skipped")
    return Station(label, "now" if loan.custody is Custody.RETURNED else "next")


def happenings(record: LoanRecord) -> list[Happening]:
    """The history, latest first."""
    return [_happening(event) for event in reversed(record.events)]


def _happening(event: EventView) -> Happening:
    step = StepName(event.step)
    look = labels.STEP[step]
    is_grant = step is StepName.EXTEND and event.facts.get("granted") is True
    title: Text = labels.EXTENSION_GRANTED if is_grant else labels.TAKEN[step]
    if stage := event.facts.get("stage"):
        title = _("%(stage)sを出しました", stage=labels.STAGE[Stage(str(stage))])
    told = " / ".join(filter(None, (_really(event), _told(event.facts))))
    return Happening(event.at, title, _who(event), told, look.icon, look.tone)


def _really(event: EventView) -> str:
    """When it happened, where it was written down only later."""
    if not event.facts.get("recorded_afterwards"):
        return ""
    return _("%(day)sのこと(後から記録)", day=format_date(event.occurred_on))


def _who(event: EventView) -> str:
    who = " ".join(filter(None, (event.organization_name, event.person_name)))
    if not event.organization_name:
        return _("自動") if event.via is Via.SYSTEM else str(labels.PARTY[Party.FACILITY])
    if event.on_behalf_of_name:
        return _("%(who)s(%(facility)sに代わって)", who=who, facility=event.on_behalf_of_name)
    return who


def _told(facts: Mapping[str, object]) -> str:
    """What the facts of an event say to people."""
    parts = [_period(facts)]
    if facts.get("unit_from"):
        parts.append(_("個体 %(before)s → %(after)s", before=facts["unit_from"], after=facts.get("unit_to")))
    if facts.get("held_anew"):
        parts.append(_("仮押さえが切れていたので、新しく押さえました"))
    if facts.get("instead"):
        parts.append(_("代わりの個体 %(units)s", units=facts["instead"]))
    if facts.get("elsewhere"):
        parts.append(_("同じ種類で空いている機種：%(products)s", products=facts["elsewhere"]))
    is_said_below = facts.get("reason") == facts.get("override_reason")
    said = ("message", "note") if is_said_below else ("reason", "message", "note")
    parts += [str(facts[name]) for name in said if facts.get(name)]
    if isinstance(serials := facts.get("serial_numbers"), list):
        parts.append(_("個体：%(units)s", units="、".join(map(str, serials))))
    if facts.get("tracking_number"):
        carrier, number = facts.get("carrier") or "", facts["tracking_number"]
        parts.append(_("送り状：%(carrier)s %(number)s", carrier=carrier, number=number))
    if facts.get("condition", Condition.OK) != Condition.OK:
        parts.append(str(labels.CONDITION[Condition(str(facts["condition"]))].label))
    if facts.get("override_reason"):
        parts.append(exceptions_told(facts))
    if facts.get("touches_others_since"):
        parts.append(_("前後のほかの予定と日が重なっています。"))
    return " / ".join(part for part in parts if part)


def exceptions_told(facts: Mapping[str, object]) -> str:
    """Which rules were set aside, whose each one was, and why; older events know the rules alone."""
    known = msgspec.convert(facts.get("overridden_rules") or [], list[Rule])
    codes = msgspec.convert(facts.get("overridden") or [], list[str])
    rules = known or [Rule(code, None) for code in codes]
    names = dict.fromkeys(labels.named_rule(one.code, one.whose) for one in rules)
    return _(
        "例外として認めました：%(rules)s：%(reason)s",
        rules=_("、").join(names),
        reason=facts["override_reason"],
    )


def _period(facts: Mapping[str, object]) -> str:
    start, end = facts.get("start"), facts.get("end")
    if isinstance(back_by := facts.get("back_by"), str):
        return _("%(day)sまで", day=format_date(date.fromisoformat(back_by)))
    if isinstance(start, str) and isinstance(end, str):
        return format_period(date.fromisoformat(start), date.fromisoformat(end))
    if isinstance(until := facts.get("until"), str):
        return _("%(day)sまで", day=format_date(date.fromisoformat(until)))
    if isinstance(end, str):
        return _("%(day)sまで", day=format_date(date.fromordinal(date.fromisoformat(end).toordinal() - 1)))
    return ""


def looks(loan: LoanView) -> list[Look]:
    """The chips beside a loan's name."""
    shown = [labels.OVERDUE] if loan.is_overdue else [labels.CUSTODY[loan.custody]]
    shown += wording.units_apart(loan)
    if (held := countdown(loan, now())) is not None:
        shown.append(held)
    if loan.offer is not None:
        shown.append(labels.OFFER_OPEN if loan.offer.kind == "dates" else labels.EXTENSION_OPEN)
    if loan.recall is not None and loan.recall.is_open:
        shown.append(labels.RECALLED)
    if loan.is_result_missing:
        shown.append(labels.RESULT_MISSING)
    elif loan.result is not ResultState.NONE:
        shown.append(labels.RESULT[loan.result])
    return [*shown, labels.AFTERWARDS] if loan.recorded_afterwards else shown


def may_repeat(loan: LoanView) -> bool:
    """Whether this reader may ask again for what `loan`, which is over, was about."""
    return loan.custody in ENDED and bool({Party.FACILITY, Party.COUNTER, Party.CENTRE} & set(loan.parties))


def acts_for_another(loan: LoanView, step: StepName) -> bool:
    """Whether this reader takes a step that is the facility's own."""
    if step not in FACILITY_STEPS or Party.FACILITY in loan.parties:
        return False
    return not (step is StepName.EXTEND and Party.LENDER in loan.parties)


def stages_open(loan: LoanView) -> list[Stage]:
    """The stages that may still be reported, the next one first."""
    if StepName.SUBMIT_RESULT not in loan.next_steps:
        return []
    has_begun = loan.custody in (Custody.ON_TRIAL, Custody.RETURNING, Custody.RETURNED)
    is_over = loan.custody in (Custody.RETURNING, Custody.RETURNED)
    stages = [Stage.BEFORE] if loan.result is ResultState.NONE and not is_over else []
    if has_begun and loan.result is not ResultState.MID and not is_over:
        stages.append(Stage.MID)
    return [*stages, Stage.AFTER] if has_begun else stages


def other_steps(loan: LoanView, thing: NextThing) -> list[StepLink]:
    """What this reader may do besides the next thing, in the order of the table."""
    wanted: list[tuple[StepName, Stage | None]] = []
    for step in loan.next_steps:
        if step is StepName.SUBMIT_RESULT:
            wanted += [(step, stage) for stage in stages_open(loan)]
        else:
            wanted.append((step, None))
    return [
        _link(loan, step, stage)
        for step, stage in wanted
        if (step, stage) != (thing.step, thing.stage) or step in labels.CHOOSING
    ]


def _link(loan: LoanView, step: StepName, stage: Stage | None) -> StepLink:
    page = page_of(step, stage)
    label = title_of(page, loan)
    if Party.LENDER in loan.parties:
        label = labels.CHOOSING.get(step, label)
    if acts_for_another(loan, step):
        label = _("代わりに：%(step)s", step=label)
    return StepLink(label, step_path(loan.id, step, stage), labels.STEP[step], page.is_final)
