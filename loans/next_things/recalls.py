"""What comes next while a lender wants its units back before the planned end."""

from core.calendar import ONE_DAY
from core.i18n import _, format_date, format_datetime
from loans.domain import UNDER_WAY, Party, StepName
from loans.next_things.thing import NextThing
from loans.queries import LoanView
from loans.recalls import Recall


def open_recall(loan: LoanView) -> Recall | None:
    """The recall that the facility has not answered yet."""
    return loan.recall if loan.recall and loan.recall.is_open and loan.custody in UNDER_WAY else None


def for_facility_asked(loan: LoanView) -> NextThing | None:
    """Other units are held for the facility: take them, or send back what it has."""
    recall = open_recall(loan)
    if recall is None:
        return None
    return NextThing(
        title=_("貸主が個体を返してほしいと伝えています。代わりの個体で続けられます"),
        text=_(
            "いまの個体は%(day)sまでに返します。代わりの個体(%(units)s)なら、%(before)sまで続けられます。",
            day=format_date(recall.back_by, "short"),
            units="、".join(recall.serial_numbers),
            before=format_date(recall.last_day_before, "short"),
        ),
        step=StepName.ACCEPT_REPLACEMENT,
        label=_("代わりの個体で続ける"),
        due=_until(recall),
        tone="attention",
        icon="return",
    )


def for_others_waiting(loan: LoanView) -> NextThing | None:
    """Lender and counter wait for the facility's answer."""
    recall = open_recall(loan)
    if recall is None:
        return None
    return NextThing(
        title=_("代わりの個体について、事業所の返事を待っています"),
        text=_(
            "返事がないときは、%(day)sまでに戻ります。代わり：%(units)s",
            day=format_date(recall.back_by, "short"),
            units="、".join(recall.serial_numbers),
        ),
        due=_until(recall),
        waits_for=Party.FACILITY,
        icon="hourglass",
    )


def called_back(loan: LoanView) -> NextThing | None:
    """Nothing instead: the facility sends back by the day that the lender has named."""
    recall = loan.recall
    if recall is None or recall.is_open or loan.end != recall.back_by + ONE_DAY:
        return None
    return NextThing(
        title=_("貸主が早めの返却を求めています"),
        text=_("理由：%(reason)s", reason=recall.reason),
        step=StepName.SEND_BACK,
        label=_("返送を記録する"),
        due=_("%(day)sまで", day=format_date(recall.back_by, "short")),
        tone="attention",
        icon="return",
    )


def _until(recall: Recall) -> str:
    if recall.expires_at is None:
        return ""
    return _("返事は%(moment)sまで", moment=format_datetime(recall.expires_at))
