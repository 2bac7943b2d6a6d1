"""What the scan page tells of each scan: whether it was done, why not, and which robot it was."""

from collections.abc import Sequence
from uuid import UUID

from accounts.domain import Actor
from catalog.domain import ScanAction, ScanOutcome
from core import db
from core.i18n import LazyText, Text, lazy
from core.web.problems import problem_of
from core.web.scanning import Told
from loans.scanning import RecordScans, Refused, ScanAnswer, record_scans

ACTIONS: dict[ScanAction, LazyText] = {
    ScanAction.RECEIVE: lazy("受け取る"),
    ScanAction.SEND_BACK: lazy("きれいにして返送する"),
    ScanAction.TAKE_BACK: lazy("返却を受け入れる"),
    ScanAction.LOCATE: lazy("所在を確かめる"),
    ScanAction.EXHIBIT: lazy("展示に置く"),
}
DONE: dict[ScanAction, LazyText] = {
    ScanAction.RECEIVE: lazy("受け取りを記録しました"),
    ScanAction.SEND_BACK: lazy("返送を記録しました"),
    ScanAction.TAKE_BACK: lazy("返却を記録しました"),
    ScanAction.LOCATE: lazy("ここにあると記録しました"),
    ScanAction.EXHIBIT: lazy("展示中と記録しました"),
}


def actions_of(actor: Actor) -> dict[ScanAction, LazyText]:
    """What `actor` may say happened: each party only what can be theirs."""
    mine: tuple[ScanAction, ...]
    if actor.is_facility:
        mine = (ScanAction.RECEIVE, ScanAction.SEND_BACK, ScanAction.LOCATE)
    elif actor.is_vendor:
        mine = (ScanAction.TAKE_BACK, ScanAction.LOCATE)
    else:
        mine = tuple(ScanAction)
    return {action: ACTIONS[action] for action in mine}


def refusal(reason: str) -> str:
    """Why a scan was refused, as a sentence."""
    return problem_of(Refused(reason)).detail


async def recorded(actor: Actor, command: RecordScans) -> list[Told]:
    """Record the scans, and say of each what became of it; of a repeated one, what it was at first."""
    answers = (await record_scans(actor, command)).scans
    names = await _names([answer.unit_id for answer in answers if answer.unit_id])
    actions = {scan.key: scan.action for scan in command.scans}
    return [_told(answer, actions[answer.key], names) for answer in answers]


def _told(answer: ScanAnswer, action: ScanAction, names: dict[UUID, str]) -> Told:
    outcome = answer.first_outcome or answer.outcome
    is_done = outcome is ScanOutcome.DONE
    said: Text = DONE[action] if is_done else refusal(answer.reason or "")
    about = names.get(answer.unit_id, "") if answer.unit_id else ""
    return Told(answer.key, is_done, str(said), about)


async def _names(unit_ids: Sequence[UUID]) -> dict[UUID, str]:
    sql = """
        SELECT u.id, p.name || ' ' || u.serial_number AS name
        FROM unit u JOIN product p ON p.id = u.product_id WHERE u.id = ANY($1::uuid[])
    """
    return {row["id"]: row["name"] for row in await db.fetch(sql, list(unit_ids))}
