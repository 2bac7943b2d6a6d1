"""What the page for scanning tickets tells, and what its script says."""

from accounts.domain import Actor
from catalog.domain import ScanOutcome
from core.i18n import LazyText, Text, format_datetime, lazy
from core.i18n import gettext as _
from core.web.problems import problem_of
from core.web.scanning import Told, shared_words
from exhibitions.seminars.attending.scanning import (
    RecordSeminarScans,
    ScanAction,
    SeminarScanAnswer,
    SeminarScanRefused,
    record_seminar_scans,
)

ACTIONS: dict[ScanAction, LazyText] = {ScanAction.ATTEND: lazy("出席")}


def refusal(reason: str) -> str:
    """Why a scan was refused, as a sentence that does not need to know whose ticket it is."""
    return problem_of(SeminarScanRefused(f"seminar-scan-{reason}")).detail


async def recorded(actor: Actor, command: RecordSeminarScans) -> list[Told]:
    """Record the scans, and say of each what became of it; of a repeated one, what it was at first."""
    return [_told(answer) for answer in (await record_seminar_scans(actor, command)).scans]


def _told(answer: SeminarScanAnswer) -> Told:
    is_done = (answer.first_outcome or answer.outcome) is ScanOutcome.DONE
    said: Text = _("出席にしました") if is_done else refusal(answer.reason or "")
    return Told(answer.key, is_done, str(said), _about(answer))


def _about(answer: SeminarScanAnswer) -> str:
    """The number and the session, without a name: anybody may look at this telephone."""
    start = format_datetime(answer.session_start) if answer.session_start else ""
    return " ".join(filter(None, (answer.number, start)))


def script_words() -> dict[str, object]:
    """Each sentence by the name that the script knows it by."""
    return {
        **shared_words(),
        "actions": {action.value: str(words) for action, words in ACTIONS.items()},
        "ignored": _("同じQRコードです。1回と数えます"),
        "unreadable": _("このコードは読めませんでした。受講票のQRコードか、確かめてください"),
    }
