"""The mails about a bundle: one for each reader at each step that happens to all of it at once.

A lender reads of its own products only, and of the facility not before it has agreed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core.i18n import LazyText, format_date, format_period, gettext, lazy, ngettext, use_locale
from core.settings import settings
from loans.bundles.queries import BundleView, bundle_for
from loans.domain import Party, StepName
from loans.notices import greeting
from loans.queries import LoanView
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of


class BundleText(NamedTuple):
    """What a mail says: its subject, what happened, and what its reader should do next."""

    subject: LazyText
    happened: LazyText
    next_step: LazyText


class BundleNews(msgspec.Struct, frozen=True):
    """The outbox row of a step; without `loans` all of the bundle. Whoever did it is not told."""

    bundle_id: UUID
    step: StepName = StepName.REQUEST
    loans: list[UUID] = []
    done_by: UUID | None = None
    reason: str = ""


C, F, L = Party.COUNTER, Party.FACILITY, Party.LENDER
TEXTS: Mapping[StepName, Mapping[Party, BundleText]] = {
    StepName.REQUEST: {
        C: BundleText(
            lazy("まとめて試用貸出の申込がありました: %(products)s"),
            lazy("%(facility)sから、次の試用貸出の申込がまとめてありました。個体は仮に押さえてあります。"),
            lazy("内容を確かめて、貸主に打診してください。貸せないものは、理由を添えて断ってください。"),
        ),
        F: BundleText(
            lazy("まとめて試用貸出の申込を受け付けました: %(products)s"),
            lazy("次の試用貸出の申込を受け付けました。個体は仮に押さえてあります。"),
            lazy(
                "窓口(%(counter)s)からの返事をお待ちください。取り消すときは、下のページから取り消してください。"
            ),
        ),
        L: BundleText(
            lazy("試用貸出の申込で、個体を仮に押さえました: %(products)s"),
            lazy("窓口(%(counter)s)に、次の試用貸出の申込がまとめてありました。個体は仮に押さえてあります。"),
            lazy("していただくことは、まだありません。窓口からの打診をお待ちください。"),
        ),
    },
    StepName.PROPOSE: {
        L: BundleText(
            lazy("まとめて試用貸出の打診です: %(products)s"),
            lazy("%(counter)sから、次の試用貸出の打診がまとめてありました。"),
            lazy("期限までに、機種ごとに、承諾するか、ほかの日程を提案するか、断るかを返事してください。"),
        ),
    },
    StepName.CANCEL: {
        C: BundleText(
            lazy("まとめた申込が取り消されました: %(products)s"),
            lazy("%(facility)sの次の申込が取り消されました。押さえた日は空きました。"),
            lazy("していただくことはありません。詳しくは下のページをご覧ください。"),
        ),
        F: BundleText(
            lazy("まとめた申込が取り消されました: %(products)s"),
            lazy("次の申込が取り消されました。押さえた日は空きました。"),
            lazy("ほかの機種や期間で、あらためて申し込めます。迷うときは窓口(%(counter)s)にご相談ください。"),
        ),
        L: BundleText(
            lazy("まとめた申込が取り消されました: %(products)s"),
            lazy("次の試用貸出が取り消されました。押さえた日は空きました。"),
            lazy("まだ発送していなければ、発送しないでください。"),
        ),
    },
}
_REFUSED = lazy("借りられなかったもの")


@handles("loan_bundle")
async def tell_of_bundle(payload: dict[str, Any], key: str) -> None:
    """Ask for one mail to each reader of every party that the step concerns."""
    news = msgspec.convert(payload, BundleNews)
    bundle = await bundle_for(Actor.system(), news.bundle_id)
    concerned = audience(news, bundle)
    for reader in await recipients_of(list(concerned)):
        party, loans = concerned[reader.organization_id]
        letter = letter_to(reader, party, news, bundle, loans)
        await enqueue("mail", f"mail:{key}:{reader.organization_id}:{reader.address}", letter)


def audience(news: BundleNews, bundle: BundleView) -> dict[UUID, tuple[Party, list[LoanView]]]:
    """The organisations to be told, as which party, and of which loans; one on two sides is told once."""
    told: dict[UUID, tuple[Party, list[LoanView]]] = {}
    loans = [loan for loan in bundle.loans if not news.loans or loan.id in news.loans]
    for party in TEXTS[news.step]:
        for loan in loans:
            sides = {C: loan.counter_id, F: loan.facility_id, L: loan.lender_id}
            organization = sides[party]
            if organization is None or organization == news.done_by:
                continue
            as_party, of = told.setdefault(organization, (party, []))
            if as_party is party:
                of.append(loan)
    return told


def letter_to(
    reader: Recipient, party: Party, news: BundleNews, bundle: BundleView, loans: Sequence[LoanView]
) -> dict[str, object]:
    """The payload of a `mail` row, in the reader's language."""
    with use_locale(reader.locale):
        words = {
            "facility": bundle.facility_name,
            "counter": bundle.counter_name,
            "products": ngettext("%(n)s機種", "%(n)s機種", len(loans)),
        }
        text = TEXTS[news.step][party]
        lines = [
            greeting(reader),
            text.happened % words,
            "\n".join(_lines(news, loans)),
            *_beside(news, party, bundle),
            gettext("■ 次にしていただくこと") + "\n" + text.next_step % words,
            f"{settings().base_url}/bundles/{bundle.id}",
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
        subject = text.subject % words
    return {
        "recipient": reader.address,
        "subject": str(subject),
        "body": "\n\n".join(map(str, lines)) + "\n",
        "locale": reader.locale,
    }


def _lines(news: BundleNews, loans: Sequence[LoanView]) -> Iterable[str]:
    for loan in loans:
        units = ngettext("%(n)s台", "%(n)s台", loan.quantity)
        line = f"{loan.number} {loan.product_title} {units} {format_period(loan.start, loan.end)}"
        if news.step is StepName.PROPOSE and loan.answer_by:
            line += " " + gettext("返事の期限 %(day)s", day=format_date(loan.answer_by))
        yield line


def _beside(news: BundleNews, party: Party, bundle: BundleView) -> Iterable[str]:
    """The reason of a cancellation, and to those who asked what could not be had."""
    if news.reason:
        yield gettext("理由: %(reason)s", reason=news.reason)
    if news.step is not StepName.REQUEST or party is L or not bundle.refusals:
        return
    lines = [f"{_REFUSED}:"]
    for refused in bundle.refusals:
        units = ngettext("%(n)s台", "%(n)s台", refused.quantity)
        lines.append(f"- {refused.product_title} {units} {format_period(refused.start, refused.end)}")
    yield "\n".join(lines)
