"""What the scan page tells of each scan: whether it was done, why not, and which robot it was."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import ScanAction, ScanOutcome
from catalog.stocktaking.domain import Finding
from catalog.stocktaking.queries import counted as counted_so_far
from core import db
from core.i18n import LazyText, Text, lazy
from core.i18n import gettext as _
from core.web.problems import problem_of
from core.web.scanning import Told
from loans.scanning import RecordScans, Refused, ScanAnswer, record_scans

ACTIONS: dict[ScanAction, LazyText] = {
    ScanAction.RECEIVE: lazy("受け取る"),
    ScanAction.SEND_BACK: lazy("きれいにして返送する"),
    ScanAction.TAKE_BACK: lazy("返却を受け入れる"),
    ScanAction.LOCATE: lazy("所在を確かめる"),
    ScanAction.EXHIBIT: lazy("展示に置く"),
    ScanAction.STOCKTAKE: lazy("棚卸で数える"),
    ScanAction.DISPATCH: lazy("発送する"),
}
DONE: dict[ScanAction, LazyText] = {
    ScanAction.DISPATCH: lazy("発送を記録しました"),
    ScanAction.RECEIVE: lazy("受け取りを記録しました"),
    ScanAction.SEND_BACK: lazy("返送を記録しました"),
    ScanAction.TAKE_BACK: lazy("返却を記録しました"),
    ScanAction.LOCATE: lazy("ここにあると記録しました"),
    ScanAction.EXHIBIT: lazy("展示中と記録しました"),
    ScanAction.STOCKTAKE: lazy("棚卸で数えました"),
}


def actions_of(actor: Actor) -> dict[ScanAction, LazyText]:
    """What `actor` may say happened: each party only what can be theirs."""
    mine: tuple[ScanAction, ...]
    if actor.is_facility:
        mine = (ScanAction.RECEIVE, ScanAction.SEND_BACK, ScanAction.LOCATE)
    elif actor.is_vendor:
        mine = (ScanAction.TAKE_BACK, ScanAction.LOCATE, ScanAction.STOCKTAKE, ScanAction.DISPATCH)
    else:
        mine = tuple(ACTIONS)
    return {action: ACTIONS[action] for action in mine}


def refusal(reason: str) -> str:
    """Why a scan was refused, as a sentence."""
    return problem_of(Refused(reason)).detail


async def recorded(actor: Actor, command: RecordScans) -> list[Told]:
    """Record the scans, and say of each what became of it; of a repeated one, what it was at first."""
    answers = (await record_scans(actor, command)).scans
    names = await _names([answer.unit_id for answer in answers if answer.unit_id])
    actions = {scan.key: scan.action for scan in command.scans}
    told = [_told(answer, actions[answer.key], names) for answer in answers]
    if ScanAction.STOCKTAKE not in actions.values():
        return told
    return await _with_count(actor, told, {answer.key: answer.unit_id for answer in answers}, actions)


async def _with_count(
    actor: Actor, told: list[Told], units: dict[str, UUID | None], actions: dict[str, ScanAction]
) -> list[Told]:
    """The same answers; those of a stocktaking say whether it should be here, and how many are left."""
    counted = await counted_so_far(actor, [unit for unit in units.values() if unit])
    if counted is None:
        return told
    left = _("あと%(missing)s台", missing=counted.missing)
    return [
        msgspec.structs.replace(one, said=f"{_counted(counted.findings.get(unit) if unit else None)} {left}")
        if one.is_done and actions[one.key] is ScanAction.STOCKTAKE
        else one
        for one in told
        for unit in [units[one.key]]
    ]


def _counted(finding: Finding | None) -> str:
    is_strange = finding in (None, Finding.STRANGE)
    return _("ここにはないはずの個体です。") if is_strange else _("あるはずの個体です。")


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
