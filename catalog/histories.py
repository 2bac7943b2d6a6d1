"""The days and the history of a unit, as its page shows them."""

from collections.abc import Iterable

import msgspec

from accounts.domain import Actor, Via
from catalog import looks
from catalog.domain import Condition, OccupancyStatus, Purpose
from catalog.queries import Move, Stretch, UnitView
from core.clock import today
from core.i18n import Text, format_period, lazy
from core.i18n import gettext as _
from core.web.look import Happening, Look

_VIA = {
    Via.PAGE: lazy("画面から"),
    Via.API: lazy("APIから"),
    Via.LINK: lazy("メールのリンクから"),
    Via.SCAN: lazy("読み取りで"),
    Via.SYSTEM: lazy("自動で"),
}


class UnitDays(msgspec.Struct, frozen=True):
    """Days of a unit: what for, and where a reader who may know finds the cause."""

    period: str
    look: Look
    href: str
    is_released: bool
    note: str
    end_path: str = ""  # where the reader ends it before its time


def days_of(stretches: Iterable[Stretch], actor: Actor, unit: UnitView) -> list[UnitDays]:
    """The stretches for a table; loans are open to whoever lends the unit, and to the centre."""
    may_know = actor.is_centre or actor.organization_id == unit.lender_id
    may_end = actor.is_centre or actor.organization_id in (unit.owner_id, unit.lender_id)
    return [
        UnitDays(
            period=format_period(stretch.start, stretch.end),
            look=looks.PURPOSE[stretch.purpose],
            href=f"/loans/{stretch.cause_id}" if may_know and stretch.is_loan else "",
            is_released=stretch.status is OccupancyStatus.RELEASED,
            note=stretch.note,
            end_path=f"/units/{unit.id}/maintenance/{stretch.id}/end" if may_end and _runs(stretch) else "",
        )
        for stretch in stretches
    ]


def _runs(stretch: Stretch) -> bool:
    is_kept = stretch.purpose is Purpose.MAINTENANCE and stretch.status is OccupancyStatus.ACTIVE
    return is_kept and stretch.end > today()


def happenings_of(moves: Iterable[Move]) -> list[Happening]:
    """The moves as lines of a history."""
    return [
        Happening(
            at=move.at,
            title=_title(move),
            who=move.organization_name,
            text=f"{_cause(move)} {_VIA[move.via]}".strip(),
            icon="wrench" if move.condition == Condition.DAMAGED else "pin",
            tone="danger" if move.condition == Condition.DAMAGED else "info",
        )
        for move in moves
    ]


def _title(move: Move) -> Text:
    if move.place_name:
        return _("%(place)sに移りました", place=move.place_name)
    if move.custodian_name:
        return _("%(custodian)sが預かりました", custodian=move.custodian_name)
    if move.condition:
        return _("状態: %(condition)s", condition=looks.CONDITION[Condition(move.condition)].label)
    return _("記録")


def _cause(move: Move) -> str:
    kind, _colon, number = move.cause.partition(":")
    if kind == "loan":
        return _("貸出 %(number)s", number=number)
    return {"locate": _("所在の確認"), "exhibit": _("展示"), "exhibition": _("展示")}.get(kind, "")
