"""Mails about accidents and near misses, and their figures in the counter's report."""

from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.reporting.periods import period_name, periods
from catalog.reporting.sections import ReportSection, SectionQuestion, in_report
from catalog.reporting.view import ShownGroup
from core import db
from core.i18n import gettext as _
from loans.notice_kinds import Notice
from loans.notices import loan_news, tell
from loans.safety.queries import SafetyFilter, count_by_month, safety_report_for
from loans.safety.words import HARM, KIND
from notifications.outbox import handles

_BY = "SELECT organization_id FROM safety_report WHERE id = $1"


class _News(msgspec.Struct, frozen=True):
    report_id: UUID


@handles("safety")
async def tell_of_safety(payload: dict[str, Any], key: str) -> None:
    """Ask for one mail to each reader of lender and counter."""
    report = await safety_report_for(Actor.system(), msgspec.convert(payload, _News).report_id)
    loan = await loan_news(report.loan_id)
    if loan is None:
        return
    facts = {"safety_kind": KIND[report.kind].label, "what": report.what, "harm": HARM[report.harm]}
    by = await db.fetch_value(_BY, report.id)
    await tell(Notice.SAFETY_REPORTED, msgspec.structs.replace(loan, done_by=by, facts=facts), key)


@in_report
async def safety_in_report(actor: Actor, question: SectionQuestion) -> ReportSection | None:
    """What the counter's report says of accidents and near misses, by the day they happened."""
    if not (actor.is_counter or actor.is_centre):
        return None
    shown = list(periods(question.start, question.end, question.by))
    asked = SafetyFilter(start=shown[0].start, end=shown[-1].end)
    counted = await count_by_month(actor, asked)
    lines = []
    for days in shown:
        inside = [count for month, count in counted.items() if days.start <= month < days.end]
        figures = [sum(each.accidents for each in inside), sum(each.near_misses for each in inside)]
        lines.append(ShownGroup(period_name(days.start, question.by), figures))
    labels = [look.label for look in KIND.values()]
    return ReportSection(
        title=_("事故・ヒヤリハット"), href="/safety-reports", headings=[*labels], lines=lines
    )
