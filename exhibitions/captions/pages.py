"""Captions: written and printed by those who prepare a display, read on the phones of those who visit it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.documents import Placement
from catalog.domain import TaxonomyVersion
from catalog.labelling import Shift, shifts_of
from catalog.looks import picture_of
from catalog.materials.queries import first_photos
from catalog.pages.asking import PageRequest, ask_url, attempt, pdf
from catalog.queries import taxonomy_of
from core.errors import NotAllowed, NotFound
from core.i18n import gettext as _
from core.typesetting import lost_in
from core.web.languages import remember_language
from core.web.pages import page, see_other
from core.words import Reading
from directory.queries import counter_of
from exhibitions.captions.changing import change_exhibit
from exhibitions.captions.counting import count_scan
from exhibitions.captions.documents import Paper, captions_pdf, sheet_of
from exhibitions.captions.forms import CaptionForm, said_of
from exhibitions.captions.queries import Caption, caption_behind, captions_of, scans_of
from exhibitions.captions.reading import reading_of
from exhibitions.domain import Side
from exhibitions.exhibits import Exhibit, exhibit_for, sides
from exhibitions.pages.exhibits import EXHIBIT
from exhibitions.pages.preparing import ONE, own_exhibition
from exhibitions.plain_words import furigana
from exhibitions.queries import exhibition_for
from exhibitions.usecases.recording import runs
from exhibitions.visits.queries import rules_of

_SHOWN_DAYS = 30


@get("/e/{token:str}", include_in_schema=False)
async def show_to_visitor(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """What a visitor's phone shows; reading the code counts one, changing the language does not.

    A language once chosen is that of the pages that follow, too: a tablet of the counter has one of its own.
    """
    caption = await caption_behind(token)
    asked = request.query_params.get("lang", "")
    reading = reading_of(request)
    if not asked and not _is_fetched_ahead(request) and not await _is_own(request, caption):
        await count_scan(caption.id, reading)
    answer = page(
        request,
        "exhibitions/captions/visitor.html",
        caption=caption,
        reading=reading,
        shown=caption.in_words(reading),
        items=await names_of(caption.item_codes),
        picture_of=picture_of,
        photo=(await first_photos([caption.product_id])).get(caption.product_id),
        want_url=await _want_url(request, caption, reading),
        sign_in_url=ask_url(request.user, caption.product_id, None, 0),
        receives=await _receives(caption),
        furigana=furigana,
    )
    if asked:
        remember_language(answer, "en" if reading is Reading.ENGLISH else "ja")
    return answer


async def _want_url(request: PageRequest, caption: Caption, reading: Reading) -> str:
    """A request at the counter of their facility for those who may make one, a short form for strangers."""
    if not request.user.is_signed_in:
        return f"/e/{caption.token}/want?lang={reading.value}"
    own = await counter_of(request.user) if request.user.is_facility else None
    counter_id = None if own else caption.counter_id
    return ask_url(request.user, caption.product_id, None, 0, counter_id=counter_id)


def _is_fetched_ahead(request: PageRequest) -> bool:
    """Whether a browser only looks ahead; nobody has read the page yet."""
    purpose = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    return "prefetch" in purpose


async def _is_own(request: PageRequest, caption: Caption) -> bool:
    """Whether those who prepare the display try their own code."""
    return runs(request.user, await exhibition_for(request.user, caption.exhibition_id))


async def _receives(caption: Caption) -> bool:
    return caption.is_on_show and bool(await rules_of(caption.exhibition_id))


async def names_of(codes: list[str]) -> str:
    """The names of items, in the reader's language."""
    found: dict[str, str] = {}
    for version in TaxonomyVersion:
        for item in (await taxonomy_of(version)).items:
            if item.code in codes:
                found.setdefault(item.code, item.full_name)
    return "、".join(found.values())


@get(ONE + "/captions", include_in_schema=False)
async def show_captions(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Which exhibit says what in which language, how often it was read, and the papers to print."""
    exhibition = await own_exhibition(request.user, exhibition_id)
    captions = await captions_of(request.user, exhibition_id)
    scans = await scans_of(request.user, exhibition_id)
    by_day: dict[object, int] = {}
    for one in scans:
        by_day[one.day] = by_day.get(one.day, 0) + one.count
    return page(
        request,
        "exhibitions/captions/list.html",
        exhibition=exhibition,
        captions=captions,
        lost=lost_in(captions),
        days=list(by_day.items())[:_SHOWN_DAYS],
        papers=Paper,
    )


@get(ONE + "/captions/paper/{paper:str}", include_in_schema=False)
async def print_captions(
    request: PageRequest, exhibition_id: FromPath[UUID], paper: FromPath[str]
) -> Response[bytes]:
    """The captions of a display, or of one exhibit, as PDF."""
    if paper not in {one.value for one in Paper}:
        raise NotFound
    wanted = request.query_params.get("exhibit", "")
    captions = [one for one in await captions_of(request.user, exhibition_id) if wanted in ("", str(one.id))]
    if not captions:
        raise NotFound
    sheets = [sheet_of(one, await names_of(one.item_codes)) for one in captions]
    shift = (await shifts_of(request.user)).get(paper, Shift()) if request.user.organization_id else Shift()
    placement = Placement(right=shift.right, down=shift.down)
    return pdf(captions_pdf(sheets, Paper(paper), placement), f"captions-{paper}.pdf")


@get(EXHIBIT + "/caption", include_in_schema=False)
async def ask_caption(request: PageRequest, exhibit_id: FromPath[UUID]) -> Response[Any]:
    """The form with what is known."""
    return await _form_page(request, exhibit_id, None)


@post(EXHIBIT + "/caption", include_in_schema=False)
async def write_caption(request: PageRequest, exhibit_id: FromPath[UUID]) -> Response[Any]:
    """Change it."""
    form = await CaptionForm.of(request)

    async def now() -> dict[str, object]:
        return said_of(await exhibit_for(request.user, exhibit_id))

    async def change() -> Exhibit:
        return await change_exhibit(request.user, exhibit_id, form.command(), seen=form.mark)

    changed = await attempt(form, lambda: form.meant(change, now))
    if changed is None:
        return await _form_page(request, exhibit_id, form)
    return see_other(f"/exhibitions/{changed.exhibition_id}/captions", _("説明を保存しました。"))


async def _form_page(request: PageRequest, exhibit_id: UUID, form: CaptionForm | None) -> Response[Any]:
    exhibit = await exhibit_for(request.user, exhibit_id)
    if Side.COUNTER not in sides(request.user, exhibit):
        raise NotAllowed
    status = 422 if form else 200
    form = form or CaptionForm.showing(exhibit)
    return page(request, "exhibitions/captions/form.html", status=status, exhibit=exhibit, form=form)


PAGES: list[ControllerRouterHandler] = [
    show_to_visitor,
    show_captions,
    print_captions,
    ask_caption,
    write_caption,
]
