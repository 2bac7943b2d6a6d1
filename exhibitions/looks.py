"""How the states of displays are shown, and what their steps are called."""

from collections.abc import Mapping

from core.i18n import LazyText, lazy
from core.web.look import Look
from exhibitions.domain import ExhibitionKind, ExhibitionStatus, TeamRole

KINDS = {
    ExhibitionKind.PERMANENT: Look(lazy("常設展示"), "display", "info"),
    ExhibitionKind.TOURING: Look(lazy("巡回展示"), "truck", "progress"),
    ExhibitionKind.OPEN_DAY: Look(lazy("公開日"), "calendar", "done"),
}
STATUSES = {
    ExhibitionStatus.DRAFT: Look(lazy("下書き"), "pencil", "neutral"),
    ExhibitionStatus.PLANNED: Look(lazy("予定"), "calendar", "info"),
    ExhibitionStatus.OPEN: Look(lazy("開催中"), "check-circle", "done"),
    ExhibitionStatus.CLOSED: Look(lazy("終了"), "cross-circle", "neutral"),
    ExhibitionStatus.CANCELLED: Look(lazy("中止"), "cross-circle", "danger"),
}
ROLES: Mapping[TeamRole, LazyText] = {
    TeamRole.LEAD: lazy("責任者"),
    TeamRole.GUIDE: lazy("案内役"),
    TeamRole.TRANSPORT: lazy("搬入・搬出"),
    TeamRole.RECEPTION: lazy("受付"),
}
# What a history says of each step.
HAPPENED: Mapping[str, LazyText] = {
    "create": lazy("展示をつくりました"),
    "change": lazy("内容を変えました"),
    "plan": lazy("予定として公開しました"),
    "open": lazy("開催を始めました"),
    "close": lazy("展示を終えました"),
    "cancel": lazy("展示を中止しました"),
    "add_venue": lazy("会場を足しました"),
    "remove_venue": lazy("会場を外しました"),
    "count": lazy("来場者の数を記録しました"),
    "put_in_team": lazy("担当を決めました"),
    "remove_from_team": lazy("担当から外しました"),
}
