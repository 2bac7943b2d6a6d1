"""Photos and leaflets of a product."""

from enum import StrEnum

from piccolo.columns import Integer
from piccolo.constraints import Check
from piccolo.table import Table

from accounts.tables import Person
from catalog.tables import Product
from core.columns import key, moment, one_of, reference, text


class MaterialKind(StrEnum):
    """What a kept file shows."""

    PHOTO = "photo"
    LEAFLET = "leaflet"


class ProductMaterial(Table, tablename="product_material"):
    """資料: a photo (with a small copy of it) or a leaflet of a product; `file` and `thumb` name kept files.

    What was taken away stays, with the moment, and can be brought back.
    """

    id = key()
    product = reference(Product, "product_id")
    kind = text("kind")
    title = text("title")
    title_en = text("title_en")
    file = text("file")
    thumb = text("thumb", null=True)
    # Of a photo its pixels, of a leaflet nothing; of a leaflet its pages, of a photo one.
    width = Integer(null=False, default=0)
    height = Integer(null=False, default=0)
    pages = Integer(null=False, default=1)
    size = Integer(null=False, default=0)
    position = Integer(null=False, default=0)
    person = reference(Person, "person_id", null=True, index=False)
    added_at = moment("added_at")
    removed_at = moment("removed_at", null=True)

    product_material_kind_known = one_of("kind", MaterialKind)
    product_material_has_size = Check("size > 0 AND pages > 0")
