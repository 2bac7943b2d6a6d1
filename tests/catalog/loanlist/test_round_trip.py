"""Whatever products there are: a list that goes out and comes in again changes nothing."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.domain import ProductStatus, ShippingPayer
from catalog.loanlist import cells, planning
from catalog.loanlist.headings import propose
from catalog.loanlist.known import Known, written_by_us
from catalog.loanlist.planning import Plan
from catalog.loanlist.reading import read_grids
from catalog.loanlist.rows import read_rows
from catalog.loanlist.writing import Line, as_csv, as_workbook, in_signs_of_cp932
from catalog.queries.products import ProductView
from core.text import from_plain_cell, normalise, plain_cell

VENDOR = UUID("01a00000-0000-7000-8000-000000000001")
NAMES = {
    "TRF-W": "移乗支援（装着）",
    "MON-F": "見守り・コミュニケーション（見守り（施設））",
    "COM": "見守り・コミュニケーション（生活支援（コミュニケーション））",
    "BTH": "入浴支援（入浴支援）",
    "DEM": "認知症生活支援・認知症ケア支援（認知症生活支援・認知症ケア支援）",
}
KNOWN = cells.known_items(
    [(code, *text.removesuffix("）").split("（", maxsplit=1)) for code, text in NAMES.items()]  # type: ignore[misc]
)
TYPED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
    | st.sampled_from("=+-@'\"\t\n、,;〃同上－―〓😀①髙～~％０万円"),
    max_size=20,
).map(str.strip)
# What lists use for "as above" and for nothing, and what looks like our own marks.
AWKWARD = st.sampled_from([*"〃同々″-―ー－*/", '"', "同上", "―――", "=1", "@a"])
MARKED = st.builds(lambda marks, text: "'" * marks + text, st.integers(0, 3), AWKWARD | st.just("''"))
PLAIN = st.builds("{}機{}".format, TYPED, TYPED).map(lambda name: " ".join(name.split()))
NAME = PLAIN | MARKED
PROSE = TYPED | MARKED


@st.composite
def products(draw: st.DrawFn) -> ProductView:
    """A public product as the catalogue accepts it."""
    days = sorted(draw(st.lists(st.integers(1, 366), min_size=3, max_size=3)))
    least, usual, most = (draw(st.sampled_from([None, day])) for day in days)
    number = draw(st.uuids())
    return ProductView(
        id=number,
        vendor_id=VENDOR,
        vendor_name="株式会社ほしぞら機器",
        name=draw(NAME),
        name_en="",
        outline=draw(PROSE),
        outline_en="",
        description=draw(PROSE),
        description_en="",
        status=ProductStatus.PUBLIC,
        item_codes=sorted(draw(st.sets(st.sampled_from(sorted(NAMES)), min_size=1))),
        price_yen=draw(st.none() | st.integers(0, 1_000_000_000)),
        tais_code=draw(st.none() | st.from_regex(r"[0-9]{5}-[0-9]{6}", fullmatch=True)),
        url=draw(st.sampled_from(["", "https://maker.example/", "http://Maker.example/a?b=1&c=%E3%81%82#d"])),
        area=draw(PROSE),
        shipping_payer=draw(st.sampled_from(ShippingPayer)),
        needs_wifi=False,
        needs_power=False,
        needs_consent=False,
        needs_floor="",
        lecture="",
        ccta95_codes=[],
        video_url="",
        min_days=least,
        max_days=most,
        default_days=usual,
        transit_working_days=None,
        inspection_working_days=None,
        unit_count=draw(st.integers(0, 300)),
        created_at=datetime(2026, 4, 1, tzinfo=UTC),
        updated_at=datetime(2026, 4, 1, tzinfo=UTC),
    )


def _line(product: ProductView) -> Line:
    same = {name: getattr(product, name) for name in Line.__struct_fields__ if hasattr(product, name)}
    items = [NAMES[code] for code in product.item_codes]
    return Line(**same, items=items, company=product.vendor_name, contact="097-000-0001", units=1)


def _again(known: list[ProductView], form: str) -> Plan:
    lines = [_line(product) for product in known]
    content = as_workbook(lines) if form == "xlsx" else as_csv(lines, in_cp932=form == "cp932")
    rows = read_grids(content)[0].rows
    columns = propose(rows)
    reading = read_rows(rows, columns, KNOWN)
    vendor = planning.Vendor(VENDOR, "株式会社ほしぞら機器")
    found = [(listed, vendor) for listed in reading.products]
    written = {line.id: written_by_us(line) for line in lines}
    plan = planning.compared(found, Known(known, written), columns.columns, reading.faulty)
    assert reading.faults == []
    return plan


def _as_compared(product: ProductView) -> str:
    return normalise(in_signs_of_cp932(product.name))


@pytest.mark.parametrize("form", ["xlsx", "csv", "cp932"])
@settings(max_examples=25)
@given(known=st.lists(products(), min_size=1, max_size=3, unique_by=_as_compared))
def test_a_list_of_ours_changes_nothing(form: str, known: list[ProductView]) -> None:
    codes = [product.tais_code for product in known if product.tais_code]
    if len(set(codes)) < len(codes):
        return
    plan = _again(known, form)
    assert (plan.new, plan.changed, plan.gone, plan.faults) == ([], [], [], [])
    assert plan.unchanged == len(known)


@given(text=PROSE)
def test_a_text_is_read_as_it_was_said(text: str) -> None:
    said = cells.literal(text)
    assert cells.unmarked(said) == text
    assert not cells.is_ditto(said)
    assert from_plain_cell(plain_cell(said)) == said
    assert not plain_cell(said).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cells.line(said) or not text


def _named(number: UUID, name: str) -> Line:
    empty = dict.fromkeys(("price_yen", "min_days", "default_days", "max_days", "tais_code"))
    words = {"name": name, "company": "〃", "outline": "-", "description": "同上", "area": "々"}
    given = {"contact": "", "url": "", "items": [], "units": 0, "shipping_payer": ShippingPayer.VENDOR}
    return msgspec.convert({"id": number, **empty, **words, **given}, Line)


@pytest.mark.parametrize("form", ["xlsx", "csv", "cp932"])
def test_names_that_mean_as_above_come_into_an_empty_catalogue_as_they_are(form: str) -> None:
    names = ["同上", "〃", "―", "'〃", "''", "'''"]
    lines = [_named(UUID(int=number), name) for number, name in enumerate(names)]
    content = as_workbook(lines) if form == "xlsx" else as_csv(lines, in_cp932=form == "cp932")
    rows = read_grids(content)[0].rows
    reading = read_rows(rows, propose(rows), KNOWN)
    assert [one.name for one in reading.products] == names
    told = {
        (one.company, *(one.values[name] for name in ("outline", "description", "area")))
        for one in reading.products
    }
    assert told == {("〃", "-", "同上", "々")}
