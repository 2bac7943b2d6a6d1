"""The form by which a counter writes down from paper what has happened already."""

import re
from uuid import UUID

from core.calendar import ONE_DAY
from core.errors import Invalid
from core.i18n import lazy
from core.web.fields import ChoiceField, DayField, HiddenField, LongTextField, NumberField, TextField
from core.web.forms import Form
from loans.commands import RecordPastLoan
from loans.domain import Channel, Decision
from loans.forms.requesting import BY_TELLING
from loans.labels import CHANNEL, DECISION

_BETWEEN = re.compile(r"[、,，\s]+")


class PastForm(Form):
    """What a paper file says of a loan."""

    channel = ChoiceField(
        lazy("申込を受けた方法"),
        choices=[(channel.value, CHANNEL[channel]) for channel in BY_TELLING],
        coerce=Channel,
        required=True,
    )
    requested_on = DayField(lazy("申込を受けた日"), required=True)
    received_on = DayField(lazy("事業所に届いた日"), required=True)
    returned_on = DayField(
        lazy("貸主に戻った日"), hint=lazy("まだ事業所にあるときは、空けておいてください。")
    )
    last_day = DayField(lazy("約束した最後の日"), hint=lazy("まだ戻っていないときは、必ず入れてください。"))
    serial_numbers = TextField(
        lazy("個体の製造番号"),
        hint=lazy("いくつかあるときは「、」で区切ります。分からないときは空けて、台数を入れてください。"),
    )
    quantity = NumberField(lazy("台数"), least=1, most=1000, unit=lazy("台"))
    problem = LongTextField(lazy("解決したい困りごと"), limit=1000, rows=3)
    goal = LongTextField(lazy("めざすこと"), limit=1000, rows=3)
    place_of_use = TextField(lazy("使う場所"))
    contact_name = TextField(lazy("担当する人の名前"))
    decision = ChoiceField(
        lazy("導入するかどうか(分かるとき)"),
        choices=[("", lazy("分からない")), *((one.value, DECISION[one]) for one in Decision)],
        coerce=lambda value: Decision(value) if value else None,
    )
    reason = LongTextField(lazy("そう決めた理由"), limit=1000, rows=3)
    product_id = HiddenField()
    facility_id = HiddenField()

    def command(self, product_id: UUID, facility_id: UUID) -> RecordPastLoan:
        """What happened; the form has been found complete."""
        last_day = self.last_day.data
        return RecordPastLoan(
            product_id=product_id,
            facility_id=facility_id,
            channel=self.channel.data,
            requested_on=self.requested_on.data,
            received_on=self.received_on.data,
            returned_on=self.returned_on.data,
            end=last_day + ONE_DAY if last_day else None,
            quantity=self.quantity.data or 1,
            serial_numbers=[text for text in _BETWEEN.split(self.serial_numbers.data or "") if text],
            problem=self.problem.data or "",
            goal=self.goal.data or "",
            place_of_use=self.place_of_use.data or "",
            contact_name=self.contact_name.data or "",
            decision=self.decision.data or None,
            reason=self.reason.data or "",
        )

    def refuse(self, error: Invalid) -> None:
        """Take over what the use case found wrong, under the names that the page uses."""
        fields = {"last_day" if name == "end" else name: code for name, code in error.fields.items()}
        super().refuse(Invalid(fields, error.reason, **error.facts))
