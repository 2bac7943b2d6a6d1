"""The questionnaire as a visitor sees it: behind the link of a visit, or by the code at the display."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.documents import qr_picture
from core.errors import Conflict, Invalid
from core.i18n import gettext as _
from core.ids import new_id
from core.settings import settings
from core.web.pages import page, see_other
from exhibitions.queries import ExhibitionView, exhibition_for, exhibits_of
from exhibitions.questionnaires import replying
from exhibitions.questionnaires.asking import questions_of
from exhibitions.questionnaires.domain import Question
from exhibitions.questionnaires.forms import ReplyForm
from exhibitions.visits.queries import VisitView, plan_of, visit_behind

PageRequest = Request[Actor, Any, Any]
_SPOT = "/exhibitions/{exhibition_id:uuid}/questions"


class _Sheet:
    """One questionnaire: of which display, of which visit, and where it is sent."""

    def __init__(
        self, exhibition: ExhibitionView, visit: VisitView | None, action: str, questions: list[Question]
    ) -> None:
        self.exhibition, self.visit, self.action, self.questions = exhibition, visit, action, questions

    @classmethod
    async def of(cls, exhibition_id: UUID, action: str, visit: VisitView | None = None) -> "_Sheet":
        """The questionnaire of a display."""
        exhibition = await exhibition_for(Actor.anonymous(), exhibition_id)
        return cls(exhibition, visit, action, await questions_of(exhibition.counter_id))

    async def shown(self, request: PageRequest, form: ReplyForm, status: int = 200) -> Response[Any]:
        """The page."""
        if not self.questions:
            raise Conflict("exhibition-not-asking", phone=self.exhibition.counter_phone)
        form.fit(await exhibits_of(self.exhibition))
        plan = await plan_of(self.exhibition.id)
        return page(
            request,
            "exhibitions/questionnaires/reply.html",
            status=status,
            exhibition=self.exhibition,
            form=form,
            action=self.action,
            consent=replying.consent_words(self.exhibition.counter_name, plan.keep_days),
        )

    def fresh(self) -> ReplyForm:
        """The form, with what is known of the visitor."""
        visit = self.visit
        known = {"name": visit.name, "email": visit.email, "phone": visit.phone} if visit else {}
        return ReplyForm.asking(self.questions)(data={"key": new_id().hex, "wish": "", **known})

    async def sent(self, request: PageRequest) -> Response[Any]:
        """Keep what was answered."""
        form = await ReplyForm.asking(self.questions).of(request)
        form.fit(await exhibits_of(self.exhibition))
        if form.validate():
            try:
                reply = form.reply(self.questions)
                await replying.reply_to(self.exhibition, reply, self.visit)
                return see_other(f"/exhibitions/{self.exhibition.id}/questions/thanks")
            except Invalid as error:
                form.refuse(error)
        return await self.shown(request, form, 422)


@get("/visits/{token:str}/questions", include_in_schema=False)
async def show_after_visit(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """The questionnaire of one visit; answered once."""
    visit = await visit_behind(token)
    if await replying.has_replied(visit):
        return see_other(f"/visits/{token}", _("アンケートはもういただいています。ありがとうございました。"))
    sheet = await _Sheet.of(visit.exhibition_id, f"/visits/{token}/questions", visit)
    return await sheet.shown(request, sheet.fresh())


@post("/visits/{token:str}/questions", include_in_schema=False)
async def reply_after_visit(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Keep the questionnaire of one visit."""
    visit = await visit_behind(token)
    sheet = await _Sheet.of(visit.exhibition_id, f"/visits/{token}/questions", visit)
    return await sheet.sent(request)


@get(_SPOT, include_in_schema=False)
async def show_on_the_spot(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """The questionnaire at the display, for whoever reads the code there."""
    sheet = await _Sheet.of(exhibition_id, f"/exhibitions/{exhibition_id}/questions")
    return await sheet.shown(request, sheet.fresh())


@post(_SPOT, include_in_schema=False)
async def reply_on_the_spot(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """Keep a questionnaire that belongs to no visit."""
    sheet = await _Sheet.of(exhibition_id, f"/exhibitions/{exhibition_id}/questions")
    return await sheet.sent(request)


@get(_SPOT + "/thanks", include_in_schema=False)
async def show_thanks(request: PageRequest, exhibition_id: FromPath[UUID]) -> Response[Any]:
    """It is in."""
    exhibition = await exhibition_for(request.user, exhibition_id)
    return page(request, "exhibitions/questionnaires/thanks.html", exhibition=exhibition)


@get(_SPOT + "/qr.svg", include_in_schema=False)
async def show_code(exhibition_id: FromPath[UUID]) -> Response[str]:
    """The code to put up at the display."""
    await exhibition_for(Actor.anonymous(), exhibition_id)
    address = f"{settings().base_url}/exhibitions/{exhibition_id}/questions"
    return Response(qr_picture(address), media_type="image/svg+xml")


PAGES: list[ControllerRouterHandler] = [
    show_after_visit,
    reply_after_visit,
    show_on_the_spot,
    reply_on_the_spot,
    show_thanks,
    show_code,
]
