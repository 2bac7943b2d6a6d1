"""補助金の一覧: for everybody to read, for the centre and counters to keep."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.pages.asking import PageRequest, attempt
from catalog.queries import taxonomy_of
from catalog.queries.crosswalk import crosswalk
from catalog.subsidies.queries import (
    MOST_SHOWN,
    WORDS,
    SubsidyView,
    kept_prefectures,
    subsidies,
    subsidy_for,
)
from catalog.subsidies.usecases import (
    FIRST_YEAR,
    LONGEST,
    SubsidyText,
    change_subsidy,
    create_subsidy,
    must_keep,
)
from core.calendar import fiscal_year
from core.clock import today
from core.i18n import gettext as _
from core.i18n import lazy
from core.web.fields import (
    ChoiceField,
    DayField,
    LongTextField,
    ManyField,
    NumberField,
    TextField,
    TickField,
)
from core.web.forms import Form
from core.web.pages import page, see_other
from directory.prefectures import PREFECTURES, prefecture_choices

SUBSIDIES = "/subsidies"
_NATION = lazy("全国")


class SubsidyFilterForm(Form):
    """Which of them are shown."""

    prefecture = ChoiceField(
        lazy("都道府県"),
        look="select",
        choices=[("", lazy("すべて")), *prefecture_choices()],
    )
    year = NumberField(lazy("年度"), least=FIRST_YEAR, most=2100)


class SubsidyForm(Form):
    """補助金: whose, for what, how much, and who says so."""

    name = TextField(lazy("補助金の名前"), required=True, limit=LONGEST["name"])
    fiscal_year = NumberField(lazy("年度"), least=FIRST_YEAR, most=2100, required=True)
    prefecture = ChoiceField(lazy("都道府県"), look="select")
    item_codes = ManyField(
        lazy("対象の項目"), hint=lazy("どの項目でも使えるものは、選ばずに空けておきます。")
    )
    amount = TextField(lazy("上限の額"), limit=LONGEST["amount"], hint=lazy("例: 1台あたり100万円まで"))
    rate = TextField(lazy("補助の割合"), limit=LONGEST["rate"], hint=lazy("例: 4分の3以上"))
    conditions = LongTextField(lazy("条件"), limit=LONGEST["conditions"], rows=4, warns=False)
    source = TextField(
        lazy("出典"), required=True, limit=LONGEST["source"], hint=lazy("だれの、何という資料か。")
    )
    source_url = TextField(lazy("出典のアドレス"), limit=LONGEST["source_url"])
    checked_on = DayField(lazy("確かめた日"), required=True)
    name_en = TextField(lazy("補助金の名前（英語）"), limit=LONGEST["name_en"])
    amount_en = TextField(lazy("上限の額（英語）"), limit=LONGEST["amount_en"])
    rate_en = TextField(lazy("補助の割合（英語）"), limit=LONGEST["rate_en"])
    conditions_en = LongTextField(lazy("条件（英語）"), limit=LONGEST["conditions_en"], rows=4, warns=False)
    source_en = TextField(lazy("出典（英語）"), limit=LONGEST["source_en"])
    is_hidden = TickField(lazy("隠す（だれにも見せない）"))

    @property
    def in_english(self) -> list[Any]:
        """What is asked for in English, too."""
        return [self[f"{name}_en"] for name in WORDS]

    @property
    def in_japanese(self) -> list[Any]:
        """All the rest, but whether it is hidden."""
        return [field for field in self if field.name != "is_hidden" and field not in self.in_english]

    def text(self) -> SubsidyText:
        """What was typed."""
        given = {field.name: field.data for field in self if field.data is not None}
        return SubsidyText(**given)


@get(SUBSIDIES, include_in_schema=False)
async def list_subsidies(request: PageRequest) -> Response[Any]:
    """All there are, the latest first; hidden ones for those who keep them."""
    actor = request.user
    form = SubsidyFilterForm.of_query(request)
    is_right = form.validate()
    mine = await kept_prefectures(actor)
    found = await subsidies(
        fiscal_year=form.year.data if is_right else None,
        prefecture=(form.prefecture.data or "") if is_right else "",
        hidden=mine is None,
    )
    return page(
        request,
        "catalog/subsidies.html",
        form=form,
        subsidies=found[:MOST_SHOWN],
        is_cut=len(found) > MOST_SHOWN,
        names=await _item_names(),
        may_add=mine is None or bool(mine),
        may_change=lambda one: mine is None or one.prefecture in mine,
    )


async def _item_names() -> dict[str, str]:
    """What items are called now, or were called when they were last in force."""
    return {pair.code: pair.newest.full_name for pair in await crosswalk()}


async def _offered(actor: Actor, form: SubsidyForm) -> SubsidyForm:
    taxonomy = await taxonomy_of(TaxonomyVersion.Y2025)
    form.item_codes.offer([(item.code, item.full_name) for item in taxonomy.items])
    mine = await kept_prefectures(actor)
    names = PREFECTURES if mine is None else mine
    form.prefecture.offer([*([("", _NATION)] if mine is None else []), *prefecture_choices(names)])
    if mine is not None:
        form.prefecture.is_required = True  # a counter speaks for its own prefectures alone
        if len(mine) == 1 and not form.prefecture.data:
            form.prefecture.data = mine[0]
    return form


def _shown(
    request: PageRequest, form: SubsidyForm, subsidy: SubsidyView | None, status: int = 200
) -> Response[Any]:
    return page(request, "catalog/subsidy_form.html", form=form, subsidy=subsidy, status=status)


@get(SUBSIDIES + "/new", include_in_schema=False)
async def new_subsidy(request: PageRequest) -> Response[Any]:
    """An empty form for this fiscal year."""
    await must_keep(request.user)
    first = {"fiscal_year": fiscal_year(today()), "checked_on": today()}
    return _shown(request, await _offered(request.user, SubsidyForm(data=first)), None)


@post(SUBSIDIES + "/new", include_in_schema=False)
async def keep_new_subsidy(request: PageRequest) -> Response[Any]:
    """Keep it."""
    await must_keep(request.user)
    form = await _offered(request.user, await SubsidyForm.of(request))
    if await attempt(form, lambda: create_subsidy(request.user, form.text())) is None:
        return _shown(request, form, None, status=422)
    return see_other(SUBSIDIES, said=_("補助金を加えました。"))


@get(SUBSIDIES + "/{subsidy_id:uuid}", include_in_schema=False)
async def edit_subsidy(request: PageRequest, subsidy_id: FromPath[UUID]) -> Response[Any]:
    """The form with what is known."""
    await must_keep(request.user)
    subsidy = await subsidy_for(subsidy_id)
    await must_keep(request.user, subsidy)
    known = SubsidyForm(data=msgspec.structs.asdict(subsidy))
    return _shown(request, await _offered(request.user, known), subsidy)


@post(SUBSIDIES + "/{subsidy_id:uuid}", include_in_schema=False)
async def keep_changed_subsidy(request: PageRequest, subsidy_id: FromPath[UUID]) -> Response[Any]:
    """Keep the change."""
    await must_keep(request.user)
    subsidy = await subsidy_for(subsidy_id)
    form = await _offered(request.user, await SubsidyForm.of(request))
    if await attempt(form, lambda: change_subsidy(request.user, subsidy_id, form.text())) is None:
        return _shown(request, form, subsidy, status=422)
    return see_other(SUBSIDIES, said=_("保存しました。"))


SUBSIDY_PAGES: list[ControllerRouterHandler] = [
    list_subsidies,
    new_subsidy,
    keep_new_subsidy,
    edit_subsidy,
    keep_changed_subsidy,
]
