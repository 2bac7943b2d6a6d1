"""Values of a product in words, where a change is told: its items, who pays, whether it is public."""

from collections.abc import Callable
from functools import partial

from catalog.domain import ProductStatus, ShippingPayer
from catalog.looks import PRODUCT, SHIPPING_PAYER
from catalog.queries.crosswalk import crosswalk


async def tell_values() -> Callable[[str, object], object]:
    """What tells the value of a column."""
    return partial(_told, {pair.code: str(pair.newest.full_name) for pair in await crosswalk()})


def _told(items: dict[str, str], column: str, value: object) -> object:
    if column == "item_codes" and isinstance(value, list):
        return [items.get(code, code) for code in value]
    if column == "shipping_payer" and value in set(ShippingPayer):
        return str(SHIPPING_PAYER[ShippingPayer(str(value))])
    if column == "status" and value in set(ProductStatus):
        return str(PRODUCT[ProductStatus(str(value))].label)
    return value
