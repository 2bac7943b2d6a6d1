"""The pages of a loan's photos."""

from accounts.domain import Actor
from catalog.conditions.photo_pages import Around, Photos, doors_of
from catalog.conditions.photos import PhotoView
from core.i18n import Text, lazy
from loans.conditions import RECORDS
from loans.photos.queries import photo_for
from loans.records import record_for


async def _around(actor: Actor, photo: PhotoView) -> Around:
    record = await record_for(actor, photo.subject_id)
    loan = record.loan
    unit = next((one.name for one in record.units if one.id == photo.unit_id), "")
    crumbs: list[tuple[Text, str]] = [(lazy("貸出の一覧"), "/loans"), (loan.number, f"/loans/{loan.id}")]
    return Around(loan.product_title, unit, crumbs, f"/loans/{loan.id}", lazy("貸出のページにもどる"))


PAGES = doors_of(Photos(RECORDS, "/loans/{loan_id:uuid}", "loan_id", photo_for, _around))
