"""What the page for scanning visits tells, and what its script says."""

from accounts.domain import Actor
from catalog.domain import ScanOutcome
from core.i18n import LazyText, Text, lazy, ngettext
from core.i18n import gettext as _
from core.web.problems import problem_of
from core.web.scanning import Told, shared_words
from exhibitions.visits.reception.domain import ReceptionAction
from exhibitions.visits.reception.scanning import (
    RecordVisitScans,
    VisitScanAnswer,
    VisitScanRefused,
    record_visit_scans,
)

ACTIONS: dict[ReceptionAction, LazyText] = {
    ReceptionAction.ARRIVE: lazy("来場の受付"),
    ReceptionAction.LEAVE: lazy("退場"),
}
_DONE: dict[ReceptionAction, LazyText] = {
    ReceptionAction.ARRIVE: lazy("受付をしました"),
    ReceptionAction.LEAVE: lazy("退場を記録しました"),
}


def refusal(reason: str) -> str:
    """Why a scan was refused, as a sentence that does not need to know which visit."""
    return problem_of(VisitScanRefused(f"visit-scan-{reason}")).detail


async def recorded(actor: Actor, command: RecordVisitScans) -> list[Told]:
    """Record the scans, and say of each what became of it; of a repeated one, what it was at first."""
    answers = (await record_visit_scans(actor, command)).scans
    actions = {scan.key: scan.action for scan in command.scans}
    return [_told(answer, actions[answer.key]) for answer in answers]


def _told(answer: VisitScanAnswer, action: ReceptionAction) -> Told:
    is_done = (answer.first_outcome or answer.outcome) is ScanOutcome.DONE
    said: Text = _DONE[action] if is_done else refusal(answer.reason or "")
    return Told(answer.key, is_done, str(said), _about(answer))


def _about(answer: VisitScanAnswer) -> str:
    """The party, without its name: this stands on a telephone that anybody may look at."""
    if answer.number is None or answer.party_size is None:
        return ""
    people = ngettext("%(n)s人", "%(n)s人", answer.party_size)
    return f"{answer.number} {people}"


def script_words() -> dict[str, object]:
    """Each sentence by the name that the script knows it by."""
    return {
        **shared_words(),
        "actions": {action.value: str(words) for action, words in ACTIONS.items()},
        "ignored": _("同じQRコードです。1回と数えます"),
        "unreadable": _("このコードは読めませんでした。予約のQRコードか、確かめてください"),
    }
