"""The loan list in and out: sent, its columns understood, looked at, applied; or taken away as a file."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.middleware import DefineMiddleware
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.loanlist import usecases
from catalog.loanlist.forms import COLUMN_NAMES, FAULTS, FIELD_NAMES, ApplyForm, ListForm
from catalog.loanlist.headings import Field
from catalog.loanlist.reading import LARGEST_FILE
from catalog.loanlist.rows import letters_of
from catalog.loanlist.usecases import Sent
from catalog.loanlist.writing import as_csv, as_workbook, lines_of_list, unfit_for_cp932
from catalog.pages.asking import attempt
from catalog.told_values import tell_values
from core.clock import today
from core.errors import Conflict, Invalid, StaleState
from core.i18n import gettext as _
from core.web.pages import page, see_other
from core.web.uploads import AnyRequest, Room, UploadDoor
from directory.kinds import OrganizationKind

PageRequest = Request[Actor, Any, Any]
LIST = "/loan-list"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 12


@get(LIST, include_in_schema=False)
async def show_list_page(request: PageRequest) -> Response[Any]:
    """Take the list away; vendors and the centre send one in."""
    return await _list_page(request, ListForm())


async def _list_page(request: PageRequest, form: ListForm, status: int = 200) -> Response[Any]:
    version = _version(request)
    lines = await lines_of_list(version=version)
    may_send = request.user.is_vendor or request.user.is_centre
    shown = {"form": form, "count": len(lines), "unfit": unfit_for_cp932(lines), "may_send": may_send}
    shown |= {"version": version, "versions": list(TaxonomyVersion)}
    return page(request, "catalog/loan_list.html", status=status, **shown)


@get("/loan-list.xlsx", include_in_schema=False)
async def take_workbook(request: PageRequest) -> Response[bytes]:
    """The public products as a workbook; a vendor's own with `own=1`."""
    content = as_workbook(await lines_of_list(_own(request), _version(request)))
    return _file(content, _XLSX, "xlsx")


@get("/loan-list.csv", include_in_schema=False)
async def take_csv(request: PageRequest, encoding: FromQuery[str] = "") -> Response[bytes]:
    """The same as CSV: UTF-8 with its mark, or CP932 when asked for."""
    lines = await lines_of_list(_own(request), _version(request))
    content = as_csv(lines, in_cp932=encoding == "cp932")
    return _file(content, "text/csv", "csv")


def _version(request: PageRequest) -> TaxonomyVersion:
    """The version whose names of items are wanted."""
    return TaxonomyVersion.asked(request.query_params.get("taxonomy"))


def _own(request: PageRequest) -> UUID | None:
    is_own = request.user.is_vendor and request.query_params.get("own") == "1"
    return request.user.organization_id if is_own else None


def _file(content: bytes, media_type: str, ending: str) -> Response[bytes]:
    name = f"loan-list-{today():%Y%m%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


async def _must_be_sender(request: AnyRequest) -> None:
    request.user.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE)


@post(
    LIST,
    include_in_schema=False,
    middleware=[
        DefineMiddleware(UploadDoor, room=Room(files=1, largest=LARGEST_FILE), may_send=_must_be_sender)
    ],
)
async def send_list(request: PageRequest) -> Response[Any]:
    """Take a list in, to be looked at."""
    request.user.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE)
    form = await ListForm.of(request)
    file = form.file.data
    content = await file.read() if isinstance(file, UploadFile) else b""
    name = file.filename if isinstance(file, UploadFile) else ""
    list_id = await attempt(form, lambda: usecases.take_in(request.user, name, content))
    if list_id is None:
        return await _list_page(request, form, status=422)
    return see_other(f"{LIST}/{list_id}")


@get(LIST + "/{list_id:uuid}", include_in_schema=False)
async def show_sent(request: PageRequest, list_id: FromPath[UUID]) -> Response[Any]:
    """What its columns mean, and what it would do."""
    return await _sent_page(request, await usecases.sent_list(request.user, list_id))


class Typed(msgspec.Struct, frozen=True):
    """What somebody chose for the columns, kept while something in it is to be mended."""

    first_row: str
    meanings: Mapping[int, Field]

    @property
    def row(self) -> int:
        """The index of the first row; -1 for what is no number of a row."""
        digits = unicodedata.normalize("NFKC", self.first_row).strip()
        return int(digits) - 1 if digits.isascii() and digits.isdigit() and len(digits) < 6 else -1


async def _sent_page(
    request: PageRequest, sent: Sent, *mistakes: str, typed: Typed | None = None
) -> Response[Any]:
    plan = await usecases.look(request.user, sent.id) if sent.columns.is_enough and not sent.applied else None
    form = ApplyForm(data={"mark": plan.mark if plan else ""})
    for mistake in mistakes:
        form.add_mistake(mistake)
    first = sent.columns.first_row
    meant = {column: field for field, column in sent.columns.columns.items()}
    shown = {
        "sent": sent,
        "plan": plan,
        "form": form,
        "first_row": typed.first_row if typed else first + 1,
        "meanings": typed.meanings if typed else meant,
        "fields": FIELD_NAMES,
        "columns": COLUMN_NAMES,
        "faults": FAULTS,
        "letters_of": letters_of,
        "told": await tell_values(),
        "before": sent.rows[:first][-3:],
        "sample": sent.rows[first : first + 3],
        "width": sent.width,
        "at_most": _SHOWN,
    }
    return page(request, "catalog/loan_list_sent.html", status=422 if mistakes else 200, **shown)


@post(LIST + "/{list_id:uuid}/sheet", include_in_schema=False)
async def choose_sheet(request: PageRequest, list_id: FromPath[UUID]) -> Response[Any]:
    """Which sheet of the workbook is the list."""
    sent = await usecases.sent_list(request.user, list_id)
    chosen = str((await request.form()).get("sheet", ""))
    position = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else -1
    try:
        await usecases.choose_sheet(request.user, list_id, position)
    except Conflict:
        return await _sent_page(request, sent, _("このリストは、もう取り込んでいます。"))
    except Invalid:
        return await _sent_page(request, sent, _("シートを選んでください。"))
    return see_other(
        f"{LIST}/{list_id}", said=_("シート「%(sheet)s」を読みました。", sheet=sent.sheets[position].name)
    )


@post(LIST + "/{list_id:uuid}/columns", include_in_schema=False)
async def understand(request: PageRequest, list_id: FromPath[UUID]) -> Response[Any]:
    """What the columns mean, as the sender says."""
    sent = await usecases.sent_list(request.user, list_id)
    given = await request.form()
    chosen = {number: str(given.get(f"column-{number}", "")) for number in range(sent.width)}
    meanings = {number: Field(name) for number, name in chosen.items() if name in set(Field)}
    typed = Typed(str(given.get("first_row", ""))[:10], meanings)
    columns = {field: number for number, field in meanings.items()}
    if len(columns) < len(meanings):
        wrong = _("同じ意味の列が二つあります。どちらかを「使わない」にしてください。")
        return await _sent_page(request, sent, wrong, typed=typed)
    try:
        await usecases.understand(request.user, list_id, columns, typed.row)
    except Invalid as error:
        return await _sent_page(request, sent, *[_words(code) for code in error.fields.values()], typed=typed)
    return see_other(f"{LIST}/{list_id}", said=_("列の意味を覚えました。"))


def _words(code: str) -> str:
    return {
        "product-column-needed": _("機種名の列を選んでください。"),
        "out-of-range": _("リストが始まる行の番号を確かめてください。"),
    }.get(code, _("列の選び方を確かめてください。"))


@post(LIST + "/{list_id:uuid}/apply", include_in_schema=False)
async def apply_list(request: PageRequest, list_id: FromPath[UUID]) -> Response[Any]:
    """Do what the preview says."""
    sent = await usecases.sent_list(request.user, list_id)
    form = await ApplyForm.of(request)
    try:
        ends_gone, mark = bool(form.ends_gone.data), form.mark.data or ""
        done = await usecases.apply_list(request.user, list_id, ends_gone=ends_gone, mark=mark)
    except StaleState:
        return await _sent_page(
            request,
            sent,
            _(
                "確かめているあいだに機種が変わりました。下の新しい内容を確かめてから、もう一度取り込んでください。"
            ),
        )
    except Conflict:
        return await _sent_page(request, sent, _("このリストは、もう取り込んでいます。"))
    except Invalid as error:
        row = error.facts.get("row", "")
        return await _sent_page(
            request, sent, _("%(row)s行目の内容では登録できません。何も変えていません。", row=row)
        )
    counts = {"new": len(done.new), "changed": len(done.changed)}
    return see_other(
        LIST, said=_("取り込みました。新しい機種%(new)s件、変わった機種%(changed)s件。", **counts)
    )


LIST_PAGES: list[ControllerRouterHandler] = [
    show_list_page,
    take_workbook,
    take_csv,
    send_list,
    show_sent,
    choose_sheet,
    understand,
    apply_list,
]
