"""What is lent: products of several hundred vendors in all items, their units and the tags on them."""

from collections.abc import Iterator
from datetime import timedelta

from benchmarks.nation.chance import key
from benchmarks.nation.places import vendor_id
from benchmarks.nation.size import Size
from core import db
from core.clock import now
from core.text import bigrams
from fixtures.facility_names import FIRST_WORDS, SECOND_WORDS

# The first item is rare: one large product and a fiftieth of the small ones, 2,000 of 100,000 units.
RARE_ITEM = "DEM"
_ITEMS = (
    *("TRF-W", "TRF-N", "MOB-O", "MOB-I", "MOB-W", "TOI-D", "TOI-P", "TOI-A"),
    *("BTH", "MON-F", "MON-H", "COM", "OPS", "TRN", "NUT"),
)
_KINDS = {
    "TRF-W": "移乗支援（装着型）",
    "TRF-N": "移乗支援（非装着型）",
    "MOB-O": "屋外歩行支援",
    "MOB-I": "屋内移動支援",
    "MOB-W": "装着型移動支援",
    "TOI-D": "排泄予測",
    "TOI-P": "排泄物処理",
    "TOI-A": "トイレ動作支援",
    "BTH": "入浴支援",
    "MON-F": "見守りセンサー",
    "MON-H": "在宅見守り",
    "COM": "コミュニケーション",
    "OPS": "業務支援",
    "TRN": "機能訓練支援",
    "NUT": "食事・栄養管理支援",
    RARE_ITEM: "認知症ケア支援",
}
_PRODUCT = (
    *("id", "vendor_id", "name", "name_en", "outline", "status", "item_codes", "shipping_payer"),
    *("search_terms", "created_at", "updated_at"),
)


async def make_products(size: Size) -> None:
    """The products, and their numbers for SQL."""
    await db.execute(
        "CREATE UNLOGGED TABLE nation.product (n int PRIMARY KEY, id uuid, vendor_id uuid, item text)"
    )
    rows = list(_rows(size))
    async with db.connection() as connection:
        await connection.copy_records_to_table("product", records=rows, columns=_PRODUCT)
        await connection.copy_records_to_table(
            "product",
            schema_name="nation",
            records=[(n, row[0], row[1], item_of(size, n)) for n, row in enumerate(rows)],
        )


def item_of(size: Size, n: int) -> str:
    """The item of the n-th product."""
    small = n - size.large_products
    if n == 0 or (small >= 0 and small % 50 == 0):
        return RARE_ITEM
    return _ITEMS[n % len(_ITEMS)]


def _rows(size: Size) -> Iterator[tuple[object, ...]]:
    made = size.day - timedelta(days=1900)
    for n in range(size.products):
        item = item_of(size, n)
        word = FIRST_WORDS[n % 18][0] + SECOND_WORDS[n // 18 % 17][0]
        name, outline = f"{word}{n // 306 + 1:02}号", f"{_KINDS[item]}の機器（架空）"
        items = [item, _ITEMS[(n + 7) % len(_ITEMS)]] if item != RARE_ITEM and n % 10 == 3 else [item]
        terms = sorted({*bigrams(name), *bigrams(outline)})
        ids = (key(size.seed, "product", n, made), vendor_id(size, n % size.vendors))
        yield (
            *ids,
            name,
            f"Tameshi {n + 1}",
            outline,
            "public",
            items,
            "vendor",
            terms,
            *(now_of(size),) * 2,
        )


def now_of(size: Size) -> object:
    """The moment at which everything without a date of its own was made."""
    return now().replace(
        year=size.day.year, month=size.day.month, day=size.day.day, hour=0, minute=0, second=0, microsecond=0
    )


# A large product's units are numbered in a row, the others dealt out round by round. Ten units of a product
# stand on a shelf together; a team of one to four of them is lent together, by the vendor or by a counter.
_UNITS = """
CREATE UNLOGGED TABLE nation.unit AS
SELECT dealt.n, nation.key('unit', dealt.n, $5::date) AS id, p.n AS product_n, p.id AS product_id,
    p.vendor_id,
    place, place / 10 AS shelf,
    CASE place % 10 WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 2 THEN 1 WHEN 3 THEN 2 WHEN 4 THEN 2 WHEN 5 THEN 2
        ELSE 3 END AS team
FROM (
    SELECT n, CASE WHEN n < $2::int * $3::int THEN n / $3::int
            ELSE $2::int + (n - $2::int * $3::int) % ($4::int - $2::int) END AS product_n,
        CASE WHEN n < $2::int * $3::int THEN n % $3::int
            ELSE (n - $2::int * $3::int) / ($4::int - $2::int) END AS place
    FROM generate_series(0, $1::int - 1) n
) dealt JOIN nation.product p ON p.n = dealt.product_n
"""
_TEAMS = """
CREATE UNLOGGED TABLE nation.team AS
SELECT row_number() OVER (ORDER BY product_n, shelf, team) - 1 AS n, product_n, product_id, vendor_id, shelf,
    units, cardinality(units) AS quantity, lends.counter_n, coalesce(c.id, vendor_id) AS lender_id,
    nation.chance(1, product_n * 1000 + shelf, 28) AS phase
FROM (
    SELECT product_n, product_id, vendor_id, shelf, team, array_agg(id ORDER BY id) AS units
    FROM nation.unit GROUP BY 1, 2, 3, 4, 5
) t
CROSS JOIN LATERAL (SELECT CASE WHEN nation.chance(2, product_n * 1000 + shelf, 10) = 0
    THEN nation.chance(3, product_n * 1000 + shelf, 47) END AS counter_n) lends
LEFT JOIN nation.counter c ON c.n = lends.counter_n
"""
_STAND = """
INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id, created_at)
SELECT u.id, u.product_id, 'S' || lpad(u.place::text, 4, '0'), t.lender_id, t.lender_id, t.lender_id,
    t.lender_id, $1
FROM nation.unit u JOIN nation.team t ON t.product_n = u.product_n AND t.shelf = u.shelf AND u.id =
    ANY(t.units)
ORDER BY u.id
"""
_TAGS = """
INSERT INTO tag (id, token, code, unit_id, created_at)
SELECT nation.key('tag', n, $1::date), 'nation' || md5('tag' || n), upper(lpad(to_hex(n + 268435456), 8,
    '0')),
    id, $2
FROM nation.unit
"""


async def make_units(size: Size) -> None:
    """Units with their lenders, and a tag on each."""
    made = size.day - timedelta(days=1800)
    shares = (size.units, size.large_products, size.large_units, size.products)
    await db.execute(_UNITS, *shares, made)
    await db.execute(_TEAMS)
    await db.execute("ANALYZE nation.unit")
    await db.execute("ANALYZE nation.team")
    await db.execute(_STAND, now_of(size))
    await db.execute(_TAGS, made, now_of(size))
