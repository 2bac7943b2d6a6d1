"""The forms of a tour: a leg's days and people, and a code read off a label."""

from core.i18n import lazy
from core.web.fields import DayField, LongTextField, TelephoneField, TextField
from core.web.forms import Form
from exhibitions.touring.domain import LONGEST_NAME, LONGEST_NOTE
from exhibitions.touring.planning import ChangeLeg
from exhibitions.touring.queries import Leg


class LegForm(Form):
    """移動: when, who drives, whom to call."""

    departs_on = DayField(lazy("出る日"), required=True)
    arrives_on = DayField(lazy("着く日"), required=True)
    driver = TextField(lazy("運ぶ人"), limit=LONGEST_NAME, hint=lazy("担当者か運送会社の名前"))
    driver_phone = TelephoneField(lazy("運ぶ人の電話"))
    contact = TextField(lazy("着いた先で連絡する人"), limit=LONGEST_NAME)
    contact_phone = TelephoneField(lazy("着いた先の電話"))
    note = LongTextField(
        lazy("運ぶ人への伝言"),
        limit=LONGEST_NOTE,
        rows=3,
        warns=False,
        hint=lazy("例: 裏の搬入口から入ります。"),
    )

    def command(self) -> ChangeLeg:
        """The command, with everything that the form shows; it has been validated."""
        texts = ("driver", "driver_phone", "contact", "contact_phone", "note")
        return ChangeLeg(
            departs_on=self.departs_on.data,
            arrives_on=self.arrives_on.data,
            **{name: self[name].data or "" for name in texts},
        )

    @classmethod
    def showing(cls, leg: Leg) -> "LegForm":
        """The form with what is known."""
        return cls(data={name: getattr(leg, name) for name in ChangeLeg.__struct_fields__})


class TickForm(Form):
    """The code of the unit in hand."""

    tag = TextField(
        lazy("ラベルのコード"),
        required=True,
        limit=500,
        hint=lazy("QRコードの下にある8文字です。1回目で積み込み、2回目で荷下ろしになります。"),
    )
