"""The caught mail, and the calendar feeds of an organisation."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.domain import Actor
from core.errors import Invalid, NotFound
from core.i18n import gettext
from core.settings import settings
from core.web.pages import page, see_other
from core.web.paging import CursorOf, cursor_id, cut, page_size
from notifications import queries, usecases
from notifications.forms import FeedForm
from notifications.queries import CaughtMailRow

PageRequest = Request[Actor, Any, Any]


def may_read_mailbox(actor: Actor) -> bool:
    """Whether caught mail may be shown: never where mail is sent; in the demo to anyone on this machine."""
    if settings().smtp_url:
        return False
    return settings().demo or (actor.is_centre and actor.is_admin)


class MailboxPages(Controller):
    """Mails that stayed in the house because no SMTP server is set."""

    path = "/mailbox"
    include_in_schema = False

    @get()
    async def list_mails(
        self, request: PageRequest, recipient: FromQuery[str] = "", cursor: FromQuery[str | None] = None
    ) -> Template:
        """Newest first, those of one `recipient` if named."""
        if not may_read_mailbox(request.user):
            raise NotFound
        size = page_size(None)
        rows = await queries.caught_mails(cursor_id(cursor), recipient.strip().lower(), size + 1)
        mails = cut(rows, size, CursorOf[CaughtMailRow]())
        return page(request, "notifications/mailbox.html", mails=mails, recipient=recipient, cursor=cursor)

    @get("/{mail_id:uuid}")
    async def read_mail(self, request: PageRequest, mail_id: FromPath[UUID]) -> Template:
        """One mail, its links to be followed."""
        mail = await queries.caught_mail(mail_id) if may_read_mailbox(request.user) else None
        if mail is None:
            raise NotFound
        return page(request, "notifications/mail.html", mail=mail)


class FeedPages(Controller):
    """The calendar feeds of the reader's organisation."""

    path = "/feeds"
    include_in_schema = False

    @get()
    async def list_feeds(self, request: PageRequest) -> Template:
        """The open feeds, how to subscribe, and the form for another one."""
        return await _feeds(request, FeedForm())

    @post()
    async def create_feed(self, request: PageRequest) -> Template:
        """Open a feed; the answer itself shows the address, this once."""
        form = await FeedForm.of(request)
        if not form.validate():
            return await _feeds(request, form, status=422)
        try:
            made = await usecases.create_feed(request.user, form.name.data)
        except Invalid as error:
            form.refuse(error)
            return await _feeds(request, form, status=422)
        return await _feeds(request, FeedForm(), status=201, made=made)

    @post("/{feed_id:uuid}/revoke")
    async def revoke_feed(self, request: PageRequest, feed_id: FromPath[UUID]) -> Redirect:
        """Close a feed for ever."""
        await usecases.revoke_feed(request.user, feed_id)
        return see_other("/feeds", gettext("カレンダーを止めました。このアドレスはもう使えません。"))


async def _feeds(
    request: PageRequest, form: FeedForm, *, status: int = 200, made: usecases.NewFeed | None = None
) -> Template:
    feeds = await queries.feeds_of(request.user.one_of(*usecases.PARTIES))
    answer = page(request, "notifications/feeds.html", status=status, feeds=feeds, form=form, made=made)
    answer.headers["Cache-Control"] = "no-store"  # an address shown once is not kept by the browser
    return answer
