"""The form that opens a calendar feed."""

from core.i18n import lazy
from core.web.fields import TextField
from core.web.forms import Form
from notifications.usecases import LONGEST_NAME


class FeedForm(Form):
    """What the feed is for."""

    name = TextField(
        lazy("カレンダーの名前"),
        required=True,
        limit=LONGEST_NAME,
        hint=lazy("どこで使うかが分かる名前にします。例: 事務所のパソコン"),
    )
