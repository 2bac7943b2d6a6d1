"""The mails about a bundle: one for each reader at each step that happens to all of it at once.

A lender reads of its own products only, and of the facility not before it has agreed.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core.i18n import format_date, format_datetime, format_period, gettext, lazy, ngettext, use_locale
from core.ids import new_id
from core.settings import settings
from loans.bundles.notice_texts import TEXTS, C, F, L
from loans.bundles.queries import BundleView, bundle_for
from loans.domain import Party, StepName
from loans.notices import greeting
from loans.queries import LoanRow, LoanView
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of


class BundleNews(msgspec.Struct, frozen=True):
    """The outbox row of a step; without `loans` all of the bundle. Whoever did it is not told.

    With `only` the other parties hear nothing: it is for this one to act.
    """

    bundle_id: UUID
    step: StepName = StepName.REQUEST
    loans: list[UUID] = []
    done_by: UUID | None = None
    reason: str = ""
    only: Party | None = None


async def tell_together(news: BundleNews) -> None:
    """Ask for one mail to each reader about what happened to these loans at the same moment."""
    await enqueue("loan_bundle", f"loan_bundle:{news.bundle_id}:{new_id()}", msgspec.structs.asdict(news))


_REFUSED = lazy("借りられなかったもの")
# Steps after which a lender is waited for.
_WAITED_FOR = frozenset({StepName.PROPOSE, StepName.LENDER_SILENT})


def by_bundle(loans: Iterable[LoanRow]) -> list[tuple[UUID | None, list[LoanRow]]]:
    """Loans that something happens to at once: those of one bundle together, any other one alone."""
    found: dict[UUID, list[LoanRow]] = {}
    for loan in loans:
        found.setdefault(loan.bundle_id or loan.id, []).append(loan)
    return [(one[0].bundle_id if len(one) > 1 else None, one) for one in found.values()]


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
    parties = [party for party in TEXTS[news.step] if news.only in (None, party)]
    for party in parties:
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
        if news.step in _WAITED_FOR and loan.answer_by:
            line += " " + gettext("返事の期限 %(day)s", day=format_date(loan.answer_by))
        if news.step is StepName.HOLD_ENDING and loan.hold_expires_at:
            line += " " + gettext("仮押さえは%(moment)sまで", moment=format_datetime(loan.hold_expires_at))
        yield line


def _beside(news: BundleNews, party: Party, bundle: BundleView) -> Iterable[str]:
    """The reason of an ending, and to those who asked what could not be had."""
    if news.reason:
        yield gettext("理由: %(reason)s", reason=news.reason)
    if news.step is not StepName.REQUEST or party is L or not bundle.refusals:
        return
    lines = [f"{_REFUSED}:"]
    for refused in bundle.refusals:
        units = ngettext("%(n)s台", "%(n)s台", refused.quantity)
        lines.append(f"- {refused.product_title} {units} {format_period(refused.start, refused.end)}")
    yield "\n".join(lines)
