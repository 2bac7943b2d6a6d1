"""A telephone number is kept in one form, whichever way it comes in."""

import pytest

from core import db
from core.web import fields
from core.web.forms import Form, Submitted
from directory.kinds import OrganizationKind
from directory.usecases import NewOrganization, create_organization
from tests.factories import a_loan, the_parties


class Contact(Form):
    """A form that asks for a number."""

    phone = fields.TelephoneField("電話番号")


@pytest.mark.usefixtures("database")
async def test_a_number_in_wide_digits_is_kept_as_every_other() -> None:
    loan = await a_loan(await the_parties(), contact_phone="０９７（５５５）０１２３")
    assert loan.contact_phone == "097-555-0123"
    organization_id = await create_organization(
        NewOrganization(kind=OrganizationKind.VENDOR, name="つきかげ", phone="０３ー１２３４ー５６７８")
    )
    phone = await db.fetch_value("SELECT phone FROM organization WHERE id = $1", organization_id)
    assert phone == "03-1234-5678"


def test_what_is_typed_into_a_page_is_put_into_that_form() -> None:
    assert Contact(Submitted([("phone", "０９７－５５５－０１２３")])).phone.data == "097-555-0123"
    assert Contact(Submitted([("phone", "内線12")])).phone.data == "内線12"
    assert Contact(Submitted([])).phone.data in ("", None)
