"""The form of a checklist: a row a line, empty ones left out, in the order of their numbers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from catalog.checklists.domain import MOST_LINES, ChecklistLine, LineKind, WriteChecklist
from core.i18n import lazy
from core.web.fields import ChoiceField, HiddenField, NumberField, TextField
from core.web.forms import Form

_SPARE = 3

LINE_KINDS = (
    (LineKind.YES_NO.value, lazy("はい・いいえ")),
    (LineKind.COUNT.value, lazy("数をかぞえる")),
    (LineKind.NOTE.value, lazy("自由に書く")),
)


class LineForm(Form):
    """One row."""

    key = HiddenField(limit=40)
    position = NumberField(lazy("順番"), least=1, most=999)
    text = TextField(lazy("見るところ"))
    kind = ChoiceField(lazy("答え方"), choices=LINE_KINDS, look="select")
    expected = NumberField(lazy("そろっている数"), most=999)

    def line(self) -> ChecklistLine:
        """The row as a line."""
        kind = LineKind(self.kind.data or LineKind.YES_NO)
        return ChecklistLine(
            key=self.key.data or "", kind=kind, text=self.text.data or "", expected=self.expected.data
        )


class ChecklistForm(Form):
    """The whole list; `version` is the one its writer saw."""

    version = HiddenField(limit=40)
    rows: Sequence[LineForm] = ()

    @classmethod
    def with_lines(cls, lines: Sequence[ChecklistLine], version: UUID | None) -> "ChecklistForm":
        """The form with what is in force, and rows for more."""
        form = cls(data={"version": str(version or "")})
        known = [{**msgspec.structs.asdict(line), "kind": line.kind.value} for line in lines]
        spare = [{"kind": LineKind.YES_NO.value} for _ in range(min(_SPARE, MOST_LINES - len(lines)))]
        form.rows = [
            LineForm(prefix=f"line{at}-", data={**one, "position": at})
            for at, one in enumerate(known + spare, 1)
        ]
        return form

    @classmethod
    def sent(cls, sent: Any) -> "ChecklistForm":
        """The form as it came: as many rows as there were."""
        form = cls(sent)
        form.rows = [
            LineForm(sent, prefix=f"line{at}-") for at in range(1, MOST_LINES + 1) if f"line{at}-text" in sent
        ]
        return form

    def validate(self, *args: Any, **options: Any) -> bool:
        """Whether every row is well; their mistakes become this form's."""
        is_well = super().validate(*args, **options)
        for row in self.rows:
            if not row.validate():
                is_well = False
                self.form_errors = [*self.form_errors, *(each.message for each in row.mistakes)]
        return is_well

    def command(self) -> WriteChecklist:
        """The lines in their order."""
        filled = [row for row in self.rows if row.text.data]
        filled.sort(key=lambda row: row.position.data or MOST_LINES)
        version = UUID(self.version.data) if self.version.data else None
        return WriteChecklist(lines=[row.line() for row in filled], expected_version=version)
