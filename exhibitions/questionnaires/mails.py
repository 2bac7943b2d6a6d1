"""Mails about questionnaires: to a visitor afterwards, to the counter when somebody wants to hear more."""

from uuid import UUID

from core.i18n import gettext as _
from core.i18n import use_locale
from core.settings import settings
from exhibitions.visits.mails import send_to_visitor
from exhibitions.visits.queries import VisitView
from notifications.outbox import enqueue
from notifications.recipients import recipients_of


async def ask_afterwards(visit: VisitView, token: str) -> None:
    """Thank for the visit, and ask: at most a minute."""
    with use_locale(visit.locale, "western"):
        subject = _("【ためし】ご来場ありがとうございました（アンケートのお願い）")
        body = _(
            "%(name)s様\n\n「%(title)s」にご来場いただき、ありがとうございました。\n"
            "1分ほどのアンケートにお答えください。相談や試用貸出のご希望も、同じページで伝えられます。\n%(link)s\n\n"
            "%(counter)s\n",
            name=visit.name,
            title=visit.exhibition_title_en
            if visit.locale == "en" and visit.exhibition_title_en
            else visit.exhibition_title,
            link=f"{settings().base_url}/visits/{token}/questions",
            counter=visit.counter_name,
        )
        await send_to_visitor(visit, "questions", subject, body)


async def tell_of_lead(title: str, counter_id: UUID, lead_id: UUID) -> None:
    """Tell the counter that somebody wants to hear more; who it is stands on its own page."""
    for reader in await recipients_of([counter_id]):
        with use_locale(reader.locale, "western"):
            letter: dict[str, object] = {
                "recipient": reader.address,
                "subject": _("【ためし】連絡を望む来場者がいます"),
                "body": _(
                    "「%(title)s」の来場者が、相談か試用貸出の連絡を望んでいます。\n"
                    "名前と連絡先は、次のページで見られます。\n%(link)s\n",
                    title=title,
                    link=f"{settings().base_url}/leads",
                ),
                "locale": reader.locale,
            }
        await enqueue("mail", f"visit-lead:{lead_id}:{reader.address}", letter)
