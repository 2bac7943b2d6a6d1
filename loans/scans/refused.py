"""Scans of labels that could not be acted upon."""

from catalog.domain import ScanAction
from catalog.scans.refusals import Refusals, RefusedScan


class RefusedLabelScan(RefusedScan, frozen=True, kw_only=True):
    """A scan of a label; `about` is the robot's name where the scanner may know it."""

    action: ScanAction
    tag_read: str
    about: str | None
    tag_token: str | None


REFUSALS = Refusals(
    "scan",
    RefusedLabelScan,
    more="""
    s.action, s.tag_read, t.token AS tag_token,
    CASE WHEN s.reason <> 'unit-not-yours' THEN pr.name || ' ' || u.serial_number END AS about
    """,
    joined="""
    LEFT JOIN tag t ON t.id = s.tag_id
    LEFT JOIN unit u ON u.id = s.unit_id LEFT JOIN product pr ON pr.id = u.product_id
    """,
)
