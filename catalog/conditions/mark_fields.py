"""Where a mark stands: pointed at, or chosen."""

from typing import Any

from catalog.conditions.marks import WHOLE, Cell, PutMark, Spot, middle_of
from core.i18n import LazyText, gettext, lazy
from core.web.fields import ChoiceField, LongTextField, NumberField
from core.web.forms import Form

CELLS: dict[Cell, LazyText] = {
    Cell.TOP_LEFT: lazy("左上"),
    Cell.TOP: lazy("上"),
    Cell.TOP_RIGHT: lazy("右上"),
    Cell.LEFT: lazy("左"),
    Cell.CENTRE: lazy("まん中"),
    Cell.RIGHT: lazy("右"),
    Cell.BOTTOM_LEFT: lazy("左下"),
    Cell.BOTTOM: lazy("下"),
    Cell.BOTTOM_RIGHT: lazy("右下"),
}
_PERCENT = 100


class MarkForm(Form):
    """A mark: in per cent of the photo, or in a ninth of it."""

    note = LongTextField(lazy("どんな傷・故障ですか"), required=True, limit=300, rows=2)
    cell = ChoiceField(
        lazy("写真のどのあたりですか"),
        choices=[(cell.value, label) for cell, label in CELLS.items()],
        coerce=Cell,
    )
    x = NumberField(lazy("左から（％）"), most=_PERCENT)
    y = NumberField(lazy("上から（％）"), most=_PERCENT)

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """A mark needs a place."""
        is_well = super().validate(*arguments, **options)
        if self.spot is None and not (self.x.errors or self.y.errors or self.cell.errors):
            self.add_mistake(gettext("写真の傷のところを押すか、場所を選んでください。"), "cell")
            return False
        return is_well

    @property
    def spot(self) -> Spot | None:
        """The place: the exact one where it is given."""
        if self.x.data is not None and self.y.data is not None:
            return Spot(self.x.data * WHOLE // _PERCENT, self.y.data * WHOLE // _PERCENT)
        return middle_of(self.cell.data) if self.cell.data else None

    def command(self) -> PutMark:
        """The mark; only of a form that was judged well."""
        spot = self.spot or Spot(0, 0)
        return PutMark(x=spot.x, y=spot.y, note=self.note.data or "")
