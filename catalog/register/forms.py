"""The forms of the register."""

import re
import unicodedata
from datetime import timedelta
from typing import Any
from uuid import UUID

from catalog.commands import ChangeUnit, CreateUnit
from catalog.domain import Condition, UnitStatus
from catalog.looks import CONDITION, UNIT
from catalog.queries import UnitFilter, UnitView
from catalog.register.usecases import Fact, MoveUnit
from core.clock import today
from core.i18n import lazy
from core.web.fields import ChoiceField, DayField, LongTextField, SearchField, TextField, TickField
from core.web.forms import Form

_COUNTED = re.compile(r"(.+?)\s*[×xX*]\s*(\d{1,4})")
_SOON = timedelta(days=30)


class UnitForm(Form):
    """個体: one robot."""

    serial_number = TextField(lazy("製造番号"), required=True)
    accessories = LongTextField(
        lazy("付属品"),
        limit=2000,
        rows=4,
        warns=False,
        hint=lazy("1行に1つずつ書いてください。いくつかあるときは「充電器 ×2」のように数を付けます。"),
    )
    purchased_on = DayField(lazy("購入した日"))
    maintained_on = DayField(lazy("前に点検した日"))
    maintenance_due_on = DayField(lazy("次に点検する日"))
    tag = TextField(
        lazy("印刷済みラベルのコード"), limit=100, hint=lazy("空のままなら、新しいQRタグを作ります。")
    )

    def given(self) -> dict[str, Any]:
        """What both orders share."""
        names, counts = read_accessories(self.accessories.data or "")
        days = ("purchased_on", "maintained_on", "maintenance_due_on")
        return {
            "serial_number": self.serial_number.data or "",
            "accessories": names,
            "accessory_counts": counts,
            "tag": self.tag.data or "",
            **{name: self[name].data for name in days},
        }

    def as_new(self, product_id: UUID) -> CreateUnit:
        """The command to register the unit."""
        return CreateUnit(product_id=product_id, **self.given())


class ChangeUnitForm(UnitForm):
    """The same of a unit that is there; its condition may have changed, too."""

    condition = ChoiceField(
        lazy("状態"),
        required=True,
        coerce=Condition,
        choices=[(one.value, CONDITION[one].label) for one in Condition],
    )
    note = TextField(
        lazy("状態のメモ"), limit=400, hint=lazy("傷・故障があるときは、どこがどうかを書きます。")
    )

    @classmethod
    def filled(cls, unit: UnitView) -> "ChangeUnitForm":
        """The form with what is known."""
        days = ("purchased_on", "maintained_on", "maintenance_due_on")
        known = {name: getattr(unit, name) for name in (*days, "serial_number", "condition")}
        return cls(data={**known, "accessories": "\n".join(unit.accessory_lines)})

    def as_change(self) -> ChangeUnit:
        """The command to correct it."""
        return ChangeUnit(**self.given(), condition=self.condition.data, note=self.note.data or "")


def read_accessories(text: str) -> tuple[list[str], dict[str, int]]:
    """Names, one a line, and how many of those that are not one: 「充電器 ×2」. Equal names add up."""
    counts: dict[str, int] = {}
    for line in [line.strip() for line in text.splitlines() if line.strip()][:50]:
        counted = _COUNTED.fullmatch(unicodedata.normalize("NFKC", line))
        name = (counted[1] if counted else line)[:200].strip()
        counts[name] = counts.get(name, 0) + (max(int(counted[2]), 1) if counted else 1)
    return list(counts), {name: count for name, count in counts.items() if count > 1}


class RegisterForm(Form):
    """Which units are looked for; everything stands in the address."""

    q = SearchField(lazy("製造番号かラベルのコード"), limit=100)
    status = ChoiceField(
        lazy("貸出"), look="select", choices=[(one.value, UNIT[one].label) for one in UnitStatus]
    )
    condition = ChoiceField(
        lazy("状態"), look="select", choices=[(one.value, CONDITION[one].label) for one in Condition]
    )
    where = ChoiceField(
        lazy("所在"),
        look="select",
        choices=[("here", lazy("自分のところ")), ("away", lazy("ほかのところ"))],
    )
    due = TickField(lazy("点検の日が30日以内"))

    def wanted(self, mine: UUID | None) -> UnitFilter:
        """The filter, for a reader of this organisation."""
        where = self.where.data
        return UnitFilter(
            q=self.q.data or "",
            status=UnitStatus(self.status.data) if self.status.data else None,
            condition=Condition(self.condition.data) if self.condition.data else None,
            place_id=mine if where == "here" else None,
            elsewhere_than=mine if where == "away" else None,
            due_by=today() + _SOON if self.due.data else None,
        )

    def chosen(self) -> dict[str, str]:
        """What is in force, for addresses."""
        texts = {name: self[name].data or "" for name in ("q", "status", "condition", "where")}
        return {name: text for name, text in {**texts, "due": "on" if self.due.data else ""}.items() if text}


FACTS = {
    Fact.OWNER: lazy("所有者"),
    Fact.LENDER: lazy("貸主"),
    Fact.CUSTODIAN: lazy("保管者"),
    Fact.PLACE: lazy("所在"),
}


class MoveForm(Form):
    """One fact of a unit, changed by itself."""

    what = ChoiceField(lazy("変えること"), required=True, coerce=Fact)
    to = ChoiceField(lazy("新しい組織"), required=True, look="select", coerce=UUID)
    reason = TextField(
        lazy("理由"),
        required=True,
        limit=400,
        hint=lazy("例：展示室に移した。記録に残り、相手に伝わります。"),
    )

    def command(self) -> MoveUnit:
        """What was chosen."""
        return MoveUnit(what=self.what.data, to=self.to.data, reason=self.reason.data or "")
