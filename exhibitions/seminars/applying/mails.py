"""The mails about an application: in the applicant's language, each with a link that opens it alone."""

from collections.abc import Sequence
from uuid import UUID

from core.i18n import Text, format_date, format_datetime, format_time, lazy, use_locale
from core.i18n import gettext as _
from core.settings import settings
from exhibitions.seminars.applying.domain import ApplicationState
from exhibitions.seminars.applying.queries import ApplicationView
from exhibitions.seminars.looks import FORMS
from exhibitions.seminars.queries import SeminarView, SessionView
from notifications.outbox import enqueue
from notifications.recipients import recipients_of

# What each state says first: the subject, and the lead of the mail.
_SAID: dict[ApplicationState, tuple[Text, Text]] = {
    ApplicationState.ASKED: (
        lazy("【ためし】研修会の申込を確かめてください"),
        lazy(
            "研修会のお申し込みを受け付けました。まだ申込は終わっていません。\n"
            "次のページを開いて「申込を確定する」を押してください。2時間のあいだ有効です。"
        ),
    ),
    ApplicationState.APPLIED: (
        lazy("【ためし】研修会の申込を受け付けました"),
        lazy("研修会のお申し込みを受け付けました。受講が決まりましたら、窓口からメールでお知らせします。"),
    ),
    ApplicationState.WAITING: (
        lazy("【ためし】研修会のキャンセル待ちに入りました"),
        lazy("いまは満員のため、キャンセル待ちに入りました。空きが出たら、順番にメールでご案内します。"),
    ),
    ApplicationState.OFFERED: (
        lazy("【ためし】研修会に空きが出ました。お返事をください"),
        lazy("研修会に空きが出て、順番が来ました。次のページで、期限までに「受講する」を押してください。"),
    ),
    ApplicationState.ACCEPTED: (
        lazy("【ためし】研修会の受講が決まりました"),
        lazy("研修会の受講が決まりました。当日の受付には、次のページのQRコードか受講番号を使います。"),
    ),
    ApplicationState.REFUSED: (
        lazy("【ためし】研修会の受講について"),
        lazy("申し訳ありませんが、今回は受講していただけないことになりました。"),
    ),
    ApplicationState.CANCELLED: (
        lazy("【ためし】研修会の受講を取り消しました"),
        lazy("研修会の申込は取り消されました。"),
    ),
    ApplicationState.LAPSED: (
        lazy("【ためし】研修会の空きの案内が期限を過ぎました"),
        lazy("お返事の期限を過ぎたため、空きは次の方に回りました。もう一度申し込むことができます。"),
    ),
}


def link_to(token: str) -> str:
    """Where the applicant's own page is."""
    return f"{settings().base_url}/seminar-applications/{token}"


def when_and_where(session: SessionView) -> str:
    """A session for those who have a place: its time, place and link."""
    told = [
        f"{format_date(session.start)} {format_time(session.start)}–{format_time(session.end)}",
        str(FORMS[session.form]),
        session.theme,
        session.place,
        session.meeting_link,
    ]
    return " / ".join(part for part in told if part)


def _facts(seminar: SeminarView, application: ApplicationView, sessions: Sequence[SessionView]) -> str:
    has_place = application.has_place
    days = [when_and_where(one) if has_place else format_datetime(one.start) for one in sessions]
    lines = [
        _("研修会: %(title)s", title=seminar.name),
        _("申込番号: %(number)s", number=application.number),
        *(_("日程: %(day)s", day=day) for day in days),
        _("人数: %(people)s人", people=application.people),
    ]
    if has_place:
        numbers = "、".join(one.number for one in application.participants)
        lines.append(_("受講番号: %(numbers)s", numbers=numbers))
    if application.offered_until:
        lines.append(_("お返事の期限: %(until)s", until=format_datetime(application.offered_until)))
    if application.ended_reason:
        lines.append(_("理由: %(reason)s", reason=application.ended_reason))
    phone = seminar.counter_phone or "―"
    lines.append(_("主催: %(counter)s（電話 %(phone)s）", counter=seminar.counter_name, phone=phone))
    return "\n".join(lines)


def key_of(kind: str, application_id: UUID, changes: int) -> str:
    """The key under which a mail is sent once."""
    return f"seminar-{kind}:{application_id}:{changes}"


def keys_of(application_id: UUID, changes: int) -> list[str]:
    """The keys of every mail that can have gone to the applicant, those about sessions left aside."""
    states = [key_of(state, application_id, at) for state in ApplicationState for at in range(changes + 1)]
    once = [key_of(kind, application_id, 0) for kind in ("certificate", "questions")]
    return [*states, *once]


async def send(application: ApplicationView, key: str, subject: str, body: str, **more: object) -> None:
    """Write to the applicant, who may have no address: then the counter calls."""
    if not application.email:
        return
    letter: dict[str, object] = {
        "recipient": application.email,
        "subject": subject,
        "body": body,
        "locale": application.locale,
    }
    await enqueue("mail", key, letter | more)


async def write_of_state(
    seminar: SeminarView,
    application: ApplicationView,
    sessions: Sequence[SessionView],
    token: str,
    calendars: Sequence[str] = (),
) -> None:
    """Say where the application stands now, with its link; without a token with that of the course.

    Programs take over the first of `calendars` by themselves; the others are files to be opened.
    """
    with use_locale(application.locale, "western"):
        subject, lead = _SAID[application.state]
        page = f"{settings().base_url}/seminars/{seminar.id}"
        body = _(
            "%(name)s様\n\n%(lead)s\n%(link)s\n\n%(facts)s\n",
            name=application.name,
            lead=lead,
            link=link_to(token) if token else page,
            facts=_facts(seminar, application, sessions),
        )
        if len(calendars) > 1:
            body += "\n" + _("カレンダーに入れた2回目からの日程は、添付のファイルを開くと外れます。") + "\n"
        key = key_of(application.state, application.id, application.changes)
        await send(application, key, str(subject), body, calendars=[*calendars])


_FOR_COUNTER: dict[ApplicationState, Text] = {
    ApplicationState.APPLIED: lazy("【ためし】研修会の申込があります。受講を決めてください（%(number)s）"),
    ApplicationState.ACCEPTED: lazy("【ためし】研修会の新しい受講者（%(number)s）"),
    ApplicationState.WAITING: lazy("【ためし】研修会のキャンセル待ち（%(number)s）"),
    ApplicationState.CANCELLED: lazy("【ためし】研修会の申込の取消（%(number)s）"),
}


async def tell_counter(seminar: SeminarView, application: ApplicationView) -> None:
    """Tell the counter, without names: those stand on its own page."""
    for reader in await recipients_of([seminar.counter_id]):
        with use_locale(reader.locale, "western"):
            subject = str(_FOR_COUNTER[application.state]) % {"number": application.number}
            body = _(
                "研修会: %(title)s\n人数: %(people)s人\n\n"
                "名前と連絡先は、申込のページで見られます。\n%(link)s\n",
                title=seminar.name,
                people=application.people,
                link=f"{settings().base_url}/seminars/{seminar.id}/applications",
            )
        letter: dict[str, object] = {
            "recipient": reader.address,
            "subject": subject,
            "body": body,
            "locale": reader.locale,
        }
        key = key_of(f"counter-{application.state}", application.id, application.changes)
        await enqueue("mail", f"{key}:{reader.address}", letter)
