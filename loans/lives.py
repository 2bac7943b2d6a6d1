"""What loans and scans add to the life of a unit.

Whoever takes part in a loan reads its number and its borrower, a lender only once it has agreed; to others
who may see the unit, the loan has neither.
"""

from datetime import date

from accounts.domain import Actor
from catalog.conditions.incident_desk import tell_lives
from catalog.domain import CheckMoment, Condition, ScanAction, ScanOutcome
from catalog.life.own import KIND, WITHHELD
from catalog.life.sources import LifeKind, LifeRow, Source, add_source
from core.i18n import LazyText, Text, format_date, lazy
from core.i18n import gettext as _
from core.web.look import Happening, Picture
from loans import labels
from loans.conditions import RECORDS
from loans.domain import KNOWN_TO_LENDER, StepName
from loans.queries import visible_to

_AGREED = ", ".join(f"'{custody.value}'" for custody in sorted(KNOWN_TO_LENDER))
# A unit that was exchanged has its part in the loan up to then.
_OF_UNIT = """
(SELECT lu.loan_id, CASE WHEN bool_or(lu.released_at IS NULL) THEN 'infinity' ELSE max(lu.released_at) END
    AS until FROM loan_unit lu WHERE lu.unit_id = $1 GROUP BY lu.loan_id)
"""
_EVENTS = """
SELECT e.id, e.at, 'loan' AS kind, e.step AS what, e.via,
    CASE WHEN {names} OR who.kind <> 'facility' THEN e.organization_id END AS who_id,
    NULL::uuid AS custodian_id, CASE WHEN {names} THEN l.facility_id END AS place_id,
    CASE WHEN {seen} THEN l.id END AS cause_id, CASE WHEN {seen} THEN l.number ELSE '' END AS label,
    jsonb_build_object('granted', e.facts->'granted', 'really_on', CASE
        WHEN (e.facts->>'recorded_afterwards')::boolean THEN e.occurred_on END) AS facts
FROM {of_unit} part JOIN loan l ON l.id = part.loan_id JOIN loan_event e ON e.loan_id = l.id
LEFT JOIN organization who ON who.id = e.organization_id
WHERE e.at <= part.until
"""
# A check with photos is told to whoever may see the loan; to others only what was wrong.
_CHECKS = """
SELECT k.id, k.at, CASE WHEN k.condition = 'ok' THEN 'check' ELSE 'damage' END AS kind,
    k.check_moment AS what, '' AS via,
    CASE WHEN {names} OR who.kind <> 'facility' THEN k.organization_id END AS who_id,
    NULL::uuid AS custodian_id, CASE WHEN {names} THEN l.facility_id END AS place_id,
    CASE WHEN {seen} THEN l.id END AS cause_id, CASE WHEN {seen} THEN l.number ELSE '' END AS label,
    jsonb_build_object('condition', k.condition,
        'note', CASE WHEN {names} THEN k.note ELSE '' END,
        'photos', taken.photos, 'of_several', taken.of_several) AS facts
FROM condition_check k JOIN loan l ON l.id = k.loan_id
LEFT JOIN organization who ON who.id = k.organization_id
LEFT JOIN LATERAL (
    SELECT jsonb_agg(h.id ORDER BY h.at, h.id) AS photos, bool_or(EXISTS (SELECT FROM condition_photo o
        WHERE o.loan_id = h.loan_id AND o.check_moment = h.check_moment AND o.file = h.file
            AND o.unit_id <> h.unit_id)) AS of_several
    FROM condition_photo h
    WHERE {seen} AND h.loan_id = k.loan_id AND h.unit_id = k.unit_id AND h.check_moment = k.check_moment
) taken ON TRUE
WHERE k.unit_id = $1 AND (k.condition <> 'ok' OR taken.photos IS NOT NULL)
"""
_SCANS = """
SELECT s.id, s.scanned_at AS at, 'scan' AS kind, s.action AS what, 'scan' AS via,
    s.organization_id AS who_id, NULL::uuid AS custodian_id, NULL::uuid AS place_id, NULL::uuid AS cause_id,
    '' AS label, jsonb_build_object('outcome', s.outcome) AS facts
FROM scan s WHERE s.unit_id = $1
"""


def _events(actor: Actor) -> str:
    return _EVENTS.format(of_unit=_OF_UNIT, **_may(actor))


def _checks(actor: Actor) -> str:
    return _CHECKS.format(**_may(actor))


def _may(actor: Actor) -> dict[str, str]:
    """SQL that says whether the reader may see loan `l`, and whether it may know the borrower."""
    seen = visible_to(actor, 2)
    if actor.is_centre:
        return {"seen": seen, "names": "TRUE"}
    return {"seen": seen, "names": f"({seen} AND (l.counter_id = $2::uuid OR l.custody IN ({_AGREED})))"}


def _tell_event(row: LifeRow) -> Happening:
    step = StepName(row.what)
    look = labels.STEP[step]
    is_grant = step is StepName.EXTEND and row.facts.get("granted") is True
    title: Text = labels.EXTENSION_GRANTED if is_grant else labels.TAKEN[step]
    who = row.who or (_("自動") if row.via == "system" else str(WITHHELD))
    told = " / ".join(filter(None, (_really(row), _loan_words(row))))
    return Happening(row.at, title, who, told, look.icon, look.tone, _loan_path(row))


def _really(row: LifeRow) -> str:
    """When it happened, where it was written down from paper later."""
    day = row.facts.get("really_on")
    if not day:
        return ""
    return _("%(day)sのこと(後から記録)", day=format_date(date.fromisoformat(str(day))))


def _loan_words(row: LifeRow) -> str:
    if not row.cause_id:
        return _("%(facility)sへの貸出", facility=WITHHELD)
    return _("貸出 %(number)s（%(facility)s）", number=row.label, facility=row.place or WITHHELD)


def _loan_path(row: LifeRow) -> str:
    return f"/loans/{row.cause_id}" if row.cause_id else ""


def _tell_check(row: LifeRow) -> Happening:
    moment, look = labels.CHECK_MOMENT[CheckMoment(row.what)], KIND[row.kind]
    doubt = _("同じ写真がほかの台にも付いています。どの台のものか、記録がありません。")
    words = (_loan_words(row), str(row.facts.get("note") or ""), doubt if row.facts.get("of_several") else "")
    told = " / ".join(filter(None, words))
    who, pictures = row.who or str(WITHHELD), _pictures(row, moment)
    title = _found(str(row.facts["condition"]), moment)
    return Happening(row.at, title, who, told, look.icon, look.tone, _loan_path(row), pictures)


def _found(condition: str, moment: Text) -> str:
    if condition == Condition.MISSING_PARTS:
        return _("足りないものが見つかりました（%(moment)s）", moment=moment)
    if condition == Condition.OK:
        return _("状態を確かめました（%(moment)s）", moment=moment)
    return _("傷・故障が見つかりました（%(moment)s）", moment=moment)


def _pictures(row: LifeRow, moment: Text) -> tuple[Picture, ...]:
    photos = row.facts.get("photos")
    paths = [f"{_loan_path(row)}/photos/{one}" for one in photos] if isinstance(photos, list) else []
    return tuple(
        Picture(f"{path}/thumb.jpg", path, _("%(label)sの写真%(number)s", label=moment, number=number))
        for number, path in enumerate(paths, start=1)
    )


_SCANNED: dict[ScanAction, LazyText] = {
    ScanAction.DISPATCH: lazy("発送の読み取り"),
    ScanAction.RECEIVE: lazy("受け取りの読み取り"),
    ScanAction.SEND_BACK: lazy("返送の読み取り"),
    ScanAction.TAKE_BACK: lazy("返却の読み取り"),
    ScanAction.LOCATE: lazy("ここにあると読み取りました"),
    ScanAction.EXHIBIT: lazy("展示での読み取り"),
    ScanAction.STOCKTAKE: lazy("棚卸での読み取り"),
}


def _tell_scan(row: LifeRow) -> Happening:
    is_done = row.facts.get("outcome") == ScanOutcome.DONE
    look = KIND[LifeKind.SCAN]
    told = "" if is_done else _("受け付けませんでした")
    title = _SCANNED[ScanAction(row.what)]
    return Happening(row.at, title, row.who or str(WITHHELD), told, look.icon, look.tone)


add_source(Source("loan", _events, _tell_event))
add_source(Source("check", _checks, _tell_check))
add_source(Source("scan", lambda _actor: _SCANS, _tell_scan))
tell_lives(
    RECORDS,
    "/incidents",
    belonging="JOIN loan l ON l.id = i.loan_id",
    name="l.number",
    seen=lambda actor: visible_to(actor, 2),
)
