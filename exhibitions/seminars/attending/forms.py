"""The page forms by which people say that somebody is there."""

from core.i18n import lazy
from core.web.fields import HiddenField, TextField
from core.web.forms import Form

_HINT = lazy("受講票のQRコードを読み取るか、番号を入れてください。")


class NumberForm(Form):
    """A number, typed or read into the field."""

    number = TextField(lazy("受講番号"), required=True, limit=500, hint=_HINT)


class OwnNumberForm(Form):
    """The number of whoever holds the phone."""

    number = TextField(
        lazy("受講番号"),
        required=True,
        limit=500,
        hint=lazy("受講番号は、受講が決まったときのメールと受講票にあります。"),
    )


class TicketScanForm(Form):
    """One ticket read or typed; without JavaScript, one at a time."""

    code = TextField(lazy("受講番号"), required=True, limit=500, hint=_HINT)
    key = HiddenField(limit=200)
