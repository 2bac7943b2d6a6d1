"""The mails about claims, each in the language of whoever reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.mails import send
from core import db
from core.i18n import format_datetime, use_locale
from core.i18n import gettext as _
from core.settings import settings
from notifications.recipients import recipients_of


async def ask_to_confirm(claim_id: UUID, email: str, office: str, token: str, locale: str) -> None:
    """Ask whoever reads this address whether it was they."""
    with use_locale(locale, "western"):
        subject = _("【ためし】メールアドレスの確認")
        body = _(
            "「%(office)s」を「ためし」で使いたいという申し出を受け付けました。\n"
            "次のページを開いて、このメールアドレスがあなたのものであることを確かめてください。\n%(link)s\n\n"
            "このリンクは2日のあいだ使えます。確かめていただくと、担当の相談窓口が申し出を見ます。\n"
            "心当たりのない場合は、このメールを捨ててください。何も起こりません。\n",
            office=office,
            link=f"{settings().base_url}/claim/{token}",
        )
    await send(f"claim:{claim_id}", email, locale, subject, body)


# The counter that the office has chosen, else the one whose area it lies in; general centres last.
_COUNTER = """
SELECT c.name, c.phone, o.name AS office, coalesce(o.counter_id, (
    SELECT a.counter_id FROM counter_area a JOIN organization k ON k.id = a.counter_id
    WHERE a.prefecture = o.prefecture ORDER BY k.kind, k.code LIMIT 1)) AS counter_id
FROM office_claim c JOIN organization o ON o.id = c.organization_id WHERE c.id = $1
"""


async def tell_counter(claim_id: UUID) -> None:
    """Tell the counter of the office that somebody waits; where there is none, the centre."""
    claim = await db.fetch_row(_COUNTER, claim_id)
    if claim is None:
        return
    readers = [claim["counter_id"]] if claim["counter_id"] else await _centres()
    for reader in await recipients_of(readers):
        with use_locale(reader.locale, "western"):
            subject = _("【ためし】事業所の申し出: %(office)s", office=claim["office"])
            body = _(
                "%(name)sさん（電話 %(phone)s）が、「%(office)s」の担当だと申し出ています。\n"
                "事業所の電話番号に確かめてから、次のページで承認するか見送るかを決めてください。\n%(link)s\n",
                name=claim["name"],
                phone=claim["phone"],
                office=claim["office"],
                link=f"{settings().base_url}/claims",
            )
        await send(f"claim-waits:{claim_id}:{reader.address}", reader.address, reader.locale, subject, body)


async def _centres() -> list[UUID]:
    return [row["id"] for row in await db.fetch("SELECT id FROM organization WHERE kind = 'centre'")]


async def tell_accepted(claim: Mapping[str, Any], token: str, expires_at: datetime) -> None:
    """The way in, for whoever claimed."""
    with use_locale(claim["locale"], "western"):
        subject = _("【ためし】申し出が承認されました")
        body = _(
            "「%(office)s」の担当として「ためし」を使えるようになりました。\n"
            "次のページを開いて、参加の手続きをしてください。\n%(link)s\n\n"
            "このリンクは%(expires)sまで、一度だけ使えます。\n",
            office=claim["organization_name"],
            link=f"{settings().base_url}/invitations/{token}",
            expires=format_datetime(expires_at),
        )
    await send(f"claim-accepted:{claim['id']}", claim["email"], claim["locale"], subject, body)


async def tell_refused(claim: Mapping[str, Any], reason: str) -> None:
    """Why not, for whoever claimed."""
    with use_locale(claim["locale"], "western"):
        subject = _("【ためし】申し出についてのお知らせ")
        body = _(
            "「%(office)s」の担当としての申し出は、承認されませんでした。\n理由: %(reason)s\n\n"
            "ご不明の点は、担当の相談窓口にお問い合わせください。\n%(link)s\n",
            office=claim["organization_name"],
            reason=reason,
            link=f"{settings().base_url}/counters",
        )
    await send(f"claim-refused:{claim['id']}", claim["email"], claim["locale"], subject, body)
