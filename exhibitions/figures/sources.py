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
# Counted slot by slot before anything is looked up: a slot has many visits, but few kinds of them. Those who
# wanted to see an item are counted for this item alone.
_VISITS = f"""
SELECT s.day, at_place.place, at_place.place_label, m.items, m.measure, m.number
FROM visit_slot s JOIN exhibition e ON e.id = s.exhibition_id
{_PLACE.replace("{day}", "s.day")}
CROSS JOIN LATERAL (
    SELECT v.interests, v.channel, v.state, count(*) AS parties, sum(v.party_size) AS people FROM visit v
    WHERE v.slot_id = s.id AND v.state NOT IN ('asked', 'waiting', 'offered', 'lapsed')
    GROUP BY v.interests, v.channel, v.state
) v
CROSS JOIN LATERAL (
    SELECT v.interests AS items, party.* FROM (VALUES
        ('visits', CASE WHEN v.state IN ('arrived', 'left') THEN v.parties END),
        ('people', CASE WHEN v.state IN ('arrived', 'left') THEN v.people END),
        ('walk_ins', CASE WHEN v.channel = 'walk_in' THEN v.parties END),
        ('booked', CASE WHEN v.channel <> 'walk_in' THEN v.parties END),
        ('cancelled', CASE WHEN v.state = 'cancelled' THEN v.parties END),
        ('missed', CASE WHEN v.state = 'no_show' THEN v.parties END)
    ) party (measure, number)
    UNION ALL
    SELECT ARRAY[wanted.item], 'interests', v.parties FROM unnest(v.interests) wanted (item)
    WHERE v.state IN ('arrived', 'left')
) m
WHERE s.starts_at >= $3::date::timestamp AT TIME ZONE 'Asia/Tokyo'
  AND s.starts_at < $4::date::timestamp AT TIME ZONE 'Asia/Tokyo' AND {{scope}}
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
    Source(sql=_VENUES),
    Source(sql=_REPLIES),
)
