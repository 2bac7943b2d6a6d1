"""A word, and a decision."""

from catalog.conditions.incident_words import PAYER, STATE
from catalog.conditions.incidents import Comment, Decide, IncidentState, Payer
from core.i18n import lazy
from core.web.fields import ChoiceField, HiddenField, LongTextField
from core.web.forms import Form


class CommentForm(Form):
    """A word to the other parties."""

    text = LongTextField(lazy("コメント"), required=True, limit=2000, rows=3)

    def command(self) -> Comment:
        """The word."""
        return Comment(text=self.text.data or "")


class DecideForm(Form):
    """What was decided, and who pays."""

    expected = HiddenField(limit=20)
    text = LongTextField(
        lazy("決めたこと"),
        id="decided",
        required=True,
        limit=2000,
        rows=3,
        hint=lazy("修理・交換・弁償など、決めたことと日付。"),
    )
    payer = ChoiceField(
        lazy("費用をだれが払うか"),
        required=True,
        coerce=Payer,
        choices=[(one.value, label) for one, label in PAYER.items()],
    )

    def command(self) -> Decide:
        """The decision."""
        known = {state.value: state for state in IncidentState}
        return Decide(
            text=self.text.data or "", payer=self.payer.data, expected=known.get(str(self.expected.data))
        )


class IncidentListForm(Form):
    """Which incidents are listed."""

    state = ChoiceField(
        lazy("状態"),
        look="select",
        choices=[("", lazy("すべて")), *((state.value, look.label) for state, look in STATE.items())],
    )

    @property
    def wanted(self) -> IncidentState | None:
        """The state asked for; all of them where none is."""
        return {state.value: state for state in IncidentState}.get(str(self.state.data))
