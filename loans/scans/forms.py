"""Forms of the scan page."""

from core.i18n import lazy
from core.web.fields import ChoiceField, HiddenField, TextField
from core.web.forms import Form


class ScanForm(Form):
    """One code read or typed; without JavaScript, one at a time. `key` makes a second sending harmless."""

    action = ChoiceField(lazy("何をしていますか"), required=True)
    code = TextField(
        lazy("ラベルのコード"),
        required=True,
        limit=500,
        hint=lazy("QRコードの下にある8文字です。読み取り機は、この欄を選ばなくても使えます。"),
    )
    key = HiddenField(limit=200)
