"""What forms say about a wrong entry; the library's own English sentences are replaced by ours."""

from collections.abc import Mapping

from core.i18n import LazyText, gettext, lazy

ENTER = lazy("「%(label)s」を入力してください。")
CHOOSE = lazy("「%(label)s」を選んでください。")
TICK = lazy("「%(label)s」を確かめて、チェックを付けてください。")
NOT_OFFERED = lazy("「%(label)s」は、表示されたものの中から選んでください。")
TOO_LONG = lazy("「%(label)s」は%(limit)s文字までです(いま%(length)s文字)。")
NO_DAY = lazy("「%(label)s」は、2026-10-01のように年月日で入力してください。")
TOO_EARLY = lazy("「%(label)s」は%(day)s以降の日にしてください。")
TOO_LATE = lazy("「%(label)s」は%(day)sまでの日にしてください。")
NO_NUMBER = lazy("「%(label)s」は数字で入力してください。")
NO_WHOLE_NUMBER = lazy("「%(label)s」は、小数点のない数で入力してください。")
TOO_SMALL = lazy("「%(label)s」は%(least)s以上にしてください。")
TOO_LARGE = lazy("「%(label)s」は%(most)s以下にしてください。")
NO_EMAIL = lazy("「%(label)s」は name@example.jp の形で入力してください。")
NO_FILE = lazy("「%(label)s」には、ファイルを選んでください。")

_LIBRARY: Mapping[str, LazyText] = {
    "This field is required.": lazy("入力してください。"),
    "Invalid input.": lazy("入力の形が正しくありません。"),
    "Invalid email address.": lazy("メールアドレスの形が正しくありません。"),
    "Invalid URL.": lazy("URLは https:// から入力してください。"),
    "Invalid UUID.": lazy("入力の形が正しくありません。"),
    "Not a valid integer value.": lazy("数字で入力してください。"),
    "Not a valid decimal value.": lazy("数字で入力してください。"),
    "Not a valid date value.": lazy("年月日で入力してください。"),
    "Not a valid time value.": lazy("時刻は 09:30 のように入力してください。"),
    "Not a valid choice.": lazy("表示されたものの中から選んでください。"),
    "Invalid Choice: could not coerce.": lazy("表示されたものの中から選んでください。"),
    "Field must be equal to %(other_name)s.": lazy("二つの入力が同じではありません。"),
    "Number must be at least %(min)s.": lazy("%(min)s以上にしてください。"),
    "Number must be at most %(max)s.": lazy("%(max)s以下にしてください。"),
    "Number must be between %(min)s and %(max)s.": lazy("%(min)sから%(max)sまでにしてください。"),
    "Field must be at least %(min)d character long.": lazy("%(min)d文字以上にしてください。"),
    "Field must be at least %(min)d characters long.": lazy("%(min)d文字以上にしてください。"),
    "Field cannot be longer than %(max)d character.": lazy("%(max)d文字までにしてください。"),
    "Field cannot be longer than %(max)d characters.": lazy("%(max)d文字までにしてください。"),
    "Field must be between %(min)d and %(max)d characters long.": lazy(
        "%(min)d文字から%(max)d文字までにしてください。"
    ),
}


class Translations:
    """The library's messages in the reader's language; one nobody foresaw asks to look again."""

    def gettext(self, string: str) -> str:
        """Our words for a sentence of the library."""
        known = _LIBRARY.get(string)
        return str(known) if known is not None else gettext("入力を確かめてください。")

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Our words for a counted sentence of the library."""
        return self.gettext(singular if n == 1 else plural)
