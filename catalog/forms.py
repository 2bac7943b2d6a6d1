"""The forms of the catalogue's pages."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from catalog.commands import CreateProduct, UpdateProduct
from catalog.documents import SHEETS
from catalog.domain import ProductStatus, ShippingPayer, TaxonomyVersion
from catalog.labelling import MOST_TAGS
from catalog.looks import PRODUCT, SHIPPING_PAYER
from catalog.queries import Taxonomy
from catalog.queries.crosswalk import Pair
from core.i18n import gettext, lazy
from core.web.fields import (
    ChoiceField,
    DayField,
    HiddenField,
    LongTextField,
    ManyField,
    NumberField,
    SearchField,
    TextField,
    TickField,
)
from core.web.forms import Form
from directory.prefectures import prefecture_choices

_LONGEST_TRIAL = 366
_TEXTS = {
    *("name", "outline", "description", "url", "area", "name_en", "outline_en", "description_en"),
    *("needs_floor", "lecture", "video_url", "ccta95_codes"),
}


class BrowseForm(Form):
    """What products are looked for; everything stands in the address."""

    q = SearchField(lazy("ことばで探す"), limit=100)
    item = ChoiceField(lazy("項目"), look="select")
    start = DayField(lazy("使い始めたい日"), from_today=True)
    days = NumberField(lazy("試用の日数"), least=1, most=_LONGEST_TRIAL, unit=lazy("日"))
    without_wifi = TickField(lazy("Wi-Fiがなくても使える"))
    only_free = TickField(lazy("この日程で空いている機種だけ"))
    payer = ChoiceField(
        lazy("送料をだれが払うか"),
        look="select",
        choices=[("", lazy("どれでも")), *((one.value, SHIPPING_PAYER[one]) for one in ShippingPayer)],
    )
    prefecture = ChoiceField(
        lazy("貸出の地域"),
        look="select",
        choices=[("", lazy("どこでも")), *prefecture_choices()],
    )
    problem = HiddenField(limit=100)
    taxonomy = HiddenField(limit=4)
    vendor = HiddenField(limit=36)
    view = HiddenField(limit=10)

    @property
    def version(self) -> TaxonomyVersion:
        """The version of the taxonomy to show."""
        return TaxonomyVersion.asked(self.taxonomy.data)

    def offer_items(self, taxonomy: Taxonomy, pairs: Iterable[Pair]) -> None:
        """Let the reader choose among the items of this version; what is looked for is one of them."""
        others = [pair.newest for pair in pairs if pair.code == self.item.data]
        items = [*taxonomy.items, *(item for item in others if item.code not in taxonomy.codes)]
        self.item.offer([("", lazy("すべての項目")), *((item.code, item.full_name) for item in items)])

    def knows_days(self) -> bool:
        """Whether the days are given that something is to be free on; what is missing is said beside them."""
        if self.only_free.data and self.start.data is None:
            self.add_mistake(
                gettext("空いている機種だけを見るには、使い始めたい日を入れてください。"), "start"
            )
        return not self.mistakes

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is looked for at all."""
        given = (
            self.q,
            self.item,
            self.start,
            self.only_free,
            self.without_wifi,
            self.problem,
            self.vendor,
            self.view,
        )
        return any(field.data for field in (*given, self.payer, self.prefecture))


class TagForm(Form):
    """The short code that is printed below a QR code."""

    code = TextField(
        lazy("ラベルのコード"), required=True, limit=100, hint=lazy("QRコードの下にある8文字です。")
    )


class ProductForm(Form):
    """機種: everything a vendor says of a product."""

    name = TextField(lazy("機種名"), required=True)
    outline = TextField(lazy("一言での紹介"), limit=400, required=True, hint=lazy("一覧に出る短い文です。"))
    description = LongTextField(
        lazy("くわしい説明"), limit=4000, warns=False, hint=lazy("できること、使う場面、使い方の流れなど。")
    )
    item_codes = ManyField(lazy("重点分野の項目"), hint=lazy("あてはまるものをすべて選んでください。"))
    price_yen = NumberField(lazy("参考価格"), unit=lazy("円"))
    tais_code = TextField(lazy("TAISコード"), limit=12, hint=lazy("例: 01234-000001"))
    ccta95_codes = TextField(
        lazy("CCTA95分類コード"), limit=40, hint=lazy("6けたの数字。3つまで、空白で区切って入れてください。")
    )
    url = TextField(lazy("紹介ページのアドレス"), limit=200)
    video_url = TextField(
        lazy("動画のアドレス"), limit=200, hint=lazy("動画はこのアドレスへのリンクとして出ます。")
    )
    area = TextField(lazy("貸し出せる地域"), limit=200, hint=lazy("例: 全国（離島を除く）"))
    min_days = NumberField(lazy("最短の試用日数"), least=1, most=_LONGEST_TRIAL, unit=lazy("日"))
    default_days = NumberField(lazy("標準の試用日数"), least=1, most=_LONGEST_TRIAL, unit=lazy("日"))
    max_days = NumberField(lazy("最長の試用日数"), least=1, most=_LONGEST_TRIAL, unit=lazy("日"))
    transit_working_days = NumberField(lazy("輸送にかかる日数"), most=30, unit=lazy("営業日"))
    inspection_working_days = NumberField(lazy("返却後の点検の日数"), most=30, unit=lazy("営業日"))
    shipping_payer = ChoiceField(
        lazy("送料"), required=True, coerce=ShippingPayer, choices=[*SHIPPING_PAYER.items()]
    )
    needs_wifi = TickField(lazy("Wi-Fiが要る"))
    needs_power = TickField(lazy("コンセントが要る"))
    needs_consent = TickField(lazy("利用者に使うので、同意が要る"))
    needs_floor = TextField(
        lazy("置き場所の条件"), hint=lazy("例: 床に段差がないこと、通路の幅80cm以上、ベッドの脚の高さなど。")
    )
    lecture = TextField(
        lazy("使う前の説明"), hint=lazy("例: 担当者が訪問して約60分。オンラインでもできます。")
    )
    name_en = TextField(lazy("機種名（英語）"))
    outline_en = TextField(lazy("一言での紹介（英語）"), limit=400)
    description_en = LongTextField(lazy("くわしい説明（英語）"), limit=4000, warns=False)
    status = ChoiceField(
        lazy("公開"),
        required=True,
        coerce=ProductStatus,
        choices=[
            (ProductStatus.DRAFT, PRODUCT[ProductStatus.DRAFT].label, lazy("自社だけが見られます。")),
            (
                ProductStatus.PUBLIC,
                PRODUCT[ProductStatus.PUBLIC].label,
                lazy("だれでも見られ、申し込めます。"),
            ),
            (
                ProductStatus.DISCONTINUED,
                PRODUCT[ProductStatus.DISCONTINUED].label,
                lazy("新しい申込を受けません。キャンセル待ちは終わり、待っている事業所に知らせます。"),
            ),
        ],
    )
    expected = HiddenField(limit=40)

    def offer_items(self, taxonomy: Taxonomy) -> None:
        """Let the vendor tick items; those of the newer version are all there are."""
        self.item_codes.offer([(item.code, item.full_name, item.definition) for item in taxonomy.items])

    def values(self) -> dict[str, Any]:
        """What was typed, as the commands name it."""
        return {field.name: field.data for field in self if field.name != "expected"}

    def as_new(self) -> CreateProduct:
        """The command to create the product."""
        return CreateProduct(**self._given())

    def as_change(self) -> UpdateProduct:
        """The command to change all that the form shows."""
        return UpdateProduct(**self._given())

    def _given(self) -> dict[str, Any]:
        given = {name: (value or "") if name in _TEXTS else value for name, value in self.values().items()}
        return given | {"ccta95_codes": _words(given["ccta95_codes"])}


def _words(text: str) -> list[str]:
    """Codes as people write several of them: with spaces, commas or 、 between."""
    return re.split(r"[\s,、・/]+", unicodedata.normalize("NFKC", text).strip()) if text.strip() else []


LAYOUT_NAMES = {
    name: lazy(
        "A4 %(count)s面（%(width)s×%(height)s mm）",
        count=sheet.count,
        width=sheet.width,
        height=sheet.height,
    )
    for name, sheet in SHEETS.items()
}


class LabelsForm(Form):
    """Labels on sheets: on which, from where on, how far shifted."""

    layout = ChoiceField(lazy("用紙"), required=True, look="select", choices=[*LAYOUT_NAMES.items()])
    # The paper whose remembered shift the form was filled in with.
    shifted_for = HiddenField(limit=10)
    position = NumberField(
        lazy("何枚目から印刷するか"),
        least=1,
        most=max(sheet.count for sheet in SHEETS.values()),
        unit=lazy("枚目"),
        hint=lazy("途中まで使った用紙は、残っている最初のラベルの番号を入れます。左上が1、右へ数えます。"),
    )
    right = NumberField(
        lazy("右へずらす"),
        least=-200,
        most=200,
        unit=lazy("（0.1mm単位）"),
        hint=lazy("15なら1.5mm右へ、-15なら1.5mm左へ。"),
    )
    down = NumberField(
        lazy("下へずらす"),
        least=-200,
        most=200,
        unit=lazy("（0.1mm単位）"),
        hint=lazy("15なら1.5mm下へ、-15なら1.5mm上へ。"),
    )


class BlankLabelsForm(LabelsForm):
    """Labels to be printed before they are tied to a unit."""

    count = NumberField(lazy("枚数"), least=1, most=MOST_TAGS, unit=lazy("枚"), required=True)
