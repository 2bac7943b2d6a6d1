"""What the catalogue's states and purposes look like, and the picture of each field."""

from catalog.domain import Condition, ProductStatus, Purpose, ShippingPayer, UnitStatus
from catalog.judging.answers import Reason
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
    Condition.MISSING_PARTS: Look(lazy("足りないものあり"), "alert", "attention"),
}
PURPOSE = {
    Purpose.HOLD: Look(lazy("申込で仮押さえ"), "hourglass", "attention"),
    Purpose.LOAN: Look(lazy("貸出"), "loan", "progress"),
    Purpose.EXHIBITION: Look(lazy("展示"), "display", "info"),
    Purpose.TRANSIT: Look(lazy("輸送"), "truck", "neutral"),
    Purpose.INSPECTION: Look(lazy("点検"), "search", "neutral"),
    Purpose.MAINTENANCE: Look(lazy("整備"), "wrench", "neutral"),
}
MAINTENANCE_DUE = Look(lazy("点検の日を過ぎています"), "alert", "attention")
FREE = Look(lazy("空き"), "check-circle", "done")
# Why a trial cannot be had, where no single purpose stands for it; the numbers stand with the terms.
REASON: dict[str, LazyText] = {
    "no-units": lazy("貸せる個体がありません"),
    "several-lenders": lazy("1つの貸主だけでは台数がそろいません"),
    "discontinued": lazy("新しい申込を受けていません"),
    "end-before-start": lazy("最後の日が始まりの日より前です"),
    "start-in-past": lazy("始まりの日が過ぎています"),
    "too-short-notice": lazy("申込の期限を過ぎています"),
    "too-far-ahead": lazy("まだ申し込めない先の日です"),
    "outside-intake": lazy("いまは申込の受付期間の外です"),
    "too-soon-to-arrive": lazy("輸送が間に合いません"),
    "facility-closed-on-start": lazy("始まりの日が事業所の休業日です"),
    "facility-closed-on-last-day": lazy("最後の日が事業所の休業日です"),
    "counter-closed-on-start": lazy("始まりの日が相談窓口の休みです"),
    "counter-closed-on-last-day": lazy("最後の日が相談窓口の休みです"),
    "too-many-loans": lazy("この年度に借りられる回数を使いきっています"),
    "too-short": lazy("試用の日数が短すぎます"),
    "too-long": lazy("試用の日数が長すぎます"),
    "too-many-units": lazy("一度に借りられる台数を超えています"),
    "retired": lazy("貸出をやめた個体です"),
    "other-lender": lazy("この窓口からは貸せない個体です"),
    "buffer": lazy("輸送か点検の日が重なります"),
}
_LIMITS: dict[str, LazyText] = {
    "too-short": lazy("（%(limit)s日から）"),
    "too-long": lazy("（%(limit)s日まで）"),
    "too-many-units": lazy("（%(limit)s台まで）"),
    "too-many-loans": lazy("（年度に%(limit)s回まで）"),
}


def why_not(reason: Reason) -> str:
    """Which rule speaks against a trial, with its number."""
    said = str(REASON.get(reason.code, REASON["no-units"]))
    if not reason.limit or reason.code not in _LIMITS:
        return said
    return said + str(_LIMITS[reason.code]) % {"limit": reason.limit}


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
