"""The loans of the nation: where each stands follows from its days, and its steps from where it stands."""

from benchmarks.nation.size import Size
from core import db
from loans.reports.counting import COUNT_THE_REST

# Days and state of each loan. Those that hold days stand where the day $1 finds them; the others are over.
_LOANS = """
CREATE UNLOGGED TABLE nation.loan AS
SELECT s.*, nation.key('loan', s.n, s.asked) AS id,
    s.custody IN ('requested', 'proposed') AS is_hold,
    CASE
        WHEN NOT s.holds_days OR s.custody IN ('requested', 'proposed', 'confirmed', 'dispatched') THEN 'none'
        WHEN s.custody = 'lost' THEN 'waived'
        WHEN s.custody <> 'returned' THEN CASE WHEN s.has_before THEN 'before' ELSE 'none' END
        WHEN s.taken_until + s.slow <= $1::date AND s.diligence < 92 THEN 'submitted'
        WHEN s.taken_until + 60 <= $1::date AND s.diligence < 97 THEN 'waived'
        WHEN s.has_before THEN 'before' ELSE 'none'
    END AS result,
    row_number() OVER (ORDER BY s.asked, s.n) AS in_order
FROM (
    SELECT d.*, CASE
        WHEN NOT d.holds_days THEN CASE WHEN d.dice < 600 THEN 'declined' ELSE 'cancelled' END
        WHEN d.taken_until <= $1::date THEN CASE WHEN d.dice < 2 THEN 'lost' ELSE 'returned' END
        WHEN d.ends <= $1::date THEN CASE WHEN d.dice < 700 THEN 'returning' ELSE 'on_trial' END
        WHEN d.starts <= $1::date THEN 'on_trial'
        WHEN d.taken_from <= $1::date THEN CASE WHEN d.dice < 800 THEN 'dispatched' ELSE 'confirmed' END
        WHEN d.starts < $1::date + 14 OR d.dice < 600 THEN 'confirmed'
        WHEN d.dice < 800 THEN 'proposed' ELSE 'requested' END AS custody
    FROM (
        SELECT e.place AS n, e.n AS engagement_n, e.team_n, e.is_loan AS holds_days, e.starts, e.ends,
            CASE WHEN e.is_loan THEN e.taken_from ELSE e.starts - 2 END AS taken_from,
            CASE WHEN e.is_loan THEN e.taken_until ELSE e.ends + 3 END AS taken_until,
            least(e.starts - 24 - nation.chance(11, e.place, 20), $1::date - nation.chance(12, e.place, 90))
                AS asked,
            least(e.starts - 18, $1::date) AS ended,
            nation.chance(13, e.place, 1000) AS dice, nation.chance(14, e.place, 100) AS diligence,
            nation.chance(15, e.place, 21) AS slow, nation.chance(16, e.place, 2) = 0 AS has_before,
            nation.chance(17, e.place, 20) = 0 AND e.ends - e.starts > 6 AS was_extended,
            t.product_id, t.lender_id, t.quantity, f.id AS facility_id, c.id AS counter_id, c.person_id
        FROM nation.engagement e JOIN nation.team t ON t.n = e.team_n
        LEFT JOIN nation.counter own ON own.n = t.counter_n
        JOIN nation.facility f ON f.n = coalesce(own.first_facility, 0)
            + nation.chance(10, e.place, coalesce(own.facilities, $2::int))
        JOIN nation.counter c ON c.n = f.counter_n
        WHERE e.is_loan OR e.is_wish
    ) d
) s
"""
_FILED = """
INSERT INTO loan (id, number, product_id, facility_id, counter_id, lender_id, quantity, starts_on, ends_on,
    custody, result, custody_since, hold_expires_at, answer_by, problem, goal, place_of_use, channel,
    requested_by, dispatched_on, received_on, sent_back_on, returned_on, ended_reason, waived_reason,
    closed_at, created_at, updated_at)
SELECT id, extract(year FROM asked - interval '3 months') || '-' || lpad(in_order::text, 6, '0'), product_id,
    facility_id, counter_id, lender_id, quantity, starts, ends, custody, result, nation.moment(n, since),
    CASE WHEN is_hold THEN nation.moment(engagement_n, $1::date) + interval '3 days' END,
    CASE WHEN custody = 'proposed' THEN $1::date + nation.chance(18, n, 5) - 1 END,
    (ARRAY['夜間の見守り', '移乗で腰が痛い', '排泄の誘導', '記録に時間がかかる'])[1 + n % 4],
        '訪室と負担を減らす',
    '居室', (ARRAY['page', 'phone', 'fax', 'page', 'counter'])[1 + n % 5], person_id,
    CASE WHEN reached >= 4 THEN taken_from END, CASE WHEN reached >= 5 THEN starts END,
    CASE WHEN reached >= 6 THEN ends END, CASE WHEN custody = 'returned' THEN taken_until - 1 END,
    CASE WHEN custody IN ('declined', 'cancelled') THEN '都合により' ELSE '' END,
    CASE WHEN result = 'waived' THEN '報告を得られなかった' ELSE '' END,
    CASE WHEN NOT holds_days OR (custody IN ('returned', 'lost') AND result IN ('submitted', 'waived'))
        THEN nation.moment(n, CASE WHEN holds_days THEN reported ELSE ended END) END,
    nation.moment(n, asked), nation.moment(n, since)
FROM nation.standing
"""
# How far a loan has come, and since when it stands where it stands.
_STANDING = """
CREATE UNLOGGED TABLE nation.standing AS
SELECT l.*, greatest(asked, CASE custody WHEN 'requested' THEN asked WHEN 'proposed' THEN asked + 1
        WHEN 'confirmed' THEN least(asked + 3, $1::date) WHEN 'dispatched' THEN taken_from WHEN 'on_trial'
            THEN starts
        WHEN 'returning' THEN ends WHEN 'returned' THEN taken_until - 1 WHEN 'lost' THEN ends ELSE ended END)
        AS since,
    CASE custody WHEN 'requested' THEN 1 WHEN 'proposed' THEN 2 WHEN 'confirmed' THEN 3 WHEN 'dispatched'
        THEN 4
        WHEN 'on_trial' THEN 5 WHEN 'lost' THEN 5 WHEN 'returning' THEN 6 WHEN 'returned' THEN 7 ELSE 1 END
        AS reached,
    CASE WHEN result = 'submitted' THEN taken_until + slow ELSE taken_until + 60 END AS reported,
    CASE WHEN dice % 10 < 3 THEN 'introduce' WHEN dice % 10 < 7 THEN 'consider' ELSE 'not_introduce' END
        AS decision
FROM nation.loan l
"""
_UNITS = """
INSERT INTO loan_unit (id, loan_id, unit_id, occupancy_id, released_at, sent_back_on, returned_on, lost_on,
    condition)
SELECT nation.key('loan-unit', l.engagement_n * 4 + member.place, l.asked), l.id, member.unit_id,
    nation.key(CASE WHEN l.holds_days THEN 'occupancy' ELSE 'released' END,
        l.engagement_n * 4 + member.place, l.asked), NULL,
    CASE WHEN l.reached >= 6 THEN l.ends END, CASE WHEN l.reached = 7 THEN l.taken_until - 1 END,
    CASE WHEN l.custody = 'lost' THEN l.ends END, CASE WHEN l.reached = 7 THEN 'ok' ELSE '' END
FROM nation.standing l JOIN nation.team t ON t.n = l.team_n
CROSS JOIN LATERAL unnest(t.units) WITH ORDINALITY AS member (unit_id, place)
"""
_EVENTS = """
INSERT INTO loan_event (id, loan_id, position, step, custody_from, custody_to, result_from, result_to,
    person_id,
    organization_id, on_behalf_of, via, occurred_on, facts, at)
SELECT nation.key('event', l.n * 16 + e.position, e.day), l.id, e.position, e.step, e.custody_from,
    e.custody_to,
    CASE WHEN e.position > 1 THEN e.result_from END, e.result_to, l.person_id, e.who, NULL, 'page', e.day,
        e.facts,
    nation.moment(l.n + e.position * 60, e.day)
FROM nation.standing l
CROSS JOIN LATERAL (
    SELECT (l.was_extended AND reached >= 5)::int AS x, (l.has_before AND reached >= 5)::int AS b,
        CASE WHEN l.has_before THEN 'before' ELSE 'none' END AS early
) has
CROSS JOIN LATERAL (VALUES
    (1, 'request', NULL, 'requested', 'none', 'none', l.facility_id, l.asked,
        jsonb_build_object('start', l.starts, 'end', l.ends), TRUE),
    (2, 'propose', 'requested', 'proposed', 'none', 'none', l.counter_id, least(l.asked + 1, $1::date), '{}',
        reached >= 2),
    (2, 'decline', 'requested', 'declined', 'none', 'none', l.counter_id, l.ended, '{"reason": "都合により"}',
        l.custody = 'declined'),
    (2, 'cancel', 'requested', 'cancelled', 'none', 'none', l.facility_id, l.ended, '{"reason":
        "都合により"}',
        l.custody = 'cancelled'),
    (3, 'confirm', 'proposed', 'confirmed', 'none', 'none', l.lender_id, least(l.asked + 3, $1::date), '{}',
        reached >= 3),
    (4, 'dispatch', 'confirmed', 'dispatched', 'none', 'none', l.lender_id, l.taken_from, '{"way": "parcel"}',
        reached >= 4),
    (5, 'receive', 'dispatched', 'on_trial', 'none', 'none', l.facility_id, l.starts, '{}', reached >= 5),
    (6, 'submit_result', 'on_trial', 'on_trial', 'none', 'before', l.facility_id, l.starts,
        '{"stage": "before"}', reached >= 5 AND l.has_before),
    (6 + b, 'extend', 'on_trial', 'on_trial', early, early, l.lender_id, least(l.starts + 3, $1::date),
        jsonb_build_object('end', l.ends, 'before', l.ends - 2, 'granted', TRUE), reached >= 5 AND
            l.was_extended),
    (6 + b + x, 'send_back', 'on_trial', 'returning', early, early, l.facility_id, l.ends, '{"cleaned":
        true}',
        reached >= 6),
    (6 + b + x, 'write_off', 'on_trial', 'lost', early, early, l.lender_id, l.ends, '{"reason": "紛失"}',
        l.custody = 'lost'),
    (7 + b + x, 'take_back', 'returning', 'returned', early, early, l.lender_id, l.taken_until - 1, '{}',
        reached >= 7),
    (8 + b + x, 'submit_result', 'returned', 'returned', early, 'submitted', l.facility_id, l.reported,
        jsonb_build_object('stage', 'after', 'decision', l.decision), l.result = 'submitted'),
    (7 + (reached = 7)::int + b + x, 'waive_result', l.custody, l.custody, early, 'waived', l.counter_id,
        l.reported,
        '{"reason": "報告を得られなかった"}', l.result = 'waived')
) AS e (position, step, custody_from, custody_to, result_from, result_to, who, day, facts, is_done)
WHERE e.is_done
"""
_RESULTS = """
INSERT INTO result_report (id, loan_id, stage, form_version, answers, decision, reason, person_id,
    organization_id, submitted_at)
SELECT nation.key('result-' || r.stage, l.n, r.day), l.id, r.stage, '2026-1', r.answers, r.decision, '',
    l.person_id, l.facility_id, nation.moment(l.n, r.day)
FROM nation.standing l CROSS JOIN LATERAL (VALUES
    ('before', l.starts, jsonb_build_object('minutes_per_day', 60 + l.n % 90, 'times_per_day', 4 + l.n % 9),
        NULL, l.has_before AND l.reached >= 5),
    ('after', l.reported, jsonb_build_object('minutes_per_day', 40 + l.n % 60, 'times_per_day', 2 + l.n % 9,
        'comment', '見本の回答'), l.decision, l.result = 'submitted')
) AS r (stage, day, answers, decision, is_in) WHERE r.is_in
"""
_OFFERS = """
INSERT INTO loan_offer (id, loan_id, kind, starts_on, ends_on, message, person_id, made_at)
SELECT nation.key('offer', l.n, l.since), l.id, CASE l.custody WHEN 'requested' THEN 'dates' ELSE
    'extension' END,
    CASE l.custody WHEN 'requested' THEN l.starts + 7 ELSE l.starts END, l.ends + 7, '別の日程', l.person_id,
    nation.moment(l.n, l.since)
FROM nation.standing l WHERE l.custody IN ('requested', 'on_trial') AND nation.chance(19, l.n, 12) = 0
"""
# Whoever has a unit today keeps it.
_KEEPERS = """
UPDATE unit SET custodian_id = l.facility_id, place_id = l.facility_id
FROM loan l JOIN loan_unit lu ON lu.loan_id = l.id
WHERE lu.unit_id = unit.id AND l.custody IN ('on_trial', 'returning')
"""


async def decide_loans(size: Size) -> None:
    """Where each loan stands on the day; nothing is filed yet."""
    await db.execute(_LOANS, size.day, size.facilities)
    await db.execute("CREATE INDEX ON nation.loan (engagement_n)")
    await db.execute("ANALYZE nation.loan")
    await db.execute(_STANDING, size.day)


async def file_loans(size: Size) -> None:
    """The loans, their units, and the offers that wait for an answer."""
    await db.execute(_FILED, size.day)
    await db.execute(_UNITS)
    await db.execute(_OFFERS)
    await db.execute(_KEEPERS)
    await db.execute("SELECT setval('loan_number', $1)", size.loans)


async def file_events(size: Size) -> None:
    """The steps by which each loan has come where it stands."""
    await db.execute(_EVENTS, size.day)
    await db.execute(COUNT_THE_REST)


async def file_results() -> None:
    """What the trials showed."""
    await db.execute(_RESULTS)
