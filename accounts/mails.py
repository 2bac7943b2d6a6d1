"""The mails of accounts, put into words when they are asked for, in the language of whoever reads them."""

from datetime import datetime
from uuid import UUID

from accounts.domain import Actor
from core.i18n import format_datetime, use_locale
from core.i18n import gettext as _
from core.settings import settings
from notifications.outbox import enqueue


async def invite(invitation_id: UUID, actor: Actor, email: str, token: str, expires_at: datetime) -> None:
    """Ask `email` to join the actor's organisation; written in the language of whoever invites."""
    with use_locale(actor.locale, "western"):
        facts = {
            "name": actor.name,
            "organization": actor.organization_name,
            "link": f"{settings().base_url}/invitations/{token}",
            "expires": format_datetime(expires_at),
        }
        subject = _("【ためし】%(organization)sへの招待", **facts)
        body = _(
            "%(name)sさんから、「%(organization)s」の一員として「ためし」を使うよう招待されました。\n"
            "「ためし」は、介護ロボットの試用貸出を申し込み、進み具合を確かめるためのサイトです。\n\n"
            "次のページを開いて、参加の手続きをしてください。\n%(link)s\n\n"
            "このリンクは%(expires)sまで、一度だけ使えます。\n"
            "心当たりのない場合は、このメールを捨ててください。何も起こりません。\n",
            **facts,
        )
    await send(f"invitation:{invitation_id}", email, actor.locale, subject, body)


async def reset_password(reset_id: UUID, email: str, locale: str, token: str) -> None:
    """Send `email` the link to choose a new password."""
    with use_locale(locale, "western"):
        subject = _("【ためし】パスワードの再設定")
        body = _(
            "「ためし」のパスワードを再設定する申し出がありました。\n"
            "次のページを開いて、新しいパスワードを決めてください。\n%(link)s\n\n"
            "このリンクは60分のあいだ、一度だけ使えます。\n"
            "申し出た覚えがない場合は、このメールを捨ててください。パスワードは変わりません。\n",
            link=f"{settings().base_url}/password-reset/{token}",
        )
    await send(f"password-reset:{reset_id}", email, locale, subject, body)


async def tell_of_new_password(sign: UUID, email: str, locale: str) -> None:
    """Tell the owner that their password was changed, so that a stranger's change is noticed."""
    with use_locale(locale, "western"):
        subject = _("【ためし】パスワードが変わりました")
        body = _(
            "「ためし」のパスワードが変更され、ほかの端末からはサインアウトされました。\n"
            "ご自身で変更していない場合は、すぐに次のページからパスワードを再設定してください。\n%(link)s\n",
            link=f"{settings().base_url}/password-reset",
        )
    await send(f"new-password:{sign}", email, locale, subject, body)


async def send(key: str, recipient: str, locale: str, subject: str, body: str) -> None:
    """Have a mail sent once for each `key`, after the caller's transaction."""
    payload: dict[str, object] = {"recipient": recipient, "subject": subject, "body": body, "locale": locale}
    await enqueue("mail", key, payload)
