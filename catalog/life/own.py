"""What the catalogue writes down of a unit: registration, changes of hands, place and label, maintenance."""

from collections.abc import Callable, Mapping
from datetime import date

from accounts.domain import Actor, Via
from catalog import looks
from catalog.domain import Condition
from catalog.life.sources import LifeKind, LifeRow, Source, add_source
from core.i18n import LazyText, Text, format_period, lazy
from core.i18n import gettext as _
from core.web.look import Happening, Look

VIA: Mapping[str, LazyText] = {
    Via.PAGE: lazy("画面から"),
    Via.API: lazy("APIから"),
    Via.LINK: lazy("メールのリンクから"),
    Via.SCAN: lazy("読み取りで"),
    Via.SYSTEM: lazy("自動で"),
}
KIND: Mapping[LifeKind, Look] = {
    LifeKind.REGISTERED: Look(lazy("登録"), "plus", "info"),
    LifeKind.TAG: Look(lazy("ラベル"), "qr", "neutral"),
    LifeKind.MOVE: Look(lazy("受け渡しと所在"), "pin", "info"),
    LifeKind.CHANGE: Look(lazy("登録の変更"), "pencil", "neutral"),
    LifeKind.LOAN: Look(lazy("貸出"), "loan", "progress"),
    LifeKind.EXHIBITION: Look(lazy("展示"), "display", "info"),
    LifeKind.MAINTENANCE: Look(lazy("点検・修理"), "wrench", "neutral"),
    LifeKind.CHECK: Look(lazy("点検と写真"), "camera", "neutral"),
    LifeKind.SCAN: Look(lazy("読み取り"), "qr", "neutral"),
    LifeKind.DAMAGE: Look(lazy("傷・故障"), "alert", "danger"),
    LifeKind.RETIREMENT: Look(lazy("貸出をやめた"), "cross-circle", "attention"),
}

_REGISTERED = """
SELECT u.id, u.created_at AS at, 'registered' AS kind, '' AS what, '' AS via, u.owner_id AS who_id,
    NULL::uuid AS custodian_id, NULL::uuid AS place_id, NULL::uuid AS cause_id, '' AS label,
    '{}'::jsonb AS facts
FROM unit u WHERE u.id = $1
"""
# A scan that places a unit is told once, as the scan it was.
_MOVES = """
SELECT m.id, m.at,
    CASE WHEN m.cause = 'tag' THEN 'tag'
        WHEN m.cause IN ('retire', 'reinstate') OR m.facts ? 'lost' THEN 'retirement'
        WHEN m.cause = 'change' THEN 'change'
        WHEN m.facts->>'condition' <> 'ok' AND m.cause NOT LIKE 'loan:%' THEN 'damage'
        ELSE 'move' END AS kind,
    m.cause AS what, m.via, m.organization_id AS who_id, (m.facts->>'custodian')::uuid AS custodian_id,
    (m.facts->>'place')::uuid AS place_id, NULL::uuid AS cause_id, coalesce(o.name, '') AS label, m.facts
-- owners and lenders serve the public: everybody may know them
FROM unit_move m LEFT JOIN organization o ON o.id = coalesce(m.facts->>'owner', m.facts->>'lender')::uuid
WHERE m.unit_id = $1 AND NOT (m.via = 'scan' AND m.cause IN ('locate', 'exhibit'))
"""
# What is done in maintenance is for whoever owns or lends the unit.
_MAINTENANCE = """
SELECT o.id, happened.at, 'maintenance' AS kind, happened.what, '' AS via, NULL::uuid AS who_id,
    NULL::uuid AS custodian_id, NULL::uuid AS place_id, NULL::uuid AS cause_id, '' AS label,
    jsonb_build_object('start', lower(o.period), 'end', upper(o.period),
        'note', CASE WHEN {knows} THEN o.note ELSE '' END) AS facts
FROM occupancy o JOIN unit u ON u.id = o.unit_id
CROSS JOIN LATERAL (
    SELECT 'planned' AS what, o.created_at AS at
    UNION ALL SELECT CASE o.status WHEN 'released' THEN 'dropped' ELSE 'ended' END, o.released_at
    WHERE o.released_at IS NOT NULL
) happened
WHERE o.unit_id = $1 AND o.purpose = 'maintenance' AND o.cause_id IS DISTINCT FROM o.unit_id
"""


def _fixed(sql: str) -> Callable[[Actor], str]:
    return lambda _actor: sql


def _maintenance(actor: Actor) -> str:
    return _MAINTENANCE.format(knows="TRUE" if actor.is_centre else "$2::uuid IN (u.owner_id, u.lender_id)")


def _tell_registered(row: LifeRow) -> Happening:
    look = KIND[LifeKind.REGISTERED]
    return Happening(row.at, _("登録しました"), row.who, "", look.icon, look.tone)


def _tell_move(row: LifeRow) -> Happening:
    look = KIND[row.kind]
    told = [
        _changes(row),
        _after_merger(row),
        *_facts_of_move(row),
        _cause(row.what),
        str(VIA.get(row.via, "")),
    ]
    return Happening(row.at, _title(row), row.who, " ".join(filter(None, told)), look.icon, look.tone)


def _after_merger(row: LifeRow) -> str:
    if row.what != "merger" or not row.label:
        return ""
    told = {"owner": _("所有者: %(name)s", name=row.label), "lender": _("貸主: %(name)s", name=row.label)}
    return " / ".join(words for fact, words in told.items() if row.facts.get(fact))


def _title(row: LifeRow) -> Text:
    if row.kind is LifeKind.TAG:
        return _title_of_tag(row.facts)
    if row.kind is LifeKind.RETIREMENT and row.what == "reinstate":
        return _("また貸し出せるようにしました")
    if row.what == "merger":
        return _("組織の統合で、受け持つ組織が変わりました")
    if row.what == "owner":
        return _("%(owner)sのものになりました", owner=row.label)
    if row.what == "lender":
        return _("%(lender)sが貸し出すことになりました", lender=row.label)
    return _TITLE.get(row.kind) or _title_of_place(row)


_TITLE: Mapping[LifeKind, LazyText] = {
    LifeKind.RETIREMENT: lazy("貸出をやめました"),
    LifeKind.CHANGE: lazy("登録の内容を変えました"),
    LifeKind.DAMAGE: lazy("傷・故障が見つかりました"),
}


def _title_of_place(row: LifeRow) -> Text:
    if row.has_place:
        return _("%(place)sに移りました", place=row.place or WITHHELD)
    if row.has_custodian:
        return _("%(custodian)sが預かりました", custodian=row.custodian or WITHHELD)
    if row.facts.get("missing"):
        return _("棚卸で見つからず、所在不明としました")
    if condition := row.facts.get("condition"):
        return _("状態: %(condition)s", condition=looks.CONDITION[Condition(str(condition))].label)
    return _("記録")


WITHHELD = lazy("ある事業所")


def _title_of_tag(facts: Mapping[str, object]) -> Text:
    if facts.get("tag"):
        return _("ラベル%(code)sを付けました", code=facts["tag"])
    if facts.get("tag_moved"):
        return _("ラベル%(code)sを別の個体へ移しました", code=facts["tag_moved"])
    return _("ラベル%(code)sを使い終わりにしました", code=facts.get("tag_retired") or "")


def _changes(row: LifeRow) -> str:
    """What a correction of the register changed: each field, before and after."""
    if row.kind is not LifeKind.CHANGE:
        return ""
    pairs = [(FIELD[name], change) for name, change in row.facts.items() if name in FIELD]
    return " / ".join(
        _("%(field)s: %(before)s → %(after)s", field=field, before=_short(before), after=_short(after))
        for field, change in pairs
        if isinstance(change, list)
        for before, after in [change]
    )


FIELD: Mapping[str, LazyText] = {
    "serial_number": lazy("製造番号"),
    "accessories": lazy("付属品"),
    "accessory_counts": lazy("付属品の数"),
    "purchased_on": lazy("購入した日"),
    "maintained_on": lazy("前に点検した日"),
    "maintenance_due_on": lazy("次に点検する日"),
}


def _short(value: object) -> str:
    if isinstance(value, dict):
        value = [f"{name} ×{count}" for name, count in value.items()]
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text or _("なし")


def _facts_of_move(row: LifeRow) -> list[str]:
    return [str(row.facts[name]) for name in ("lost", "reason", "note") if row.facts.get(name)]


def _cause(cause: str) -> str:
    kind, _colon, number = cause.partition(":")
    if kind == "loan":
        return _("貸出 %(number)s", number=number)
    causes = {
        "locate": _("所在の確認"),
        "exhibit": _("展示"),
        "exhibition": _("展示"),
        "stocktake": _("棚卸"),
        "handover": _("引き渡し・長期借用"),
    }
    return causes.get(kind, "")


def _tell_maintenance(row: LifeRow) -> Happening:
    look = KIND[LifeKind.MAINTENANCE]
    words = {
        "planned": _("点検・修理の予定を入れました"),
        "ended": _("点検・修理を終えました"),
        "dropped": _("点検・修理の予定をやめました"),
    }
    start, end = (date.fromisoformat(str(row.facts[name])) for name in ("start", "end"))
    told = " / ".join(filter(None, (format_period(start, end), str(row.facts.get("note") or ""))))
    return Happening(row.at, words[row.what], "", told, look.icon, look.tone)


add_source(Source("unit", _fixed(_REGISTERED), _tell_registered))
add_source(Source("move", _fixed(_MOVES), _tell_move))
add_source(Source("maintenance", _maintenance, _tell_maintenance))
