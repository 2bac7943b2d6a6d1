"""Forms from request to agreement: other units, other dates, more days."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from catalog.terms import Days
from core.calendar import ONE_DAY
from core.errors import Invalid
from core.i18n import gettext, lazy
from core.web.fields import DayField, LongTextField, ManyField
from loans.commands import ConfirmLoan, ExchangeLoan, ExtendLoan, OfferLoan, ProlongHold, RescheduleLoan
from loans.domain import Custody
from loans.forms.base import StepForm
from loans.forms.excepting import ExceptingForm
from loans.records import LoanRecord


def day_after(last_day: date | None) -> date:
    """The exclusive end for a last day that was asked for; a field that is required has one."""
    return (last_day or date.min) + ONE_DAY


class ConfirmForm(ExceptingForm, StepForm):
    """承諾: as held, or with other units of the lender."""

    unit_ids = ManyField(lazy("貸す個体"), coerce=UUID)
    lecture_planned_on = DayField(
        lazy("使い方の説明の予定日"),
        from_today=True,
        hint=lazy("使う前の説明は必ず行います。決まっていれば入れてください。"),
    )

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """The held units are ticked."""
        held = [str(unit) for unit in record.loan.unit_ids]
        wished = record.loan.lecture_wished_on
        return {**super().first_look(record), "unit_ids": held, "lecture_planned_on": wished}

    def fit(self, record: LoanRecord) -> None:
        """The held units, and those that are free on the same days."""
        held = [(str(unit.id), unit.name, gettext("仮に押さえてあります")) for unit in record.units]
        spare = [(str(unit.id), unit.name, gettext("空いています")) for unit in record.spare_units]
        self.unit_ids.offer([*held, *spare])
        self.unit_ids.description = gettext("%(count)s台選んでください。", count=record.loan.quantity)

    def command(self) -> ConfirmLoan:
        """The units chosen, or none named."""
        return ConfirmLoan(
            unit_ids=self.unit_ids.data or None,
            lecture_planned_on=self.lecture_planned_on.data,
            override_reason=self.reason_given,
        )


class ExchangeForm(StepForm):
    """交換: which units the loan goes on with, and why."""

    unit_ids = ManyField(lazy("これから貸す個体"), coerce=UUID, required=True)
    reason = LongTextField(lazy("替える理由"), required=True, limit=1000, rows=3)

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """A free unit in the place of the first one, where there is any."""
        has = [str(unit) for unit in record.loan.at_facility]
        spare = [str(unit.id) for unit in record.spare_units if str(unit.id) not in has][:1]
        return {**super().first_look(record), "unit_ids": [*spare, *has[len(spare) :]]}

    def fit(self, record: LoanRecord) -> None:
        """The units that are out, and those that are free on the same days."""
        has = set(record.loan.at_facility)
        self._has = {str(unit) for unit in has}
        now = [(str(unit.id), unit.name, gettext("いまの個体")) for unit in record.units if unit.id in has]
        free = [unit for unit in record.spare_units if unit.id not in has]
        spare = [(str(unit.id), unit.name, gettext("空いています")) for unit in free]
        self.unit_ids.offer([*now, *spare])
        self.unit_ids.description = gettext("%(count)s台選んでください。", count=len(has))
        if record.loan.custody in (Custody.REQUESTED, Custody.PROPOSED) and not record.loan.hold_expires_at:
            self.unit_ids.description += gettext("仮押さえが切れているので、選んだ個体を新しく押さえます。")

    def choose(self, unit_id: UUID) -> None:
        """This unit in the place of the one that was proposed."""
        ticked = [str(one) for one in self.unit_ids.data or ()]
        if str(unit_id) in {choice.value for choice in self.unit_ids.choices} - self._has - set(ticked):
            self.unit_ids.data = [str(unit_id), *ticked[1:]]

    def command(self) -> ExchangeLoan:
        """The units chosen."""
        return ExchangeLoan(unit_ids=list(self.unit_ids.data or ()), reason=self.reason.data or "")


class OtherDaysForm(StepForm):
    """Other days than the loan has now."""

    start = DayField(lazy("試用を始める日"), required=True, from_today=True)
    last_day = DayField(lazy("試用の最後の日"), required=True, from_today=True)
    wished: tuple[date, date] | None = None

    def fit(self, record: LoanRecord) -> None:
        """Know the days wished for: offering the same ones again would only cost everybody a round."""
        self.wished = record.loan.start, record.loan.last_day

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each field by itself, and whether the days are other ones."""
        super().validate(extra_validators)
        if self.wished == (self.start.data, self.last_day.data) and not self.is_otherwise_different:
            self.refuse(Invalid({"start": "same-days"}))
        return not self.mistakes

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """The days wished for, to be changed."""
        loan = record.loan
        return {**super().first_look(record), "start": loan.start, "last_day": loan.last_day}

    def suggest(self, start: date, last_day: date) -> None:
        """These days in the place of those wished for."""
        self.start.data, self.last_day.data = start, last_day

    @property
    def is_otherwise_different(self) -> bool:
        """Whether something else than the days changes."""
        return False

    @property
    def days(self) -> Days:
        """The days with an exclusive end."""
        return Days(self.start.data or date.min, day_after(self.last_day.data))


class OfferForm(ExceptingForm, OtherDaysForm):
    """Other dates than the ones wished, other units, or both."""

    unit_ids = ManyField(lazy("提案する個体"), coerce=UUID)
    message = LongTextField(lazy("ひとこと"), limit=1000, rows=3)

    def command(self) -> OfferLoan:
        """The days offered."""
        return OfferLoan(
            start=self.days.start,
            end=self.days.end,
            message=self.message.data or "",
            unit_ids=self._named or None,
            override_reason=self.reason_given,
        )

    def fit(self, record: LoanRecord) -> None:
        """The lender's units; where there is no other one nothing is asked."""
        super().fit(record)
        self._has = set(record.loan.unit_ids)
        if not record.other_units:
            del self.unit_ids
            return
        free = {unit.id for unit in record.spare_units}
        has = [(str(unit.id), unit.name, gettext("いまの個体")) for unit in record.units]
        others = [
            (str(unit.id), unit.name, gettext("申し込まれた日に空いています") if unit.id in free else "")
            for unit in record.other_units
        ]
        self.unit_ids.offer([*has, *others])
        self.unit_ids.description = gettext(
            "個体も替えるときは%(count)s台選んでください。選ばなければ、空いている個体を押さえます。",
            count=record.loan.quantity,
        )

    @property
    def _named(self) -> list[UUID]:
        return list(self.unit_ids.data or ()) if "unit_ids" in self else []

    @property
    def is_otherwise_different(self) -> bool:
        """Whether other units are offered."""
        return bool(self._named) and set(self._named) != self._has


class ReviseForm(ExceptingForm, OtherDaysForm):
    """A request that is not with the lender yet moves to other days."""

    def command(self) -> RescheduleLoan:
        """The new days."""
        return RescheduleLoan(start=self.days.start, end=self.days.end, override_reason=self.reason_given)


class RescheduleForm(ExceptingForm, OtherDaysForm):
    """What was agreed moves to other days: everybody is told why."""

    reason = LongTextField(lazy("理由"), required=True, limit=1000, rows=3)

    def command(self) -> RescheduleLoan:
        """The new days, and why."""
        return RescheduleLoan(
            start=self.days.start,
            end=self.days.end,
            reason=self.reason.data or "",
            override_reason=self.reason_given,
        )


class ProlongForm(StepForm):
    """仮押さえを延ばす: until when, and why longer than the rules say."""

    until = DayField(
        lazy("いつまで待つか(最後の日)"),
        required=True,
        from_today=True,
        hint=lazy("貸主に打診しているときは、返事の期限もこの日になります。"),
    )
    reason = LongTextField(
        lazy("運用ルールより長く待つ理由"),
        required=True,
        limit=1000,
        rows=3,
        hint=lazy("だれが、いつ、なぜ延ばしたかは、ずっと残ります。"),
    )

    def command(self) -> ProlongHold:
        """The day and the reason."""
        return ProlongHold(until=self.until.data or date.min, reason=self.reason.data or "")


class ExtendForm(ExceptingForm, StepForm):
    """延長: until when."""

    last_day = DayField(lazy("いつまで使うか(最後の日)"), required=True, from_today=True)
    message = LongTextField(lazy("延ばしたい理由"), limit=1000, rows=3)
    # The last day that can be had on the same units, once another one was refused; and all that can be had.
    longest: date | None = None
    instead: Mapping[str, object] | None = None
    can_move = True

    def told(self, facts: Mapping[str, object]) -> None:
        """Take over how long it may be instead."""
        super().told(facts)
        end = facts.get("longest_end")
        self.longest = end - ONE_DAY if isinstance(end, date) else None
        others = facts.get("other_units_end")
        other_last_day = others - ONE_DAY if isinstance(others, date) else None
        self.instead = {**facts, "other_last_day": other_last_day} if "longest_end" in facts else None

    def move(self, start: date) -> None:
        """This last day in the place of the one wished for."""
        self.last_day.data, self.last_day.raw_data = start, [start.isoformat()]
        self.last_day.process_errors = []

    @classmethod
    def first_look(cls, record: LoanRecord) -> Mapping[str, object]:
        """The day that was wished for, when somebody did."""
        offer = record.loan.offer
        wished = offer.last_day if offer is not None and offer.kind == "extension" else None
        return {**super().first_look(record), "last_day": wished}

    def command(self) -> ExtendLoan:
        """The new exclusive end."""
        return ExtendLoan(
            end=day_after(self.last_day.data),
            message=self.message.data or "",
            override_reason=self.reason_given,
        )
