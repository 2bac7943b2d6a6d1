"""Words for what an import of facilities finds: whole files, refused rows, doubtful rows, mended ones."""

from core.i18n import LazyText, lazy

# Why nothing of a file can be read.
WORDS: dict[str, LazyText] = {
    "file-unreadable": lazy("このファイルは読めません。"),
    "file-missing": lazy("ファイルがありません。名前と場所を確かめてください。"),
    "file-empty": lazy("ファイルが空です。もう一度ダウンロードしてください。"),
    "file-is-spreadsheet": lazy("表計算のファイルです。CSV（UTF-8）で保存し直してください。"),
    "encoding-unknown": lazy("文字コードが分かりません。UTF-8かCP932のCSVで保存し直してください。"),
    "columns-missing": lazy(
        "必要な列がありません。介護サービス情報公表システムのCSVをそのまま渡してください。"
    ),
    "no-offices": lazy("読める行が一つもありません。"),
}
FIELD_WORDS: dict[str, LazyText] = {}

# Why a row is kept out, or what is doubtful about it.
REMARKS: dict[str, LazyText] = {
    "column-count": lazy("列の数が見出しと違います。区切りの「,」の過不足や改行を確かめてください。"),
    "broken-quotes": lazy('引用符（"）が閉じていないか、途中で閉じています。'),
    "undecodable": lazy("ほかの行と文字コードが違います。"),
    "name-missing": lazy("事業所名がありません。"),
    "office-number-missing": lazy("事業所番号がありません。"),
    "office-number-shape": lazy("事業所番号が10桁ではありません。"),
    "service-missing": lazy("サービスの種類がありません。"),
    "service-unknown": lazy("知らないサービスの種類です。"),
    "prefecture-unknown": lazy("都道府県が分かりません。"),
    "repeated": lazy("同じ事業所番号とサービスの行が前にあります。先の行を使いました。"),
    "office-number-check": lazy("事業所番号の検査数字が合いません。"),
    "office-number-zero": lazy("事業所番号の先頭の0が落ちていたので補いました。"),
    "corporate-number-missing": lazy("法人番号がありません。"),
    "corporate-number-check": lazy("法人番号の検査数字が合いません。"),
    "corporate-number-shape": lazy("法人番号が13桁ではないので、取り込みませんでした。"),
    "corporation-missing": lazy("法人の名称がありません。"),
    "telephone-odd": lazy("電話番号の桁数が合いません。"),
    "fax-odd": lazy("FAX番号の桁数が合いません。"),
    "url-repaired": lazy("URLの書き間違いを直しました。"),
    "url-unusable": lazy("URLとして使えないので、取り込みませんでした。"),
    "url-is-mail": lazy("URLの欄にメールアドレスがあります。メールアドレスとして取り込みました。"),
    "position-outside": lazy("緯度と経度が日本の外なので、取り込みませんでした。"),
    "position-unreadable": lazy("緯度か経度が数ではないので、取り込みませんでした。"),
    "capacity-unreadable": lazy("定員が数ではないので、取り込みませんでした。"),
    "municipality-code-check": lazy("市町村コードの検査数字が合いません。"),
    "prefecture-differs": lazy("都道府県名と市町村コードが食い違います。都道府県名を使いました。"),
    "prefecture-from-code": lazy("都道府県名を市町村コードから補いました。"),
    "address-missing": lazy("住所がありません。"),
    "control-character": lazy("改行などの見えない文字を空白にしました。"),
    "damaged-character": lazy("壊れた文字があります。"),
    "not-in-cp932": lazy("CP932（古い表計算など）で表せない文字があります。そのまま取り込みました。"),
}
# What is mended without a doubt, and therefore only counted.
NOTES: dict[str, LazyText] = {
    "address-completed": lazy("住所に都道府県を補った行"),
    "telephone-tidied": lazy("電話番号とFAX番号を書きそろえた箇所"),
    "capacity-unknown": lazy("定員が分からない行"),
}
