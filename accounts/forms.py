"""The page forms of accounts. What makes a good password or name is judged by the use cases."""

from markupsafe import Markup

from accounts.domain import LONGEST_EMAIL, LONGEST_NAME, LONGEST_PASSWORD, DateStyle, Role
from core.i18n import lazy
from core.web.fields import ChoiceField, EmailField, HiddenField, PasswordField, TextField
from core.web.forms import Form

# Each in its own language, so that whoever is lost finds theirs; screen readers are told which.
LANGUAGES = (
    ("ja", Markup('<span lang="ja">日本語</span>')),
    ("en", Markup('<span lang="en">English</span>')),
)
DATE_STYLES = (
    (DateStyle.WESTERN.value, lazy("西暦"), lazy("2026年10月1日(木)")),
    (DateStyle.ERA.value, lazy("和暦"), lazy("令和8年10月1日(木)")),
)
ROLES = (
    (Role.MEMBER.value, lazy("メンバー"), lazy("貸出などの仕事をします。")),
    (Role.ADMIN.value, lazy("管理者"), lazy("ほかの人を招待したり、外したりもできます。")),
)


class SignInForm(Form):
    """Who one is, and where one wanted to go."""

    email = EmailField(lazy("メールアドレス"), required=True, limit=LONGEST_EMAIL)
    password = PasswordField(lazy("パスワード"), required=True, limit=LONGEST_PASSWORD)
    next = HiddenField(limit=2000)


class ResetRequestForm(Form):
    """Whose password is to be reset."""

    email = EmailField(
        lazy("メールアドレス"),
        required=True,
        limit=LONGEST_EMAIL,
        hint=lazy("サインインに使っているアドレスを入力してください。"),
    )


class NewPasswordForm(Form):
    """A new password."""

    password = PasswordField(
        lazy("新しいパスワード"),
        required=True,
        autocomplete="new-password",
        hint=lazy("10文字以上。覚えやすい言葉をいくつか並べると、安全で忘れにくくなります。"),
    )


class ChangePasswordForm(Form):
    """The present password and the new one."""

    current = PasswordField(lazy("いまのパスワード"), required=True)
    password = PasswordField(
        lazy("新しいパスワード"),
        required=True,
        autocomplete="new-password",
        hint=lazy("10文字以上。覚えやすい言葉をいくつか並べると、安全で忘れにくくなります。"),
    )


class JoinForm(Form):
    """The account that an invited person makes."""

    name = TextField(lazy("氏名"), required=True, limit=LONGEST_NAME)
    password = PasswordField(
        lazy("パスワード"),
        required=True,
        autocomplete="new-password",
        hint=lazy("10文字以上。覚えやすい言葉をいくつか並べると、安全で忘れにくくなります。"),
    )


class ProfileForm(Form):
    """A person's own settings."""

    name = TextField(lazy("氏名"), required=True, limit=LONGEST_NAME)
    locale = ChoiceField(lazy("画面とメールの言語"), required=True, choices=LANGUAGES)
    date_style = ChoiceField(
        lazy("日付の書き方"),
        required=True,
        choices=DATE_STYLES,
        hint=lazy("日本語の画面での書き方です。"),
    )


class ApiTokenForm(Form):
    """What a token is for."""

    name = TextField(
        lazy("トークンの名前"),
        required=True,
        limit=LONGEST_NAME,
        hint=lazy("何に使うか、あとで分かる名前にします。例：在庫表との連携"),
    )


class InviteForm(Form):
    """Whom to invite, and as what."""

    email = EmailField(lazy("メールアドレス"), required=True, limit=LONGEST_EMAIL)
    role = ChoiceField(lazy("役割"), required=True, choices=ROLES, default=Role.MEMBER.value)


class RoleForm(Form):
    """What a colleague may do."""

    role = ChoiceField(lazy("役割"), required=True, choices=ROLES)
