"""The ledger of days: a unit's years cut into slots of four weeks, each with one thing to do.

What is done is drawn without chance of doubles: engagement `e` of `E` takes place `e * prime % E`, and the
first
places are loans. So their number is exact, and they lie scattered over teams and years.
"""

from datetime import date, timedelta

from benchmarks.nation.size import COMING_SLOTS, SLOT_DAYS, Size
from catalog.terms import Days, Terms, blocked_days
from core import db
from core.calendar import ONE_DAY, WorkingDays

_PRIME = 1_000_000_007
_LENGTHS = (7, 10, 14)
_APART = 3  # of the slots ahead only each third one is taken

_TRIALS = """
CREATE UNLOGGED TABLE nation.trial
    (slot_start date, wanted int, starts date, ends date, taken_from date, taken_until date)
"""


def first_slot(size: Size) -> date:
    """Where the first slot of the units begins whose slots begin first."""
    return size.day - timedelta(days=SLOT_DAYS * size.past_slots)


async def make_calendar(size: Size) -> None:
    """For each day on which a slot can begin, the trial of each length that fits into it with its buffers."""
    await db.execute(_TRIALS)
    first = first_slot(size)
    last = size.day + timedelta(days=SLOT_DAYS * (COMING_SLOTS * _APART + 2))
    days = [first + n * ONE_DAY for n in range((last - first).days)]
    rows = [(day, wanted, *_trial(day, wanted)) for day in days for wanted in _LENGTHS]
    async with db.connection() as connection:
        await connection.copy_records_to_table("trial", schema_name="nation", records=rows)


def _trial(slot: date, wanted: int) -> tuple[date, date, date, date]:
    """The first trial whose transit begins within the slot, shortened until its inspection ends within it."""
    terms, working = Terms(), WorkingDays()
    start = slot
    while (blocked := blocked_days(Days(start, start + ONE_DAY), terms, working)).start < slot:
        start += ONE_DAY
    for length in range(wanted, 0, -1):
        trial = Days(start, start + timedelta(days=length))
        blocked = blocked_days(trial, terms, working)
        if blocked.end <= slot + timedelta(days=SLOT_DAYS):
            return trial.start, trial.end, blocked.start, blocked.end
    raise ValueError(f"no trial fits into the four weeks from {slot}")


# One row for each team and slot. `place` decides what it is: below $3 a loan, below $4 something else for
# which a loan was asked and not given, above it something else alone.
_ENGAGEMENTS = """
CREATE UNLOGGED TABLE nation.engagement AS
SELECT e.n, e.place, e.team_n, e.slot_start, e.is_loan, e.is_wish, e.what, t.starts, t.ends,
    CASE WHEN e.what = 'loan' THEN t.taken_from ELSE e.slot_start + e.late END AS taken_from,
    CASE WHEN e.what = 'loan' THEN t.taken_until ELSE e.slot_start + e.late + e.lasting END AS taken_until
FROM (
    SELECT d.*, CASE WHEN d.is_loan THEN 'loan' ELSE d.other END AS what,
        CASE d.other WHEN 'exhibition' THEN 10 + nation.chance(6, d.n, 10)
            WHEN 'maintenance' THEN 1 + nation.chance(6, d.n, 5) ELSE 1 + nation.chance(6, d.n, 2) END AS
                lasting
    FROM (
        SELECT n, place, team_n, place < $3::bigint AS is_loan,
            place >= $3::bigint AND place < $4::bigint AS is_wish,
            $5::date + $6::int * CASE WHEN slot < $2::int THEN slot ELSE $2::int + (slot - $2::int) *
                $7::int END
                + phase AS slot_start,
            CASE WHEN dice < 45 THEN 'exhibition' WHEN dice < 75 THEN 'maintenance' ELSE 'inspection' END
                AS other,
            (ARRAY[7, 10, 14, 14])[1 + nation.chance(7, n, 4)] AS wanted, nation.chance(8, n, 8) AS late
        FROM (
            SELECT e.n, (e.n::numeric * $8::bigint % $9::bigint)::bigint AS place, team.n AS team_n,
                team.phase,
                (e.n % $1::int)::int AS slot, nation.chance(5, e.n, 100) AS dice
            FROM generate_series(0, $9::bigint - 1) AS e (n) JOIN nation.team ON team.n = e.n / $1::int
        ) placed
    ) d
) e JOIN nation.trial t ON t.slot_start = e.slot_start AND t.wanted = e.wanted
"""
# A thing to do ahead of the day that nobody has confirmed yet only holds the units.
_OCCUPANCIES = """
INSERT INTO occupancy (id, unit_id, period, purpose, status, cause_id, expires_at, note, created_at)
SELECT nation.key('occupancy', e.n * 4 + member.place, m.made), member.unit_id,
    daterange(e.taken_from, e.taken_until),
    CASE WHEN e.what <> 'loan' THEN e.what WHEN l.is_hold THEN 'hold' ELSE 'loan' END, 'active',
    CASE e.what WHEN 'loan' THEN l.id
        WHEN 'exhibition' THEN nation.key('exhibit', e.n * 4 + member.place, m.made) END,
    CASE WHEN l.is_hold THEN nation.moment(e.n, $1::date) + interval '3 days' END,
    CASE e.what WHEN 'maintenance' THEN '定期整備' WHEN 'inspection' THEN '定期点検' ELSE '' END,
    nation.moment(e.n, m.made)
FROM nation.engagement e JOIN nation.team t ON t.n = e.team_n
LEFT JOIN nation.loan l ON l.engagement_n = e.n AND l.holds_days
CROSS JOIN LATERAL unnest(t.units) WITH ORDINALITY AS member (unit_id, place)
CROSS JOIN LATERAL (SELECT coalesce(l.asked, least(e.taken_from, $1::date) - 30) AS made) m
"""
_RELEASED = """
INSERT INTO occupancy (id, unit_id, period, purpose, status, cause_id, note, created_at, released_at)
SELECT nation.key('released', e.n * 4 + member.place, l.asked), member.unit_id,
    daterange(l.taken_from, l.taken_until), 'hold', 'released', l.id, '', nation.moment(e.n, l.asked),
    nation.moment(e.n, l.ended)
FROM nation.loan l JOIN nation.engagement e ON e.n = l.engagement_n JOIN nation.team t ON t.n = e.team_n
CROSS JOIN LATERAL unnest(t.units) WITH ORDINALITY AS member (unit_id, place)
WHERE NOT l.holds_days
"""


async def make_engagements(size: Size) -> None:
    """What each team does in each slot."""
    teams = await db.fetch_value("SELECT count(*) FROM nation.team")
    total = teams * size.slots
    if size.loans > total:
        raise ValueError(f"{size.loans:,} loans do not fit into the {total:,} things that teams of units do")
    await db.execute(
        _ENGAGEMENTS,
        size.slots,
        size.past_slots,
        size.held_loans,
        size.loans,
        first_slot(size),
        SLOT_DAYS,
        _APART,
        _PRIME,
        total,
    )
    await db.execute("ANALYZE nation.engagement")


async def make_occupancies(size: Size) -> None:
    """The days that engagements take, and those that ended requests have given back."""
    await db.execute(_OCCUPANCIES, size.day)
    await db.execute(_RELEASED)


_EXHIBITIONS = """
INSERT INTO exhibition (id, counter_id, title, kind, status, prefecture, address, starts_on, ends_on,
    created_at)
SELECT nation.key('exhibition', c.n * 1000 + w.week, $1::date), c.id, '体験展示 第' || w.week + 1 || '期',
    'permanent', CASE WHEN w.starts + 56 <= $3::date THEN 'closed' ELSE 'open' END, o.prefecture, o.address,
    w.starts, w.starts + 56, nation.moment(w.week, $1::date)
FROM nation.counter c JOIN organization o ON o.id = c.id
CROSS JOIN (SELECT week, $2::date + week * 28 AS starts FROM generate_series(0, $4::int) week) w
"""
# A unit stands at the counter that lends it, or at any other one.
_EXHIBITS = """
INSERT INTO exhibit (id, exhibition_id, product_id, unit_id, occupancy_id, position, token,
    created_at)
SELECT o.cause_id, nation.key('exhibition', place.counter_n * 1000 + (e.slot_start - $2::date) / 28,
    $1::date),
    t.product_id, o.unit_id, o.id, 1, md5(o.cause_id::text), o.created_at
FROM nation.engagement e JOIN nation.team t ON t.n = e.team_n
CROSS JOIN LATERAL (SELECT coalesce(t.counter_n, nation.chance(9, e.n, 47)) AS counter_n) place
CROSS JOIN LATERAL unnest(t.units) WITH ORDINALITY AS member (unit_id, place)
CROSS JOIN LATERAL (SELECT least(e.taken_from, $3::date) - 30 AS made) m
JOIN LATERAL (
    SELECT nation.key('occupancy', e.n * 4 + member.place, m.made) AS id,
        nation.key('exhibit', e.n * 4 + member.place, m.made) AS cause_id, member.unit_id,
        nation.moment(e.n, m.made) AS created_at
) o ON TRUE
WHERE e.what = 'exhibition'
"""


async def make_exhibitions(size: Size) -> None:
    """Displays of every counter, four weeks after four weeks, and what stands on them."""
    made, first = size.day - timedelta(days=1700), first_slot(size)
    await db.execute(_EXHIBITIONS, made, first, size.day, size.past_slots + COMING_SLOTS * _APART + 2)
    await db.execute(_EXHIBITS, made, first, size.day)
