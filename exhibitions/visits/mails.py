"""The mails about a visit: in the visitor's language, each with a link that opens this visit alone."""

from uuid import UUID

from core.clock import now
from core.i18n import format_date, format_time, use_locale
from core.i18n import gettext as _
from core.settings import settings
from core.words import Reading
from exhibitions.visits.domain import IN_QUEUE, Language, VisitState, VisitStep
from exhibitions.visits.queries import VisitView
from notifications.calendars import Method, Timed, invitation
from notifications.outbox import enqueue
from notifications.recipients import recipients_of


def _facts(visit: VisitView) -> str:
    said = _(
        "予約番号: %(number)s\n展示: %(title)s\n日時: %(when)s\n人数: %(people)s人\n会場: %(place)s\n"
        "主催: %(counter)s（電話 %(phone)s）\n",
        number=visit.number,
        title=visit.title.text,
        when=when(visit),
        people=visit.party_size,
        place=visit.place,
        counter=visit.counter_name,
        phone=visit.counter_phone or "―",
    )
    return said + (_("ご案内: %(note)s\n", note=visit.told) if visit.told else "")


def when(visit: VisitView) -> str:
    """Day and hours of the visit, in the current language."""
    return f"{format_date(visit.start)} {format_time(visit.start)}–{format_time(visit.end)}"


def _link(visit: VisitView, token: str) -> str:
    reading = f"?lang={Reading.PLAIN}" if visit.language is Language.EASY_JAPANESE else ""
    return f"{settings().base_url}/visits/{token}{reading}"


KINDS = ("asked", "booked", "changed", "cancelled", "reminder", "questions", "waiting", "offered", "over")


def keys_of(visit_id: UUID, changes: int) -> list[str]:
    """The keys of every mail that can have gone to the visitor."""
    return [f"visit-{kind}:{visit_id}:{at}" for kind in KINDS for at in range(changes + 1)]


async def send_to_visitor(
    visit: VisitView, kind: str, subject: str, body: str, calendar: Method | None = None
) -> None:
    """Send a mail of one of `KINDS`, once for each state of the visit; to nobody without an address."""
    if not visit.email:
        return
    letter: dict[str, object] = {
        "recipient": visit.email,
        "subject": subject,
        "body": body,
        "locale": visit.locale,
    }
    if calendar is not None:
        letter["calendars"] = [invitation(_event(visit), calendar)]
    await enqueue("mail", f"visit-{kind}:{visit.id}:{visit.changes}", letter)


def _event(visit: VisitView) -> Timed:
    """The visit in a calendar: its number of changes says which invitation is the newest."""
    english = visit.locale == "en" and visit.exhibition_title_en
    return Timed(
        uid=f"visit-{visit.id}",
        sequence=visit.changes,
        summary=visit.exhibition_title_en if english else visit.exhibition_title,
        description=_facts(visit),
        location=visit.place,
        start=visit.start,
        end=visit.end,
        organizer=visit.counter_name,
        attendee=visit.email,
        created_at=visit.created_at,
        changed_at=now(),
    )


async def remind(visit: VisitView, token: str) -> None:
    """It is soon: when, where, and how to say that one cannot come."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】ご来場の日が近づきました（%(number)s）", number=visit.number)
        body = _(
            "%(name)s様\n\nご来場の予約の日が近づきました。お待ちしています。\n\n%(facts)s\n"
            "当日は、次のページのQRコードを入口で見せてください。来られなくなったときは、同じページで取り消してください。\n"
            "%(link)s\n",
            name=visit.name,
            link=_link(visit, token),
            facts=_facts(visit),
        )
        await send_to_visitor(visit, "reminder", subject, body)


async def ask_to_wait(visit: VisitView, token: str) -> None:
    """Ask whoever reads this address whether it was they; until then they do not wait."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】キャンセル待ちを確かめてください")
        body = _(
            "%(name)s様\n\nキャンセル待ちのお申し込みを受け付けました。まだ終わっていません。\n"
            "次のページを開いて「キャンセル待ちに入る」を押してください。このリンクは2時間使えます。\n%(link)s\n\n"
            "%(facts)s\n心当たりのない場合は、このメールを捨ててください。2時間で取り消されます。\n",
            name=visit.name,
            link=_link(visit, token),
            facts=_facts(visit),
        )
        await send_to_visitor(visit, "asked", subject, body)


async def tell_waiting(visit: VisitView, token: str) -> None:
    """It waits; where to look, and how to stop."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】来場のキャンセル待ちに入りました（%(number)s）", number=visit.number)
        body = _(
            "%(name)s様\n\n次の時間は満席のため、キャンセル待ちに入りました。空きが出たら、メールでお知らせします。\n\n"
            "%(facts)s\n順番の確認と取りやめは、次のページでできます。\n%(link)s\n",
            name=visit.name,
            link=_link(visit, token),
            facts=_facts(visit),
        )
        await send_to_visitor(visit, "waiting", subject, body)


async def offer_places(visit: VisitView, token: str) -> None:
    """There is room: until when it is held, and where to take it."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】来場の空きが出ました（%(number)s）", number=visit.number)
        until = visit.confirm_by or visit.start
        body = _(
            "%(name)s様\n\nお待ちの時間に空きが出ました。%(day)s %(time)sまで、お席を取っておきます。\n"
            "次のページを開いて「この時間に来場する」を押してください。\n%(link)s\n\n%(facts)s\n"
            "期限を過ぎると、次にお待ちの方へご案内します。\n",
            name=visit.name,
            day=format_date(until),
            time=format_time(until),
            link=_link(visit, token),
            facts=_facts(visit),
        )
        await send_to_visitor(visit, "offered", subject, body)


async def tell_wait_over(visit: VisitView, *, had_offer: bool) -> None:
    """The wait has ended without a visit."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】来場のキャンセル待ちが終わりました（%(number)s）", number=visit.number)
        reason = (
            _("ご返事の期限が過ぎたため、次の方へご案内しました。")
            if had_offer
            else _("申し訳ありません。始まりまでに空きが出ませんでした。")
        )
        body = _(
            "%(name)s様\n\n%(reason)s\n\n%(facts)s\n"
            "ほかの日時を選ぶときは、次のページからもう一度お申し込みください。\n%(link)s\n",
            name=visit.name,
            reason=reason,
            link=f"{settings().base_url}/exhibitions/{visit.exhibition_id}/visits",
            facts=_facts(visit),
        )
        await send_to_visitor(visit, "over", subject, body)


async def ask_to_confirm(visit: VisitView, token: str) -> None:
    """Ask whoever reads this address whether it was they, and keep the place until then."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】来場予約を確かめてください")
        body = _(
            "%(name)s様\n\n来場のお申し込みを受け付けました。まだ予約は終わっていません。\n"
            "次のページを開いて「予約を確定する」を押してください。2時間のあいだ、お席を取っておきます。\n%(link)s\n\n"
            "%(facts)s\n心当たりのない場合は、このメールを捨ててください。2時間で取り消されます。\n",
            name=visit.name,
            link=_link(visit, token),
            facts=_facts(visit),
        )
        await send_to_visitor(visit, "asked", subject, body)


async def tell_booked(visit: VisitView, token: str) -> None:
    """It is booked: when, where, and how to change one's mind."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】来場予約が確定しました（%(number)s）", number=visit.number)
        body = _(
            "%(name)s様\n\n来場の予約が確定しました。\n\n%(facts)s\n"
            "予約の確認、日時や人数の変更、取消は、次のページでできます。\n%(link)s\n",
            name=visit.name,
            link=_link(visit, token),
            facts=_facts(visit),
        )
        await send_to_visitor(visit, "booked", subject, body, Method.REQUEST)


async def tell_changed(visit: VisitView, token: str) -> None:
    """The new time and size."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】来場予約を変更しました（%(number)s）", number=visit.number)
        body = _(
            "%(name)s様\n\n来場の予約を次のとおり変更しました。\n\n%(facts)s\n%(link)s\n",
            name=visit.name,
            link=_link(visit, token),
            facts=_facts(visit),
        )
        await send_to_visitor(visit, "changed", subject, body, Method.REQUEST)


async def tell_cancelled(visit: VisitView, before: VisitState) -> None:
    """It is off; where the counter called it off, why."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】来場予約を取り消しました（%(number)s）", number=visit.number)
        said = _("来場の予約は取り消されました。")
        if before in IN_QUEUE:
            subject = _("【ためし】来場のキャンセル待ちが終わりました（%(number)s）", number=visit.number)
            said = _("来場のキャンセル待ちは終わりました。")
        reason = _("理由: %(reason)s\n", reason=visit.ended_reason) if visit.ended_reason else ""
        body = _(
            "%(name)s様\n\n%(said)s\n%(reason)s\n%(facts)s\n"
            "ほかの日時を選ぶときは、次のページからもう一度お申し込みください。\n%(link)s\n",
            name=visit.name,
            said=said,
            reason=reason,
            link=f"{settings().base_url}/exhibitions/{visit.exhibition_id}/visits",
            facts=_facts(visit),
        )
        # whoever never confirmed has nothing in the calendar
        calendar = Method.CANCEL if before is VisitState.BOOKED else None
        await send_to_visitor(visit, "cancelled", subject, body, calendar)


_TOLD = {VisitStep.RESERVE: "booked", VisitStep.CHANGE: "changed", VisitStep.CANCEL: "cancelled"}


def _subject_for_counter(step: VisitStep, number: str) -> str:
    if step is VisitStep.CHANGE:
        return _("【ためし】来場予約の変更（%(number)s）", number=number)
    if step is VisitStep.CANCEL:
        return _("【ためし】来場予約の取消（%(number)s）", number=number)
    return _("【ためし】新しい来場予約（%(number)s）", number=number)


async def tell_counter(visit: VisitView, step: VisitStep) -> None:
    """Tell the counter, without the visitor's name: that stands on its own page."""
    for reader in await recipients_of([visit.counter_id]):
        with use_locale(reader.locale, "western"):
            body = _(
                "%(facts)s\n名前と連絡先、必要な手助けは、来場者のページで見られます。\n%(link)s\n",
                facts=_facts(visit),
                link=f"{settings().base_url}/exhibitions/{visit.exhibition_id}/visitors?day={visit.day}",
            )
            letter: dict[str, object] = {
                "recipient": reader.address,
                "subject": _subject_for_counter(step, visit.number),
                "body": body,
                "locale": reader.locale,
            }
        key = f"visit-counter-{_TOLD[step]}:{visit.id}:{visit.changes}:{reader.address}"
        await enqueue("mail", key, letter)
