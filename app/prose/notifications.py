"""Words for the errors of `notifications`."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {}

FIELD_WORDS: dict[str, LazyText] = {
    "name-too-long": lazy("名前は%(longest)s文字までにしてください。"),
    "too-many-feeds": lazy("カレンダーは%(most)s件までです。使っていないものを止めてください。"),
}
