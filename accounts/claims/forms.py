"""The page forms of claims."""

from accounts.domain import LONGEST_EMAIL, LONGEST_NAME
from core.i18n import lazy
from core.web.fields import ChoiceField, EmailField, LongTextField, TelephoneField, TextField
from core.web.forms import Form


class ClaimForm(Form):
    """Which office, and who says so."""

    office_number = TextField(
        lazy("事業所番号"),
        required=True,
        limit=20,
        hint=lazy("10桁の番号です。指定通知書などに書いてあります。"),
    )
    service_code = ChoiceField(
        lazy("サービス"), choices=[], hint=lazy("同じ番号のサービスがいくつかあるときに選びます。")
    )
    name = TextField(lazy("お名前"), required=True, limit=LONGEST_NAME)
    phone = TelephoneField(
        lazy("電話番号"),
        required=True,
        limit=40,
        hint=lazy("相談窓口が確かめるために電話することがあります。"),
    )
    email = EmailField(
        lazy("メールアドレス"),
        required=True,
        limit=LONGEST_EMAIL,
        hint=lazy("このアドレスに確認のメールを送ります。"),
    )


class RefuseForm(Form):
    """Why a claim is not accepted."""

    reason = LongTextField(lazy("見送る理由"), required=True, limit=500, rows=3, warns=False)
