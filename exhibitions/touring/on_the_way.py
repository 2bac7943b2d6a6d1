"""What displays tell the board: whose units they show, and when these travel."""

from catalog.concerned import concerns
from catalog.on_the_way import tells_standing, tells_ways
from exhibitions.looks import STANDINGS

# A leg's days but those on which a venue is open; where doors are open on all of them, the day it sets out.
_LEGS = """
SELECT unnest(CASE WHEN isempty(free.days) THEN datemultirange(daterange(g.departs_on, g.departs_on + 1))
              ELSE free.days END)
FROM exhibit x JOIN exhibition_leg g ON g.exhibition_id = x.exhibition_id
CROSS JOIN LATERAL (
    SELECT datemultirange(daterange(g.departs_on, g.arrives_on + 1)) - coalesce(
        range_agg(daterange(v.starts_on, v.ends_on)), '{}'::datemultirange) AS days
    FROM exhibition_venue v WHERE v.exhibition_id = g.exhibition_id
) free
WHERE x.id = o.cause_id
"""
_AROUND = """
SELECT unnest(datemultirange(o.period) - datemultirange(daterange(e.starts_on, e.ends_on)))
FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id WHERE x.id = o.cause_id
"""

# What a counter has asked for and was not refused, from before it comes until it has gone. Found by the index
# `exhibit_under_way`: of a display that is over hardly anything is.
_SHOWN = """
SELECT x.unit_id FROM exhibition e JOIN exhibit x ON x.exhibition_id = e.id
WHERE e.counter_id = {mine} AND x.unit_id IS NOT NULL
  AND x.status IN ('asked', 'confirmed', 'delivered', 'on_show')
  AND (e.status IN ('draft', 'planned', 'open') OR x.status IN ('delivered', 'on_show')
    OR x.status = 'confirmed' AND x.dispatched_at IS NOT NULL)
"""

# As the chip of an exhibit says it, to its counter and its lender.
_STANDING = """
SELECT CASE WHEN x.status = 'confirmed' AND x.dispatched_at IS NOT NULL THEN 'dispatched'
    WHEN x.status = 'delivered' AND x.sent_home_at IS NOT NULL THEN 'sent_home' ELSE x.status END
FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id
WHERE x.id = o.cause_id AND ({sees_all} OR {mine}::uuid IN (e.counter_id, x.lender_id))
"""

concerns(_SHOWN)
tells_standing(_STANDING, STANDINGS)
tells_ways(_LEGS)
tells_ways(_AROUND)
