"""The life of a unit on its page: one line of time with a heading for each month."""

from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import msgspec

from catalog.life.own import KIND
from catalog.life.queries import LifeFilter, life_of
from catalog.life.sources import LifeKind, LifeRow, told
from catalog.pages.asking import PageRequest
from catalog.queries.units import UnitView
from core.clock import local_day
from core.errors import Invalid
from core.i18n import lazy
from core.web.fields import ChoiceField, MonthField
from core.web.forms import Form
from core.web.look import Happening
from core.web.paging import Page

_PAGE = 50


class LifeForm(Form):
    """Which part of a unit's life is looked at."""

    kind = ChoiceField(
        lazy("種類"),
        look="select",
        choices=[(kind.value, KIND[kind].label) for kind in LifeKind],
    )
    month = MonthField(lazy("月"))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kind.data or self.month.data)


class LifeMonth(msgspec.Struct, frozen=True):
    """What happened in one month, newest first."""

    first_day: date
    happenings: list[Happening]


async def shown(request: PageRequest, unit: UnitView) -> dict[str, Any]:
    """What the template needs of the life of a unit; a month that is none is told beside its field."""
    form = LifeForm.of_query(request)
    found = await _found(request, unit, form)
    chosen = {"kind": form.kind.data or "", "month": form.month.data or "", "cursor": found.next}
    return {
        "life_form": form,
        "life_months": _by_month(found.items),
        "life_next": f"/units/{unit.id}?{urlencode(chosen)}#life" if found.next else "",
    }


async def _found(request: PageRequest, unit: UnitView, form: LifeForm) -> Page[LifeRow]:
    if not form.validate():
        return Page([])
    kind = LifeKind(form.kind.data) if form.kind.data else None
    wanted = LifeFilter(kind=kind, month=form.month.data or "")
    try:
        return await life_of(
            request.user, unit, wanted, cursor=request.query_params.get("cursor"), limit=_PAGE
        )
    except Invalid as error:
        if "month" not in error.fields:
            raise
        form.refuse(error)
        return Page([])


def _by_month(rows: list[LifeRow]) -> list[LifeMonth]:
    months = groupby(rows, key=lambda row: local_day(row.at).replace(day=1))
    return [LifeMonth(first, [told(row) for row in lived]) for first, lived in months]
