"""How long a hold lasts, and who must act before it runs out: said in words and colour, counted here.

Pages are told what stands when they are made; nothing counts in the browser.
"""

from datetime import datetime, timedelta

from core.calendar import ONE_DAY
from core.i18n import Text, format_datetime, gettext, ngettext
from core.web.look import Look, Tone
from loans.domain import Custody, Party
from loans.queries import LoanRow

_HOUR = timedelta(hours=1)
_LAST_HOURS = 6 * _HOUR
# Up to here hours are counted: 「あと2日」 could mean anything between 48 and 72 of them.
_IN_HOURS = 2 * ONE_DAY


def waits_for(loan: LoanRow) -> Party:
    """Who must act before the hold runs out."""
    if loan.custody is Custody.PROPOSED:
        return Party.LENDER
    return Party.FACILITY if loan.offer is not None else Party.COUNTER


def left(time: timedelta) -> Text:
    """あと2日, あと5時間, or あと1時間未満."""
    if time >= _IN_HOURS:
        return ngettext("あと%(n)s日", "あと%(n)s日", time.days)
    if time >= _HOUR:
        return ngettext("あと%(n)s時間", "あと%(n)s時間", time // _HOUR)
    return gettext("あと1時間未満")


def countdown(loan: LoanRow, moment: datetime) -> Look | None:
    """The chip that says how long the units stay held; None where no hold is running nor needed."""
    if loan.custody not in (Custody.REQUESTED, Custody.PROPOSED):
        return None
    time = loan.hold_expires_at - moment if loan.hold_expires_at is not None else timedelta()
    if time <= timedelta():
        return Look(gettext("仮押さえ切れ"), "alert", "danger")
    return Look(gettext("仮押さえ %(left)s", left=left(time)), "hourglass", _tone(time))


def what_is_held(loan: LoanRow, moment: datetime) -> list[tuple[Text, Text]]:
    """A line for the facts of a loan: until when the units stay held, and what becomes of the days then."""
    if countdown(loan, moment) is None or loan.hold_expires_at is None or loan.hold_expires_at <= moment:
        return []
    until = format_datetime(loan.hold_expires_at)
    return [
        (
            gettext("仮押さえ"),
            gettext("%(moment)sまで。過ぎると、その日はほかの人も申し込めます。", moment=until),
        )
    ]


def _tone(time: timedelta) -> Tone:
    if time < _LAST_HOURS:
        return "danger"
    return "attention" if time < ONE_DAY else "info"
