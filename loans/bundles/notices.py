"""The mail about a bundle: one for each reader, however many products there are."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.domain import Actor
from core.i18n import LazyText, format_period, gettext, lazy, ngettext, use_locale
from core.settings import settings
from loans.bundles.queries import BundleView, bundle_for
from loans.notices import greeting
from notifications.outbox import enqueue, handles
from notifications.recipients import Recipient, recipients_of

_TO_COUNTER = (
    lazy("まとめて試用貸出の申込がありました: %(products)s"),
    lazy("%(facility)sから、次の試用貸出の申込がまとめてありました。個体は仮に押さえてあります。"),
    lazy("機種ごとに内容を確かめて、貸主に打診してください。貸せないものは、理由を添えて断ってください。"),
)
_TO_FACILITY = (
    lazy("まとめて試用貸出の申込を受け付けました: %(products)s"),
    lazy("次の試用貸出の申込を受け付けました。個体は仮に押さえてあります。"),
    lazy(
        "窓口(%(counter)s)からの返事をお待ちください。取り消すときは、機種ごとのページから取り消してください。"
    ),
)
_REFUSED = lazy("借りられなかったもの")


@handles("loan_bundle")
async def tell_of_bundle(payload: dict[str, Any], key: str) -> None:
    """Ask for one mail to each reader at the counter and at the facility."""
    bundle = await bundle_for(Actor.system(), UUID(payload["bundle_id"]))
    for reader in await recipients_of([bundle.counter_id, bundle.facility_id or bundle.counter_id]):
        texts = _TO_COUNTER if reader.organization_id == bundle.counter_id else _TO_FACILITY
        await enqueue("mail", f"mail:{key}:{reader.address}", letter_to(reader, texts, bundle))


def letter_to(
    reader: Recipient, texts: tuple[LazyText, LazyText, LazyText], bundle: BundleView
) -> dict[str, object]:
    """The payload of a `mail` row, in the reader's language."""
    with use_locale(reader.locale):
        words = {
            "facility": bundle.facility_name,
            "counter": bundle.counter_name,
            "products": ngettext("%(n)s機種", "%(n)s機種", len(bundle.loans)),
        }
        subject, happened, next_step = (text % words for text in texts)
        lines = [
            greeting(reader),
            happened,
            "\n".join(_lines(bundle)),
            gettext("■ 次にしていただくこと") + "\n" + next_step,
            f"{settings().base_url}/bundles/{bundle.id}",
            gettext("このメールは、ためし(試用貸出のシステム)が自動で送りました。返信しても届きません。"),
        ]
    return {
        "recipient": reader.address,
        "subject": str(subject),
        "body": "\n\n".join(map(str, lines)) + "\n",
        "locale": reader.locale,
    }


def _lines(bundle: BundleView) -> Iterable[str]:
    for loan in bundle.loans:
        units = ngettext("%(n)s台", "%(n)s台", loan.quantity)
        yield f"{loan.number} {loan.product_title} {units} {format_period(loan.start, loan.end)}"
    if bundle.refusals:
        yield f"{_REFUSED}:"
    for refused in bundle.refusals:
        units = ngettext("%(n)s台", "%(n)s台", refused.quantity)
        yield f"- {refused.product_title} {units} {format_period(refused.start, refused.end)}"
