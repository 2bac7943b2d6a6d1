"""The form for handing an exhibit over: how it is sent, how it was found."""

from collections.abc import Mapping
from typing import Any

from catalog.conditions.checklist_fields import ChecklistField
from catalog.conditions.photo_fields import PhotosField
from catalog.conditions.words import CONDITIONS
from catalog.domain import Condition, Way
from catalog.sending import WAYS_OUT
from core.i18n import lazy
from core.web.fields import ChoiceField, HiddenField, LongTextField, TextField
from core.web.forms import Form
from exhibitions.commands import MoveExhibit
from exhibitions.conditions.queries import ExhibitCondition
from exhibitions.domain import SENDING, ExhibitStatus, ExhibitStep
from exhibitions.exhibits import Exhibit

_PARCEL = lazy("宅配便のときは必ず入れてください。")
_TELL_DAMAGE = lazy("傷や足りないものがあるときは、どこがどうなっているかを書いてください。相手に届きます。")


class HandOverForm(Form):
    """A step by which an exhibit changes hands; of what is lent from the show nothing is checked."""

    expected = HiddenField(limit=20)
    way = ChoiceField(lazy("送り方"), choices=WAYS_OUT, coerce=Way, required=True)
    carrier = TextField(lazy("運送会社"), limit=200, hint=_PARCEL)
    tracking_number = TextField(lazy("送り状の番号"), limit=200, hint=_PARCEL)
    condition = ChoiceField(lazy("いまの状態"), choices=CONDITIONS, coerce=Condition, required=True)
    reason = LongTextField(lazy("気づいたこと・伝言"), limit=1000, rows=3, hint=_TELL_DAMAGE)
    checklist = ChecklistField()
    photos = PhotosField()

    @classmethod
    def first_look(cls, exhibit: Exhibit) -> Mapping[str, object]:
        """What stands in the fields before anything was typed."""
        way = exhibit.way if exhibit.dispatched_at is not None else Way.PARCEL.value
        return {"expected": exhibit.status.value, "way": way, "carrier": exhibit.carrier}

    def fit(self, exhibit: Exhibit, step: ExhibitStep, found: ExhibitCondition) -> None:
        """Ask only what this step, this unit and its product's checklist give to ask."""
        if step not in SENDING:
            del self.way, self.carrier, self.tracking_number
        if exhibit.lent_on is not None:
            del self.condition, self.photos, self.checklist
        elif not found.checklist:
            del self.checklist
        else:
            before = found.answered_before([exhibit.unit_id] if exhibit.unit_id else [])
            self.checklist.offer(found.checklist, before)

    @property
    def photo_fields(self) -> list[PhotosField]:
        """Where photos can be sent."""
        return [self.photos] if "photos" in self else []

    def command(self) -> MoveExhibit:
        """The command."""
        known = {one.value for one in ExhibitStatus}
        return MoveExhibit(
            reason=self.reason.data or "",
            condition=self._said("condition"),
            checklist=self.checklist.answers if "checklist" in self else {},
            photos=self.photos.ids if "photos" in self else [],
            way=self._said("way"),
            carrier=self._said("carrier") or "",
            tracking_number=self._said("tracking_number") or "",
            expected=ExhibitStatus(self.expected.data) if self.expected.data in known else None,
        )

    def _said(self, name: str) -> Any:
        return self[name].data if name in self else None
