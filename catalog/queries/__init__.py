"""Reading the catalogue, as whoever asks may see it."""

from catalog.queries.products import (
    Abundance,
    ProductFilter,
    ProductView,
    abundance,
    list_products,
    product_for,
    products_seen_by,
)
from catalog.queries.taxonomy import Item, Problem, Taxonomy, problem_of, problems, taxonomy_of
from catalog.queries.units import (
    Move,
    Stretch,
    UnitFilter,
    UnitView,
    list_units,
    moves_of,
    stretches_of,
    unit_for,
    units_for,
)

__all__ = [
    "Abundance",
    "Item",
    "Move",
    "Problem",
    "ProductFilter",
    "ProductView",
    "Stretch",
    "Taxonomy",
    "UnitFilter",
    "UnitView",
    "abundance",
    "list_products",
    "list_units",
    "moves_of",
    "problem_of",
    "problems",
    "product_for",
    "products_seen_by",
    "stretches_of",
    "taxonomy_of",
    "unit_for",
    "units_for",
]
