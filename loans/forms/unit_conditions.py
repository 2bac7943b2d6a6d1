"""Units that change hands together, each with its own condition and answers in one form."""

from typing import Any, ClassVar
from uuid import UUID

from catalog.conditions.checklist_fields import ChecklistField, ExceptionsField
from catalog.conditions.photo_fields import PhotosField
from catalog.conditions.words import CONDITIONS
from catalog.domain import Condition, gravest
from core.errors import Invalid
from core.i18n import Text, gettext, lazy
from core.web.fields import ChoiceField, LongTextField
from core.web.forms import Form, Mistake, Submitted
from loans.commands import UnitChecklist, UnitCondition, UnitPhotos
from loans.forms.base import NOT_IN_ORDER, UnitsForm, entered
from loans.records import LoanRecord, UnitOfLoan

LATER = "later"


class UnitForm(Form):
    """How one of several units was found, or that it is not its turn yet."""

    state = ChoiceField(
        lazy("状態"),
        choices=(*CONDITIONS, (LATER, lazy("この個体は、今回は記録しない"))),
        required=True,
        look="select",
    )
    note = LongTextField(lazy("気づいたこと"), limit=1000, rows=2, warns=False)
    checklist = ExceptionsField()
    photos = PhotosField(lazy("この個体の写真"))

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """Photos of a unit that is not its turn yet would be lost: let the sender say how it was found."""
        is_valid = super().validate(*arguments, **options)
        if self.state.data == LATER and self.photos.ids:
            self.add_mistake(
                gettext("写真があります。この個体の状態を選ぶか、写真のチェックを外してください。"), "state"
            )
            return False
        return is_valid


class CheckedUnitsForm(UnitsForm):
    """A step with a check of each unit: for one unit its two fields, for several a part for each.

    The checklist, where the product has one, is answered for all; each part takes exceptions from it.
    """

    condition: ChoiceField
    note: LongTextField
    checklist: ChecklistField
    photos: PhotosField
    units: list[tuple[UnitOfLoan, UnitForm]]
    goes_as_one: ClassVar[bool] = False  # whether no unit can be left for later

    def __init__(self, formdata: Submitted | None = None, *arguments: Any, **options: Any) -> None:
        super().__init__(formdata, *arguments, **options)
        self._sent = formdata
        self.units = []

    def fit(self, record: LoanRecord) -> None:
        """One part for each of several units that the step can be taken for."""
        super().fit(record)
        if "unit_ids" in self:
            self._part(record)
        self._ask(record)

    def _part(self, record: LoanRecord) -> None:
        known = {"state": self.condition.data}
        for unit in record.units:
            if unit.id in self.possible(record):
                part = UnitForm(self._sent, prefix=f"unit-{unit.id.hex}-", data=known)
                if self.goes_as_one:
                    part.state.offer(CONDITIONS)
                self.units.append((unit, part))
        del self.unit_ids, self.condition, self.note, self.photos

    def _ask(self, record: LoanRecord) -> None:
        """The lines of the checklist, each with what was answered the time before."""
        for unit, part in self.units:
            if record.checklist:
                part.checklist.offer(record.checklist, record.answered_before([unit.id]))
            else:
                del part.checklist
        if not record.checklist:
            del self.checklist
            return
        self.checklist.offer(record.checklist, record.answered_before(self.possible(record)))
        if self.units:
            self.checklist.speak_for_all()

    def choose(self, unit_id: UUID) -> None:
        """Leave the others for later."""
        if unit_id in {unit.id for unit, _part in self.units}:
            for unit, part in self.units:
                part.state.data = None if unit.id == unit_id else LATER

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """All of it: every mistake is told at once."""
        found = [super().validate(*arguments, **options), *(part.validate() for _unit, part in self.units)]
        return all(found)

    @property
    def mistakes(self) -> list[Mistake]:
        """Those of each unit with its name, then the others."""
        named = [
            Mistake(mistake.field_id, f"{unit.name}：{mistake.message}")
            for unit, part in self.units
            for mistake in part.mistakes
        ]
        return [*named, *super().mistakes]

    @property
    def says_damaged(self) -> bool:
        """Whether something was found wrong with any of the units."""
        return super().says_damaged or any(part.state.data in NOT_IN_ORDER for _unit, part in self.units)

    @property
    def typed(self) -> list[tuple[Text, str]]:
        """What was entered, for each unit in one line."""
        shown = [(unit.name, " ".join(filter(None, map(entered, part)))) for unit, part in self.units]
        return [*((label, text) for label, text in shown if text), *super().typed]

    @property
    def photo_fields(self) -> list[PhotosField]:
        """Where photos can be sent: of the one unit, or of each."""
        return [part.photos for _unit, part in self.units] or [self.photos]

    def checked(self) -> dict[str, Any]:
        """The fields of a command that say which units were found how, and which photos show them."""
        answers = {"checklist": self.checklist.answers} if "checklist" in self else {}
        if not self.units:
            found = {"condition": self.condition.data, "note": self.note.data or ""}
            return {**found, "photos": self.photos.ids, **answers}
        conditions = [
            UnitCondition(unit_id=unit.id, condition=Condition(part.state.data), note=part.note.data or "")
            for unit, part in self._now
        ]
        named: dict[str, Any] = {"unit_ids": [one.unit_id for one in conditions]}
        if self.goes_as_one:
            named = {"condition": gravest(one.condition for one in conditions)}
        photos = [UnitPhotos(unit_id=unit.id, photos=part.photos.ids) for unit, part in self._now]
        own = {"conditions": conditions, "checklists": self._exceptions(), "unit_photos": photos}
        return {**own, **named, **answers}

    def _exceptions(self) -> list[UnitChecklist]:
        return [
            UnitChecklist(unit_id=unit.id, answers=part.checklist.answers)
            for unit, part in self._now
            if "checklist" in part and part.checklist.answers
        ]

    @property
    def _now(self) -> list[tuple[UnitOfLoan, UnitForm]]:
        return [(unit, part) for unit, part in self.units if part.state.data != LATER]

    def refuse(self, error: Invalid) -> None:
        """Take over what the use case found wrong, each code beside its unit."""
        others: dict[str, str] = {}
        for name, code in error.fields.items():
            words = name.split(".")
            if len(words) == 3 and words[1].isdigit():
                _unit, part = self._now[int(words[1])]
                part.refuse(Invalid({words[2]: code}, error.reason, **error.facts))
            else:
                others[name] = code
        if others or not error.fields:
            super().refuse(Invalid(others, error.reason, **error.facts))
