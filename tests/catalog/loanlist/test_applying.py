"""A list taken in: looked at, applied in one transaction, and the same again changes nothing."""

import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog.domain import ProductStatus, ShippingPayer
from catalog.loanlist.headings import Field
from catalog.loanlist.reading import LARGEST_FILE
from catalog.loanlist.usecases import apply_list, look, sent_list, take_in, understand
from catalog.loanlist.writing import as_csv, as_workbook, lines_of_list, unfit_for_cp932
from catalog.product_changes import product_changes
from catalog.queries import ProductFilter, list_products
from catalog.queries.products import ProductView
from core import db
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.ids import new_id
from directory.kinds import OrganizationKind
from tests.accounts.browser import words
from tests.catalog.loanlist.makers import HEADING, messy, workbook
from tests.factories import a_product, an_actor, an_organization, the_parties
from tests.loans.visiting import forms_of, visiting

pytestmark = pytest.mark.usefixtures("database")


class _Maker:
    """A vendor with a name of its own, the centre, and their products."""

    def __init__(self, name: str, vendor: Actor, centre: Actor) -> None:
        self.name, self.vendor, self.centre = name, vendor, centre

    async def products(self) -> dict[str, ProductView]:
        found = await list_products(self.vendor, ProductFilter(vendor_id=self.vendor.acting_for()), limit=200)
        return {product.name: product for product in found.items}


@pytest.fixture
async def maker() -> _Maker:
    name = f"ほしぞら{str(new_id())[-6:]}"
    vendor = await an_actor(await an_organization(OrganizationKind.VENDOR, name=f"株式会社{name}"))
    return _Maker(name, vendor, await an_actor(await an_organization(OrganizationKind.CENTRE)))


async def test_a_messy_list_becomes_products(maker: _Maker) -> None:
    list_id = await take_in(maker.centre, "リスト.xlsx", messy(maker.name))
    plan = await look(maker.centre, list_id)
    assert [(one.row, one.name, one.values.get("item_codes")) for one in plan.new] == [
        (6, "カルガル K-1", ["TRF-W"]),
        (7, "カルガル K-2", ["TRF-N"]),
        (9, "ミマモルくん", ["MON-F"]),
    ]
    assert plan.faults == []
    await apply_list(maker.centre, list_id)
    products = await maker.products()
    first, second, third = (products[name] for name in ("カルガル K-1", "カルガル K-2", "ミマモルくん"))
    assert (first.price_yen, first.default_days, first.max_days) == (300_000, 14, 14)
    assert (second.price_yen, second.tais_code, second.max_days) == (500_000, "01234-000124", 14)
    assert second.outline == "抱え上げを 助ける"
    assert (third.price_yen, third.min_days, third.max_days) == (None, 7, 31)
    assert third.shipping_payer is ShippingPayer.FACILITY
    again = await look(maker.centre, await take_in(maker.centre, "リスト.xlsx", messy(maker.name)))
    assert (again.new, again.changed, again.unchanged) == ([], [], 3)


@pytest.mark.parametrize("form", ["xlsx", "csv", "cp932"])
async def test_what_goes_out_and_comes_in_again_changes_nothing(maker: _Maker, form: str) -> None:
    await a_product(
        maker.vendor.acting_for(),
        name="=カルガル",
        description="一行目\n二行目",
        price_yen=1_234_567,
        min_days=7,
        default_days=14,
        max_days=31,
        tais_code="01234-000999",
        url="https://maker.example/k1",
        area="九州、沖縄",
        shipping_payer="facility",
        item_codes=["TRF-W", "MON-F"],
    )
    await a_product(maker.vendor.acting_for(), name="ミマモル2", max_days=30)
    lines = await lines_of_list(maker.vendor.organization_id)
    assert len(lines) == 2
    content = as_workbook(lines) if form == "xlsx" else as_csv(lines, in_cp932=form == "cp932")
    list_id = await take_in(maker.vendor, f"list.{form}", content)
    plan = await look(maker.vendor, list_id)
    assert (plan.new, plan.changed, plan.unchanged, plan.gone, plan.faults) == ([], [], 2, [], [])


async def test_no_cell_that_goes_out_is_a_formula(maker: _Maker) -> None:
    for start in ("=", "+", "-", "@"):
        await a_product(maker.vendor.acting_for(), name=f'{start}HYPERLINK("x")')
    lines = await lines_of_list(maker.vendor.organization_id)
    cells = as_csv(lines).decode("utf-8-sig").split("\r\n")[1:]
    assert not any(
        part.strip('"').startswith(("=", "+", "-", "@")) for row in cells for part in row.split(",")
    )
    assert b"<f>" not in as_workbook(lines)


async def test_what_cp932_cannot_hold_is_listed(maker: _Maker) -> None:
    await a_product(maker.vendor.acting_for(), name="見守り😀")
    lines = await lines_of_list(maker.vendor.organization_id)
    assert [(one.sign, one.heading) for one in unfit_for_cp932(lines)] == [("😀", "機種名")]
    assert "見守り〓" in as_csv(lines, in_cp932=True).decode("cp932")


async def test_changes_are_shown_from_what_to_what_and_kept(maker: _Maker) -> None:
    product_id = await a_product(
        maker.vendor.acting_for(), name="カルガル", price_yen=100_000, item_codes=["TRF-W"]
    )
    gone = await a_product(maker.vendor.acting_for(), name="やめたもの")
    content = workbook([HEADING, ("移乗支援", "非装着", "カルガル", "", "新しい概要", "12万円")])
    list_id = await take_in(maker.vendor, "a.xlsx", content)
    [changed] = (await look(maker.vendor, list_id)).changed
    assert changed.changes == {
        "price_yen": (100_000, 120_000),
        "item_codes": (["TRF-W"], ["TRF-N"]),
        "outline": ("", "新しい概要"),
    }
    await apply_list(maker.vendor, list_id, ends_gone=True)
    products = await maker.products()
    assert products["カルガル"].price_yen == 120_000
    assert products["やめたもの"].status is ProductStatus.DISCONTINUED
    assert (await product_changes(product_id))[0].facts["price_yen"] == (100_000, 120_000)
    assert (await product_changes(gone))[0].facts == {"status": ("public", "discontinued")}
    with pytest.raises(Conflict):
        await apply_list(maker.vendor, list_id)


async def test_one_bad_product_leaves_everything_as_it_was(maker: _Maker) -> None:
    rows = [HEADING, ("移乗支援", "装着", "よいもの"), ("移乗支援", "装着", "わるいもの")]
    list_id = await take_in(maker.vendor, "a.xlsx", workbook([[*row] for row in rows]))
    await db.execute(
        "UPDATE loan_list SET cells = jsonb_set(cells, '{2,6}', '\"31日〜7日（標準60日）\"') WHERE id = $1",
        list_id,
    )
    with pytest.raises(Invalid) as refused:
        await apply_list(maker.vendor, list_id)
    assert refused.value.facts["row"] == 3
    assert await maker.products() == {}
    assert not (await sent_list(maker.vendor, list_id)).applied


async def test_what_columns_mean_is_remembered_for_the_next_list(maker: _Maker) -> None:
    rows = [
        ["なまえ", "くわしく", "ねだん", "企業名", "貸出期間", "概要"],
        ["カルガル", "説明文", "5万円", "", "1週間", "がいよう"],
    ]
    first = await take_in(maker.vendor, "a.xlsx", workbook(rows))
    assert Field.PRODUCT not in (await sent_list(maker.vendor, first)).columns.columns
    meant = {Field.PRODUCT: 0, Field.DESCRIPTION: 1, Field.PRICE: 2, Field.PERIOD: 4, Field.OUTLINE: 5}
    await understand(maker.vendor, first, meant, 1)
    rows[1][0] = "ミマモル"
    second = await sent_list(maker.vendor, await take_in(maker.vendor, "b.xlsx", workbook(rows)))
    assert second.columns.columns == meant
    stranger = (await the_parties()).vendor
    other = await sent_list(stranger, await take_in(stranger, "b.xlsx", workbook(rows)))
    assert other.columns.columns != meant


async def test_a_vendor_touches_only_its_own_products(maker: _Maker) -> None:
    other = (await the_parties()).vendor
    list_id = await take_in(other, "a.xlsx", messy(maker.name))
    plan = await look(other, list_id)
    assert (plan.new, plan.skipped) == ([], [8, 11])
    assert (plan.faults, plan.of_others) == ([], [6, 7, 9])
    with pytest.raises(NotFound):
        await look(maker.vendor, list_id)
    with pytest.raises(NotAllowed):
        await take_in((await the_parties()).facility, "a.xlsx", messy())


async def _send(client: object, name: str, content: bytes, path: str = "/loan-list") -> object:
    seen = await client.get(path)  # type: ignore[attr-defined]
    token = forms_of(seen)["/loan-list"]["_csrf_token"]
    return await client.post(path, data={"_csrf_token": token}, files={"file": (name, content)})  # type: ignore[attr-defined]


async def test_the_pages_lead_from_the_file_to_the_catalogue(application: Litestar, maker: _Maker) -> None:
    async with visiting(application, maker.vendor) as vendor:
        refused = await _send(vendor, "x.xlsx", b"PK\x03\x04 broken")
        assert refused.status_code == 422  # type: ignore[attr-defined]
        large = await _send(vendor, "x.xlsx", b"PK" + bytes(LARGEST_FILE))
        assert "10MBまでのファイルを送ってください" in large.text  # type: ignore[attr-defined]
        sent = await _send(vendor, "リスト.xlsx", messy(maker.name))
        path = sent.headers["location"]  # type: ignore[attr-defined]
        shown = await vendor.get(path)
        assert "カルガル K-2" in words(shown)
        forms = forms_of(shown)
        columns = forms[f"{path}/columns"]
        twice = await vendor.post(f"{path}/columns", data={**columns, "column-9": "product"})
        assert twice.status_code == 422
        none = {name: value for name, value in columns.items() if not name.startswith("column-")}
        assert (await vendor.post(f"{path}/columns", data=none)).status_code == 422
        assert (await vendor.post(f"{path}/columns", data={**columns, "first_row": "0"})).status_code == 422
        assert (await vendor.post(f"{path}/columns", data=columns)).status_code == 303
        done = await vendor.post(f"{path}/apply", data=forms[f"{path}/apply"])
        assert done.status_code == 303
        assert "もう取り込んでいます" in words(await vendor.get(path))
        assert (await vendor.get("/loan-list.xlsx?own=1")).content.startswith(b"PK")
    assert len(await maker.products()) == 3


async def test_anybody_may_take_the_list_away(application: Litestar, maker: _Maker) -> None:
    await a_product(maker.vendor.acting_for(), name="下書きの機種", status="draft")
    async with visiting(application, (await the_parties()).facility) as facility:
        taken = await facility.get("/loan-list.csv")
        assert taken.content.startswith(b"\xef\xbb\xbf")
        assert "下書きの機種" not in taken.text
        (await facility.get("/loan-list.csv?encoding=cp932")).content.decode("cp932")
        assert "リストを取り込む" not in words(await facility.get("/loan-list"))
