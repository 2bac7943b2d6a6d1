"""Certificates: saved by participants and by the counter, looked up by anybody who has the number."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.pages.asking import PageRequest, pdf
from core.errors import Invalid, NotFound
from core.i18n import gettext as _
from core.i18n import lazy
from core.web.fields import TextField
from core.web.forms import Form
from core.web.pages import page, see_other
from exhibitions.seminars.applying.queries import application_behind
from exhibitions.seminars.attending.recording import number_read
from exhibitions.seminars.certifying.documents import certificate_pdf, sheet_of
from exhibitions.seminars.certifying.issuing import Certificate, certificate_of, issue_certificates
from exhibitions.seminars.queries import run_by, seminar_for, sessions_of


class LookUpForm(Form):
    """The number on the paper."""

    number = TextField(lazy("修了証番号"), required=True, limit=100)


async def _paper(certificate: Certificate) -> Response[bytes]:
    if not certificate.name:
        raise NotFound("certificate-name-erased")
    seminar = await seminar_for(Actor.system(), certificate.seminar_id)
    sheet = sheet_of(certificate, seminar, await sessions_of(seminar.id))
    return pdf(await asyncio.to_thread(certificate_pdf, sheet), f"certificate-{certificate.number}.pdf")


@get("/seminar-applications/{token:str}/certificates/{number:str}", include_in_schema=False)
async def own_certificate(
    request: PageRequest, token: FromPath[str], number: FromPath[str]
) -> Response[bytes]:
    """The paper, for whoever has the link of the application."""
    application = await application_behind(request.user, token)
    certificate = await certificate_of(number)
    if certificate.application_id != application.id:
        raise NotFound("certificate-unknown")
    return await _paper(certificate)


@get("/seminars/{seminar_id:uuid}/certificates/{number:str}", include_in_schema=False)
async def certificate_for_counter(
    request: PageRequest, seminar_id: FromPath[UUID], number: FromPath[str]
) -> Response[bytes]:
    """The paper, for whoever runs the course: to be printed and handed over."""
    await run_by(request.user, seminar_id)
    certificate = await certificate_of(number)
    if certificate.seminar_id != seminar_id:
        raise NotFound("certificate-unknown")
    return await _paper(certificate)


@post("/seminars/{seminar_id:uuid}/certificates", include_in_schema=False)
async def issue(request: PageRequest, seminar_id: FromPath[UUID]) -> Response[Any]:
    """Give what was earned, now."""
    count = await issue_certificates(request.user, seminar_id)
    path = f"/seminars/{seminar_id}/attendance"
    if not count:
        said = _("新しく修了証を出せる人はいません。最後の回のあと、決めた回数に出席した人に出せます。")
        return see_other(path, said, "attention")
    return see_other(path, _("修了証を%(count)s人に出しました。メールで知らせます。", count=count))


@get("/certificates", include_in_schema=False)
async def look_up(request: PageRequest) -> Response[Any]:
    """Asks for the number on the paper."""
    form = LookUpForm.of_query(request)
    if not form.number.data:
        return page(request, "exhibitions/seminars/look_up.html", form=form)
    if form.validate():
        try:
            found = await certificate_of(number_read(form.number.data))
        except NotFound as error:
            form.refuse(Invalid({"number": error.reason}))
        else:
            return see_other(f"/certificates/{found.number}")
    return page(request, "exhibitions/seminars/look_up.html", status=422, form=form)


@get("/certificates/{number:str}", include_in_schema=False)
async def verify(request: PageRequest, number: FromPath[str]) -> Response[Any]:
    """What the paper says, without the name: that stands on the paper alone."""
    certificate = await certificate_of(number_read(number))
    seminar = await seminar_for(Actor.system(), certificate.seminar_id)
    return page(
        request,
        "exhibitions/seminars/verified.html",
        certificate=certificate,
        seminar=seminar,
        sessions=await sessions_of(seminar.id),
    )


PAGES: list[ControllerRouterHandler] = [own_certificate, certificate_for_counter, issue, look_up, verify]
