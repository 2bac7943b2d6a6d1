"""What the script of the scan page says, in the reader's language; it fills in `{name}` and `{count}`."""

from core.i18n import gettext as _
from loans.scans.told import ACTIONS


def script_words() -> dict[str, object]:
    """Each sentence by the name that the script knows it by."""
    return {
        "actions": {action.value: str(words) for action, words in ACTIONS.items()},
        "kept": _("この端末に残しました。つながると送ります"),
        "ignored": _("同じラベルです。1回と数えます"),
        "unknown": _("だれの読み取りか分かりません。一度つながるところで、サインインして開いてください"),
        "full": _("この端末に残せませんでした。空きを増やしてから、もう一度読み取ってください"),
        "unreadable": _("このコードは読めませんでした。ラベルを確かめてください"),
        "online": _("つながっています"),
        "offline": _("つながっていません。読み取ったものは端末に残ります"),
        "signedOut": _(
            "サインインが切れています。読み取ったものは端末に残っています。サインインすると送ります"
        ),
        "others": _(
            "この端末には、%(name)sの読み取りが%(count)s件残っています。その組織でサインインすると送ります",
            name="{name}",
            count="{count}",
        ),
        "refused": _("%(count)s件", count="{count}"),
        "forbidden": _("カメラを使えません。ブラウザーの設定で、カメラを許してください"),
        "noCamera": _("カメラが見つかりません。下のコードを入れるか、読み取り機を使ってください"),
        "cameraOn": _("カメラで読み取る"),
        "cameraOff": _("カメラを止める"),
    }
