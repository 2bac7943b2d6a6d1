"""Where counts come from: each source tells, for each thing counted, day, place, items, measure and number.

A source is SQL with the columns `day, place, place_label, items, measure, number`. It looks at the days from
$3 to before $4; `{scope}` stands for what the reader may count, judged by the column named in `counter`.
"""

from collections.abc import Sequence

import msgspec


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of things to count."""

    sql: str
    counter: str = "e.counter_id"


# The place of a day: the venue of a touring show where there is one, else the display itself.
_PLACE = """
CROSS JOIN LATERAL (
    SELECT coalesce(max(w.id::text), e.id::text) AS place,
        concat_ws(' ', e.title, max(w.name)) AS place_label
    FROM exhibition_venue w WHERE w.exhibition_id = e.id AND w.starts_on <= {day} AND {day} < w.ends_on
) at_place
"""
_ON_THE_DAYS = """
FROM visit_slot s JOIN visit v ON v.slot_id = s.id JOIN exhibition e ON e.id = v.exhibition_id{further}
WHERE s.starts_at >= $3::date::timestamp AT TIME ZONE 'Asia/Tokyo'
  AND s.starts_at < $4::date::timestamp AT TIME ZONE 'Asia/Tokyo'
  AND v.state {states} AND {{scope}}
"""
# Counted before anything is looked up for them: a day has many visits, but few kinds of them.
_VISITS = f"""
SELECT e.day, at_place.place, at_place.place_label, e.items, m.measure, m.number
FROM (
    SELECT s.day, e.id, e.title, v.interests AS items, v.channel, v.state,
        count(*) AS parties, sum(v.party_size) AS people
    {_ON_THE_DAYS.format(further="", states="NOT IN ('asked', 'waiting', 'offered', 'lapsed')")}
    GROUP BY s.day, e.id, v.interests, v.channel, v.state
) e
{_PLACE.replace("{day}", "e.day")}
CROSS JOIN LATERAL (VALUES
    ('visits', CASE WHEN e.state IN ('arrived', 'left') THEN e.parties END),
    ('people', CASE WHEN e.state IN ('arrived', 'left') THEN e.people END),
    ('walk_ins', CASE WHEN e.channel = 'walk_in' THEN e.parties END),
    ('booked', CASE WHEN e.channel <> 'walk_in' THEN e.parties END),
    ('cancelled', CASE WHEN e.state = 'cancelled' THEN e.parties END),
    ('missed', CASE WHEN e.state = 'no_show' THEN e.parties END)
) m (measure, number)
"""  # noqa: S608  # put together from constants
# Those who wanted to see an item, counted for this item alone.
_INTERESTS = f"""
SELECT e.day, at_place.place, at_place.place_label, ARRAY[e.item] AS items, 'interests', e.parties
FROM (
    SELECT s.day, e.id, e.title, wanted.item, count(*) AS parties
    {
    _ON_THE_DAYS.format(
        further=" CROSS JOIN LATERAL unnest(v.interests) wanted (item)", states="IN ('arrived', 'left')"
    )
}
    GROUP BY s.day, e.id, wanted.item
) e
{_PLACE.replace("{day}", "e.day")}
"""  # noqa: S608  # put together from constants
_VENUES = """
SELECT w.starts_on, w.id::text, concat_ws(' ', e.title, w.name), ARRAY[]::text[], 'counted_at_venues',
    w.attendance
FROM exhibition_venue w JOIN exhibition e ON e.id = w.exhibition_id
WHERE w.attendance IS NOT NULL AND w.starts_on >= $3 AND w.starts_on < $4 AND {scope}
"""
_REPLIES = f"""
SELECT r.day, at_place.place, at_place.place_label, r.item_codes, m.measure, m.number
FROM visit_reply r JOIN exhibition e ON e.id = r.exhibition_id
{_PLACE.replace("{day}", "r.day")}
CROSS JOIN LATERAL (VALUES ('replies', 1), ('wishes', (r.wish <> '')::int)) m (measure, number)
WHERE r.day >= $3 AND r.day < $4 AND {{scope}}
"""  # noqa: S608  # put together from constants

SOURCES: Sequence[Source] = (
    Source(sql=_VISITS),
    Source(sql=_INTERESTS),
    Source(sql=_VENUES),
    Source(sql=_REPLIES),
)
