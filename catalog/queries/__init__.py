"""Reading the catalogue, as whoever asks may see it."""

from catalog.queries.products import (
    Abundance,
    Facet,
    Facets,
    ProductFilter,
    ProductView,
    abundance,
    closest_products,
    facets_of,
    list_products,
    product_for,
    products_seen_by,
)
from catalog.queries.taxonomy import Item, Problem, Taxonomy, problem_of, problems, taxonomy_of
from catalog.queries.units import (
    Stretch,
    UnitFilter,
    UnitView,
    list_units,
    stretches_of,
    unit_for,
    units_for,
)

__all__ = [
    "Abundance",
    "Facet",
    "Facets",
    "Item",
    "Problem",
    "ProductFilter",
    "ProductView",
    "Stretch",
    "Taxonomy",
    "UnitFilter",
    "UnitView",
    "abundance",
    "closest_products",
    "facets_of",
    "list_products",
    "list_units",
    "problem_of",
    "problems",
    "product_for",
    "products_seen_by",
    "stretches_of",
    "taxonomy_of",
    "unit_for",
    "units_for",
]
