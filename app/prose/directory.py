"""Words for the errors of `directory`."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "merged-already": lazy("どちらかは、もうほかの組織に統合されています。統合先を開いてください。"),
    "merging-handover": lazy(
        "この二つのあいだに、まだ終わっていない個体の引き渡しがあります。それを終えるか取り下げてから、統合してください。"
    ),
    "merging-stocktaking": lazy("二つとも棚卸の途中です。どちらかの棚卸を閉じてから、統合してください。"),
    "code-taken": lazy("この略号は、ほかの組織が使っています。別の略号にしてください。"),
    "several-services": lazy(
        "この事業所番号には、いくつかのサービスがあります。4470100017-510のように、サービスの番号も付けてください。"
    ),
}

FIELD_WORDS: dict[str, LazyText] = {
    "none-open": lazy("休みでない曜日を、一つは残してください。"),
    "closing-too-far": lazy("3年先までの日付を入れてください。"),
    "closed-too-long": lazy("続けて休めるのは%(longest)s日までです。期間を短くしてください。"),
    "same-organization": lazy("同じ組織は統合できません。もう一方を選んでください。"),
    "other-kind": lazy("種類のちがう組織は統合できません。"),
    "corporate-number-wrong": lazy("法人番号が正しくありません。13桁の数字を確かめてください。"),
    "telephone-wrong": lazy("電話番号の桁数が合いません。市外局番から入力してください。"),
    "postal-code-wrong": lazy("郵便番号は7桁の数字で入力してください。"),
    "url-wrong": lazy("https:// から始まるアドレスを入力してください。"),
}
