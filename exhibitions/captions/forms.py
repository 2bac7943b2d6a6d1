"""The form of what an exhibit says."""

from core.i18n import lazy
from core.web.fields import LongTextField, NumberField, TextField, TickField
from core.web.seen_forms import SeenForm
from exhibitions.captions.domain import LAST_POSITION, LONGEST, LONGEST_LINE
from exhibitions.commands import ChangeExhibit
from exhibitions.exhibits import Exhibit


def said_of(exhibit: Exhibit) -> dict[str, object]:
    """What an exhibit says, as commands name it."""
    return {name: getattr(exhibit, name) for name in ChangeExhibit.__struct_fields__}


class CaptionForm(SeenForm):
    """展示での説明, in three ways of reading."""

    caption = LongTextField(
        lazy("展示での説明"),
        limit=LONGEST,
        rows=5,
        warns=False,
        hint=lazy("空けておくと、機種の紹介文を使います。"),
    )
    caption_plain = LongTextField(
        lazy("やさしい日本語での説明"),
        limit=LONGEST,
        rows=5,
        warns=False,
        hint=lazy("短い文で、むずかしい漢字には（ ）で読みがなをつけます。"),
    )
    caption_en = LongTextField(lazy("英語での説明"), limit=LONGEST * 2, rows=5, warns=False)
    demonstrations = TextField(lazy("実演の時間"), limit=LONGEST_LINE, hint=lazy("例: 毎週水曜 14:00"))
    position = NumberField(lazy("並べる順番"), required=True, most=LAST_POSITION)
    may_be_lent = TickField(lazy("展示の途中でも、代わりの機器があれば貸し出してよい"))

    def command(self) -> ChangeExhibit:
        """The command, with everything that the form shows."""
        texts = ("caption", "caption_plain", "caption_en", "demonstrations")
        return ChangeExhibit(
            **{name: self[name].data or "" for name in texts},
            position=self.position.data or 0,
            may_be_lent=bool(self.may_be_lent.data),
        )

    @classmethod
    def showing(cls, exhibit: Exhibit) -> "CaptionForm":
        """The form with what is known."""
        form = cls(data=said_of(exhibit))
        form.shows(said_of(exhibit))
        return form
