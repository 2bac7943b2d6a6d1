"""The pages of 「借りて試してみたい」: one form, and who will call."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.pages.asking import PageRequest, attempt
from core.errors import Invalid, TooMany
from core.web.pages import page
from core.words import Reading
from directory.queries import AdvicePlace
from exhibitions.captions.queries import Caption, caption_behind
from exhibitions.captions.reading import reading_of
from exhibitions.enquiries.asking import Ask, ask_to_try, consent_words
from exhibitions.enquiries.forms import EnquiryForm
from exhibitions.visits.queries import plan_of

_WANT = "/e/{token:str}/want"


async def _form_page(
    request: PageRequest, caption: Caption, form: EnquiryForm, status: int = 200
) -> Response[Any]:
    plan = await plan_of(caption.exhibition_id)
    return page(
        request,
        "exhibitions/enquiries/form.html",
        status=status,
        caption=caption,
        form=form,
        reading=reading_of(request),
        keep_days=plan.keep_days,
        consent=consent_words(caption.counter_name, plan.keep_days),
    )


@get(_WANT, include_in_schema=False)
async def show_want(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """The form, for the robot whose code was read."""
    caption = await caption_behind(token)
    form = EnquiryForm()
    form.fit(is_plain=reading_of(request) is Reading.PLAIN)
    return await _form_page(request, caption, form)


@post(_WANT, include_in_schema=False)
async def want(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Ask for a trial; the counter that serves the office calls."""
    caption = await caption_behind(token)
    reading = reading_of(request)
    form = await EnquiryForm.of(request)
    form.fit(is_plain=reading is Reading.PLAIN)
    counter = await attempt(form, lambda: _asked(request, caption, form.ask()))
    if counter is None:
        return await _form_page(request, caption, form, 422)
    return page(
        request, "exhibitions/enquiries/thanks.html", caption=caption, counter=counter, reading=reading
    )


async def _asked(request: PageRequest, caption: Caption, ask: Ask) -> AdvicePlace:
    try:
        return await ask_to_try(caption, ask, request.client.host if request.client else "")
    except TooMany as error:
        raise Invalid({}, error.reason, **error.facts) from error


PAGES: list[ControllerRouterHandler] = [show_want, want]
