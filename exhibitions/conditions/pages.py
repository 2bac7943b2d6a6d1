"""Pages for handing an exhibit over, and those of the photos taken then."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.middleware import DefineMiddleware
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.conditions import words
from catalog.conditions.photo_pages import Around, Photos, doors_of
from catalog.conditions.photos import PhotoView, photos_held
from catalog.conditions.taking_in import ROOM, take_in
from catalog.pages.asking import PageRequest, attempt
from core.errors import NotAllowed
from core.i18n import Text, lazy
from core.web.pages import page, see_other
from core.web.uploads import AnyRequest, UploadDoor
from exhibitions import looks, usecases
from exhibitions.conditions.checking import keep_photo
from exhibitions.conditions.forms import HandOverForm
from exhibitions.conditions.queries import condition_of, photo_for
from exhibitions.conditions.records import RECORDS
from exhibitions.domain import EXHIBIT_STEPS, MOMENT_OF, ExhibitStep, Side
from exhibitions.exhibits import Exhibit, exhibit_for, sides
from exhibitions.pages.preparing import workshop
from exhibitions.previewing import next_steps_of

EXHIBIT = "/exhibits/{exhibit_id:uuid}"


async def _must_see(request: AnyRequest) -> None:
    """Raises `NotSignedIn` and `NotFound`, as the page of the exhibit does."""
    await exhibit_for(request.user, request.path_params["exhibit_id"])


async def _exhibit(request: PageRequest, exhibit_id: UUID, step: ExhibitStep) -> Exhibit:
    exhibit = await exhibit_for(request.user, exhibit_id)
    if not sides(request.user, exhibit) & EXHIBIT_STEPS[step].by:
        raise NotAllowed
    return exhibit


async def _shown(
    request: PageRequest, exhibit: Exhibit, step: ExhibitStep, form: HandOverForm, *, status: int = 200
) -> Response[Any]:
    found = await condition_of(exhibit)
    foreseen = (await next_steps_of(request.user, exhibit, [step])).get(step)
    before = [one for one in MOMENT_OF.values() if any(c.check_moment is one for c in found.checks)]
    shown = {"exhibit": exhibit, "step": step, "title": looks.STEPS[step], "text": looks.EXPLAINED[step]}
    shown |= {"record": found, "moments": before, "labels": words, "foreseen": foreseen}
    return page(request, "exhibitions/hand_over.html", status=status, form=form, looks=looks, **shown)


async def _take(request: PageRequest, exhibit_id: UUID, step: ExhibitStep) -> Response[Any]:
    actor, form = request.user, await HandOverForm.of(request)
    exhibit = await _exhibit(request, exhibit_id, step)
    form.fit(exhibit, step, await condition_of(exhibit))
    if step in exhibit.next_steps:
        await take_in(
            form.photo_fields,
            lambda ids: photos_held(RECORDS, actor, exhibit.id, MOMENT_OF[step], ids),
            lambda content: keep_photo(actor, exhibit, step, content),
        )
    moved = await attempt(form, lambda: usecases.move_exhibit(actor, exhibit_id, step, form.command()))
    if moved is None:
        return await _shown(request, exhibit, step, form, status=422)
    runs_it = Side.COUNTER in sides(actor, exhibit)
    back = workshop(exhibit.exhibition_id) if runs_it else f"/exhibits/{exhibit_id}"
    return see_other(back, looks.DONE[step])


def _doors(step: ExhibitStep) -> list[ControllerRouterHandler]:
    """The form of a step, and taking it; photos need room, which is given to those alone who may see it."""
    path, door = f"{EXHIBIT}/{step.value}", DefineMiddleware(UploadDoor, room=ROOM, may_send=_must_see)

    @get(path, include_in_schema=False)
    async def show(request: PageRequest, exhibit_id: FromPath[UUID]) -> Response[Any]:
        exhibit = await _exhibit(request, exhibit_id, step)
        form = HandOverForm(data=HandOverForm.first_look(exhibit))
        form.fit(exhibit, step, await condition_of(exhibit))
        return await _shown(request, exhibit, step, form)

    @post(path, include_in_schema=False, middleware=[door])
    async def take(request: PageRequest, exhibit_id: FromPath[UUID]) -> Response[Any]:
        return await _take(request, exhibit_id, step)

    return [show, take]


async def _around(actor: Actor, photo: PhotoView) -> Around:
    exhibit = await exhibit_for(actor, photo.subject_id)
    found, back = await condition_of(exhibit), f"/exhibits/{exhibit.id}"
    unit = next((one.name for one in found.units if one.id == photo.unit_id), "")
    crumbs: list[tuple[Text, str]] = [(exhibit.exhibition_title, back)]
    return Around(exhibit.product_name, unit, crumbs, back, lazy("展示品のページにもどる"))


PAGES: list[ControllerRouterHandler] = [
    *(handler for step in MOMENT_OF for handler in _doors(step)),
    *doors_of(Photos(RECORDS, EXHIBIT, "exhibit_id", photo_for, _around)),
]
