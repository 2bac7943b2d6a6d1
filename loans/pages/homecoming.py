"""The lender has got back what it exchanged."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from core.i18n import _
from core.web.pages import see_other
from loans import usecases
from loans.pages.ways import PageRequest, loan_path


@post("/loans/{loan_id:uuid}/exchanged-home", include_in_schema=False)
async def exchanged_home(request: PageRequest, loan_id: FromPath[UUID]) -> Response[Any]:
    """Units that others took the place of are home; their days are free after the inspection."""
    await usecases.exchanged_units_home(request.user, loan_id)
    return see_other(
        loan_path(loan_id), _("替えた個体が戻ったことを記録しました。点検のあと、また貸せます。")
    )


PAGES = [exchanged_home]
