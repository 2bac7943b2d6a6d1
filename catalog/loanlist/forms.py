"""The page forms of loan lists."""

from catalog.loanlist.headings import Field
from core.i18n import LazyText, lazy
from core.web.fields import FileField, HiddenField, TickField
from core.web.forms import Form

FIELD_NAMES: dict[Field, LazyText] = {
    Field.FIELD: lazy("分野"),
    Field.ITEM: lazy("項目"),
    Field.PRODUCT: lazy("機種名"),
    Field.COMPANY: lazy("企業名"),
    Field.CONTACT: lazy("連絡先（取り込みません）"),
    Field.OUTLINE: lazy("概要"),
    Field.DESCRIPTION: lazy("説明"),
    Field.PRICE: lazy("価格"),
    Field.PERIOD: lazy("貸出期間"),
    Field.UNITS: lazy("台数（取り込みません）"),
    Field.AREA: lazy("対応地域"),
    Field.SHIPPING: lazy("送料負担"),
    Field.EXPLANATION: lazy("事前説明（取り込みません）"),
    Field.URL: lazy("URL"),
    Field.TAIS: lazy("TAISコード"),
}
# Columns of a product as the preview names them.
COLUMN_NAMES: dict[str, LazyText] = {
    "name": lazy("機種名"),
    "item_codes": lazy("項目"),
    "outline": lazy("概要"),
    "description": lazy("説明"),
    "price_yen": lazy("価格"),
    "min_days": lazy("最短の日数"),
    "default_days": lazy("標準の日数"),
    "max_days": lazy("最長の日数"),
    "area": lazy("対応地域"),
    "shipping_payer": lazy("送料負担"),
    "url": lazy("URL"),
    "tais_code": lazy("TAISコード"),
    "status": lazy("公開の状態"),
}
FAULTS: dict[str, LazyText] = {
    "price-unreadable": lazy("価格を読み取れません。30万円 や 300,000 のように書いてください。"),
    "period-unreadable": lazy("貸出期間を読み取れません。2週間 や 14日〜1か月 のように書いてください。"),
    "payer-unclear": lazy(
        "送料をだれが払うか分かりません。貸主・相談窓口・借りる事業所 のどれかを書いてください。"
    ),
    "tais-code-shape": lazy("TAISコードは、5けたの数字・ハイフン・6けたの数字です。"),
    "address-shape": lazy("URLとして使えません。"),
    "item-unknown": lazy("重点分野の項目にない名前です。"),
    "too-long": lazy("長すぎます。"),
    "company-unknown": lazy("この企業は登録されていません。先に企業を登録するか、企業名を確かめてください。"),
    "listed-twice": lazy("同じ機種が上の行にもあります。"),
}


class ListForm(Form):
    """A loan list as a file."""

    file = FileField(
        lazy("試用貸出リストのファイル"),
        required=True,
        accept=".xlsx,.xls,.csv,.tsv,.txt",
        hint=lazy("Excel（.xlsx、.xls）かCSV。10MBまで。見出しの行や空いた行があっても大丈夫です。"),
    )


class ApplyForm(Form):
    """Do it."""

    ends_gone = TickField(lazy("リストにない機種の貸出を終わりにする"))
    mark = HiddenField(limit=40)
