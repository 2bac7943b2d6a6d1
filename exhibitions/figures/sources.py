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
_VISITS = f"""
SELECT s.day, at_place.place, at_place.place_label, v.interests AS items, m.measure, m.number
FROM visit_slot s JOIN visit v ON v.slot_id = s.id JOIN exhibition e ON e.id = v.exhibition_id
{_PLACE.replace("{day}", "s.day")}
CROSS JOIN LATERAL (VALUES
    ('visits', (v.state IN ('arrived', 'left'))::int),
    ('people', CASE WHEN v.state IN ('arrived', 'left') THEN v.party_size ELSE 0 END),
    ('walk_ins', (v.channel = 'walk_in')::int),
    ('booked', (v.channel <> 'walk_in')::int),
    ('cancelled', (v.state = 'cancelled')::int),
    ('missed', (v.state = 'no_show')::int)
) m (measure, number)
WHERE s.starts_at >= $3::date::timestamp AT TIME ZONE 'Asia/Tokyo'
  AND s.starts_at < $4::date::timestamp AT TIME ZONE 'Asia/Tokyo'
  AND v.state NOT IN ('asked', 'waiting', 'offered', 'lapsed') AND {{scope}}
"""  # noqa: S608  # put together from constants
# One for each item that a party wanted to see, and counted for this item alone.
_INTERESTS = f"""
SELECT s.day, at_place.place, at_place.place_label, ARRAY[wanted.item] AS items, 'interests', 1
FROM visit_slot s JOIN visit v ON v.slot_id = s.id JOIN exhibition e ON e.id = v.exhibition_id
CROSS JOIN LATERAL unnest(v.interests) wanted (item)
{_PLACE.replace("{day}", "s.day")}
WHERE s.starts_at >= $3::date::timestamp AT TIME ZONE 'Asia/Tokyo'
  AND s.starts_at < $4::date::timestamp AT TIME ZONE 'Asia/Tokyo'
  AND v.state IN ('arrived', 'left') AND {{scope}}
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
