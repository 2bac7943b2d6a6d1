"""What the script of the scan page says, in the reader's language; it fills in `{name}` and `{count}`."""

from core.i18n import gettext as _
from core.web.scanning import shared_words
from loans.scans.told import ACTIONS


def script_words() -> dict[str, object]:
    """Each sentence by the name that the script knows it by."""
    return {
        **shared_words(),
        "actions": {action.value: str(words) for action, words in ACTIONS.items()},
        "noCarrier": _("運送会社を入れてから読み取ってください"),
        "ignored": _("同じラベルです。1回と数えます"),
        "unreadable": _("このコードは読めませんでした。ラベルを確かめてください"),
    }
