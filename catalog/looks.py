"""What the catalogue's states and purposes look like, and the picture of each field."""

from catalog.domain import Condition, ProductStatus, Purpose, ShippingPayer, UnitStatus
from core.i18n import LazyText, lazy
from core.web.look import Look

PRODUCT = {
    ProductStatus.DRAFT: Look(lazy("下書き"), "pencil", "neutral"),
    ProductStatus.PUBLIC: Look(lazy("公開中"), "check-circle", "done"),
    ProductStatus.DISCONTINUED: Look(lazy("取扱終了"), "cross-circle", "neutral"),
}
UNIT = {
    UnitStatus.ACTIVE: Look(lazy("貸出に使う"), "check-circle", "done"),
    UnitStatus.RETIRED: Look(lazy("貸出をやめた"), "cross-circle", "neutral"),
}
CONDITION = {
    Condition.OK: Look(lazy("良好"), "check-circle", "done"),
    Condition.DAMAGED: Look(lazy("傷・故障あり"), "wrench", "danger"),
}
PURPOSE = {
    Purpose.HOLD: Look(lazy("申込で仮押さえ"), "hourglass", "attention"),
    Purpose.LOAN: Look(lazy("貸出"), "loan", "progress"),
    Purpose.EXHIBITION: Look(lazy("展示"), "display", "info"),
    Purpose.TRANSIT: Look(lazy("輸送"), "truck", "neutral"),
    Purpose.INSPECTION: Look(lazy("点検"), "search", "neutral"),
    Purpose.MAINTENANCE: Look(lazy("整備"), "wrench", "neutral"),
}
FREE = Look(lazy("空き"), "check-circle", "done")
SHIPPING_PAYER: dict[ShippingPayer, LazyText] = {
    ShippingPayer.VENDOR: lazy("開発企業が負担"),
    ShippingPayer.COUNTER: lazy("相談窓口が負担"),
    ShippingPayer.FACILITY: lazy("事業所が負担"),
}

# By the letters before the hyphen of an item's code, which is the same in both versions.
_PICTURES = {
    "TRF": "care-transfer",
    "MOB": "care-walk",
    "TOI": "care-toilet",
    "MON": "care-watch",
    "COM": "care-watch",
    "BTH": "care-bath",
    "OPS": "care-work",
    "TRN": "care-training",
    "NUT": "care-meal",
    "DEM": "care-mind",
}


def picture_of(item_codes: list[str]) -> str:
    """The icon of the field that the first of these items belongs to."""
    return _PICTURES.get(item_codes[0].partition("-")[0], "robot") if item_codes else "robot"
