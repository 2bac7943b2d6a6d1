"""Lists of loans: all of them with filters, and a facility's documents."""

from urllib.parse import urlencode

from litestar import get
from litestar.response import Template

from core.web.pages import page
from core.web.paging import Page
from loans import queries
from loans.forms.searching import LoanSearchForm
from loans.pages import views
from loans.pages.ways import PageRequest
from loans.queries import LoanFilter, LoanView

_ROWS = 30


@get("/loans", include_in_schema=False)
async def show_loans(request: PageRequest) -> Template:
    """The loans this reader may see, latest first."""
    form = LoanSearchForm.of_query(request)
    form.validate()
    found = await queries.list_loans(
        request.user, form.wanted(), cursor=request.query_params.get("cursor"), limit=_ROWS
    )
    return page(
        request, "loans/list.html", form=form, loans=found.items, next_url=_next(request, found), views=views
    )


@get("/documents", include_in_schema=False)
async def show_documents(request: PageRequest) -> Template:
    """The papers of every loan, to be printed or kept."""
    found = await queries.list_loans(
        request.user, LoanFilter(), cursor=request.query_params.get("cursor"), limit=_ROWS
    )
    return page(
        request, "loans/documents.html", loans=found.items, next_url=_next(request, found), views=views
    )


def _next(request: PageRequest, found: Page[LoanView]) -> str:
    """The address of the next page of the same list, or nothing at its end."""
    if found.next is None:
        return ""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*asked, ('cursor', found.next)])}"


PAGES = [show_loans, show_documents]
