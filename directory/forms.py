"""The page forms of the directory. What is right is judged by the use cases."""

from core.i18n import lazy
from core.web.fields import EmailField, TelephoneField, TextField
from core.web.forms import Form
from directory.editing import Details


class DetailsForm(Form):
    """What an organisation is called, where it is, how it is reached."""

    name = TextField(lazy("名称"), required=True)
    name_kana = TextField(lazy("名称のカナ"))
    corporation_name = TextField(lazy("法人の名称"))
    corporation_number = TextField(
        lazy("法人番号"), limit=20, hint=lazy("13桁の数字です。分からなければ空けておけます。")
    )
    postal_code = TextField(
        lazy("郵便番号"),
        limit=20,
        hint=lazy("870-0022のように。「住所を入れる」を押すと住所の欄に入ります。"),
    )
    address = TextField(lazy("住所"))
    building = TextField(lazy("建物名・部屋番号"))
    phone = TelephoneField(lazy("電話番号"), limit=40)
    fax = TelephoneField(lazy("FAX番号"), limit=40)
    email = EmailField(lazy("メールアドレス（公開）"), hint=lazy("ほかの人に見せる連絡先です。"))
    notification_email = EmailField(
        lazy("お知らせを受け取るメールアドレス"),
        hint=lazy("一人ひとりのほかに、貸出のお知らせを受け取る共用のアドレスです。公開しません。"),
    )
    url = TextField(lazy("ウェブサイト"), hint=lazy("https:// から始まるアドレスです。"))

    def details(self) -> Details:
        """What was typed."""
        return Details(**{name: self[name].data or "" for name in Details.__struct_fields__})
