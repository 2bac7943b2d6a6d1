"""Words for the errors of the waitlist."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "free-now": lazy("その日はいま空いています。待たずに、申し込んでください。"),
    "already-waiting": lazy("同じ機種・項目の重なる期間で、すでにキャンセル待ちに入っています。"),
    "waitlist-offer-over": lazy(
        "返事の期限が過ぎたので、この案内では申し込めません。押さえてあった日は次の方に回ります。"
        "続けて待つか、空いている日を探してください。"
    ),
    "too-many-waiting": lazy(
        "キャンセル待ちは、1つの事業所で%(most)s件までです。要らなくなったものを取り消してください。"
    ),
}

FIELD_WORDS: dict[str, LazyText] = {
    "more-than-there-are": lazy("貸出用は全部で%(unit_count)s台です。台数を減らしてください。"),
}
