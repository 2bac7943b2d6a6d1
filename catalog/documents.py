"""Labels for units as PDF: a QR code, and what a person without a telephone needs to read.

Layouts are data: sources disagree in details, and printers in millimetres (DOMAIN section 11).
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import qrcode
from qrcode.constants import ERROR_CORRECT_Q

from catalog.queries import UnitView
from catalog.tags import Tag
from core.i18n import gettext as _
from core.settings import settings
from core.typesetting import typeset

TEMPLATE = Path(__file__).parent / "templates" / "catalog" / "label.typ"


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Where labels stand on their paper, in millimetres; a single one has paper of its own size."""

    paper_width: float = 210.0
    paper_height: float = 297.0
    columns: int = 1
    rows: int = 1
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    # What it is called besides the number of its labels; in Japanese, as on the packet.
    name: str = ""

    @property
    def count(self) -> int:
        """How many labels are on one sheet."""
        return self.columns * self.rows


DEFAULT_SHEET = "44"
_MASK = 3
SINGLE = Layout(paper_width=86.4, paper_height=42.3, width=86.4, height=42.3)
SHEETS = msgspec.toml.decode(
    (Path(__file__).parent / "label_layouts.toml").read_bytes(), type=dict[str, Layout]
)


class Label(msgspec.Struct, frozen=True):
    """What stands on one label."""

    picture: str
    title: str
    serial: str
    code: str
    lender: str
    phone: str


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """How a sheet is filled: labels already used up, and a shift that puts a printer right (mm).

    With `outlines` the edges of the labels are drawn, as a test print shows them.
    """

    skip: int = 0
    right: float = 0.0
    down: float = 0.0
    outlines: bool = False


def tag_address(token: str) -> str:
    """What the QR code of a tag says."""
    return f"{settings().base_url}/t/{token}"


@lru_cache(maxsize=4096)
def qr_picture(text: str) -> str:
    """A QR code as SVG, with the light border that scanners need.

    A quarter of it may be dirty or torn (level Q). To try all eight masks would take three times as long;
    any of them is valid, and scanners are tried against this one.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=2, mask_pattern=_MASK)
    code.add_data(text)
    return _drawn(code.get_matrix())


def _drawn(matrix: Sequence[Sequence[bool | None]]) -> str:
    """The dark stretches of each row as one path; ten times as quick as a shape for each square."""
    side, path = len(matrix), list[str]()
    for y, row in enumerate(matrix):
        x = 0
        for is_dark, squares in groupby(row):
            width = len(list(squares))
            if is_dark:
                path.append(f"M{x},{y}h{width}v1h-{width}z")
            x += width
    size = f'width="{side}mm" height="{side}mm" viewBox="0 0 {side} {side}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path fill="#000" d="{"".join(path)}"/></svg>'


def label_of(unit: UnitView) -> Label:
    """The label of a unit that has a tag."""
    return Label(
        picture=qr_picture(tag_address(unit.tag_token or "")),
        title=unit.product_name,
        serial=_("製造番号 %(serial)s", serial=unit.serial_number),
        code=unit.tag_code or "",
        lender=unit.lender_name,
        phone=unit.lender_phone,
    )


def words_on(unit: UnitView) -> tuple[str, ...]:
    """What people wrote of what stands on a unit's label."""
    return unit.product_name, unit.serial_number, unit.lender_name, unit.lender_phone


def blank_label_of(tag: Tag, printed_by: str = "") -> Label:
    """A label that will be tied to a unit later: only its code is known, and who printed it."""
    picture = qr_picture(tag_address(tag.token))
    return Label(picture=picture, title="", serial="", code=tag.code, lender=printed_by, phone="")


def test_sheet(layout: Layout, shift: Placement) -> bytes:
    """A sheet on plain paper to be held against a sheet of labels: edges, a cross and a number in each."""
    label = Label(qr_picture(settings().base_url), _("試し刷り"), "", "TEST", "", "")
    shown = msgspec.structs.replace(shift, skip=0, outlines=True)
    return labels_pdf([label] * layout.count, layout, shown)


def given_for(labels: Sequence[Label], layout: Layout, placement: Placement | None = None) -> dict[str, Any]:
    """What `label.typ` is given."""
    return {"given": {"layout": layout, "placement": placement or Placement(), "labels": labels}}


def labels_pdf(labels: Sequence[Label], layout: Layout = SINGLE, placement: Placement | None = None) -> bytes:
    """The labels in their order as PDF bytes."""
    return typeset(TEMPLATE, given_for(labels, layout, placement))
