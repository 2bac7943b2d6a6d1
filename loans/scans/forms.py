"""Forms of the scan page."""

from catalog.domain import Way
from catalog.sending import WAYS_OUT
from core.i18n import lazy
from core.web.fields import ChoiceField, HiddenField, TextField
from core.web.forms import Form


class ScanForm(Form):
    """One code read or typed; without JavaScript, one at a time. `key` makes a second sending harmless."""

    action = ChoiceField(lazy("何をしていますか"), required=True)
    way = ChoiceField(lazy("送り方"), choices=WAYS_OUT, look="select", coerce=Way)
    carrier = TextField(
        lazy("運送会社"),
        limit=200,
        hint=lazy("宅配便のときは必ず入れてください。このあと読み取るすべての個体に使います。"),
    )
    tracking_number = TextField(
        lazy("送り状の番号"), limit=200, hint=lazy("一つの送り状でまとめて送るときだけ入れます。")
    )
    code = TextField(
        lazy("ラベルのコード"),
        required=True,
        limit=500,
        hint=lazy("QRコードの下にある8文字です。読み取り機は、この欄を選ばなくても使えます。"),
    )
    key = HiddenField(limit=200)
