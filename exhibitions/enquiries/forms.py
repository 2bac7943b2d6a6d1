"""The short form by which a visitor asks for a trial, also in plain Japanese."""

from collections.abc import Mapping
from uuid import UUID

from core.i18n import Text, lazy
from core.ids import new_id
from core.web.fields import (
    ChoiceField,
    EmailField,
    HiddenField,
    LongTextField,
    TelephoneField,
    TextField,
    TickField,
)
from core.web.forms import Form
from core.web.values import as_uuid
from directory.prefectures import prefecture_choices
from exhibitions.enquiries.asking import LONGEST_NOTE, Ask
from exhibitions.questionnaires.domain import Wish
from exhibitions.questionnaires.replying import Contact
from exhibitions.visits.domain import LONGEST_NAME

# やさしい日本語, with readings in brackets as captions have them; these words are shown in no other language.
_PLAIN: Mapping[str, tuple[str, str]] = {
    "office_number": (
        "事業所（じぎょうしょ）の 番号（ばんごう）",
        "10この 数字（すうじ）です。わからないときは、書（か）きません。",
    ),
    "organization_name": ("働（はたら）いている 施設（しせつ）の 名前（なまえ）", ""),
    "prefecture": ("施設（しせつ）が ある 都道府県（とどうふけん）", ""),
    "name": ("あなたの 名前（なまえ）", ""),
    "phone": ("電話番号（でんわばんごう）", ""),
    "email": ("メールアドレス", "電話（でんわ）か メールの どちらかを 書（か）いてください。"),
    "note": (
        "伝（つた）えたいこと",
        "施設（しせつ）を 使（つか）う 人（ひと）の 名前（なまえ）は 書（か）きません。",
    ),
    "consents": ("上（うえ）の ことを わかりました。連絡（れんらく）しても いいです。", ""),
}


class EnquiryForm(Form):
    """For which office, and whom to call."""

    key = HiddenField(limit=40)
    office_number = TextField(
        lazy("事業所番号"),
        limit=20,
        hint=lazy("10桁の番号です。わからないときは空けて、下の名前と都道府県を入れてください。"),
    )
    organization_name = TextField(lazy("施設・事業所の名前"), limit=LONGEST_NAME)
    prefecture = ChoiceField(lazy("施設のある都道府県"), look="select")
    name = TextField(lazy("お名前"), required=True, limit=LONGEST_NAME)
    phone = TelephoneField(lazy("電話番号"), limit=40)
    email = EmailField(
        lazy("メールアドレス"), limit=254, hint=lazy("電話番号かメールアドレスのどちらかが要ります。")
    )
    note = LongTextField(lazy("伝えたいこと"), limit=LONGEST_NOTE, rows=3)
    consents = TickField(lazy("上の内容に同意します"))

    def fit(self, *, is_plain: bool) -> None:
        """Offer the prefectures; say everything in plain Japanese to whoever reads so."""
        none: tuple[str, Text] = ("", "えらんでください" if is_plain else lazy("選んでください"))
        self.prefecture.offer([none, *prefecture_choices()])
        if not self.key.data:
            self.key.data = new_id().hex
        for name, (label, hint) in _PLAIN.items() if is_plain else ():
            self[name].label.text, self[name].description = label, hint
        self.note.warns = not is_plain  # the hint says it in plain words

    def ask(self) -> Ask:
        """What was asked."""
        contact = Contact(
            wish=Wish.LOAN,
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            organization_name=self.organization_name.data or "",
            consents=bool(self.consents.data),
        )
        return Ask(
            id=as_uuid(self.key.data) or UUID(hex=new_id().hex),
            contact=contact,
            office_number=self.office_number.data or "",
            prefecture=self.prefecture.data or "",
            note=self.note.data or "",
        )
