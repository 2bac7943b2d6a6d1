"""The centre's pages for the ways in by problem."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.pages.asking import attempt
from catalog.problems.usecases import (
    LAST_POSITION,
    LONGEST_EXPLANATION,
    LONGEST_TITLE,
    ProblemText,
    change_problem,
    create_problem,
)
from catalog.queries import Problem, problem_of, problems, taxonomy_of
from core.i18n import gettext as _
from core.i18n import lazy
from core.web.fields import LongTextField, ManyField, NumberField, TextField, TickField
from core.web.forms import Form
from core.web.pages import page, see_other
from directory.kinds import OrganizationKind

PageRequest = Request[Actor, Any, Any]
PROBLEMS = "/centre/problems"


class ProblemForm(Form):
    """What facilities want to solve, in their words."""

    title_ja = TextField(lazy("困りごと（日本語）"), required=True, limit=LONGEST_TITLE)
    explanation_ja = LongTextField(lazy("説明（日本語）"), limit=LONGEST_EXPLANATION, rows=2, warns=False)
    title_en = TextField(lazy("困りごと（英語）"), required=True, limit=LONGEST_TITLE)
    explanation_en = LongTextField(lazy("説明（英語）"), limit=LONGEST_EXPLANATION, rows=2, warns=False)
    item_codes = ManyField(lazy("役に立つかもしれない項目"), required=True)
    position = NumberField(
        lazy("並び順"), least=0, most=LAST_POSITION, hint=lazy("小さい数のものから並びます。")
    )
    is_hidden = TickField(lazy("隠す（だれにも見せない）"))

    def text(self) -> ProblemText:
        """What was typed."""
        return ProblemText(
            title_ja=self.title_ja.data or "",
            title_en=self.title_en.data or "",
            explanation_ja=self.explanation_ja.data or "",
            explanation_en=self.explanation_en.data or "",
            item_codes=self.item_codes.data or [],
            position=self.position.data or 0,
            is_hidden=bool(self.is_hidden.data),
        )


async def _offered(form: ProblemForm) -> ProblemForm:
    taxonomy = await taxonomy_of(TaxonomyVersion.Y2025)
    form.item_codes.offer([(item.code, item.full_name) for item in taxonomy.items])
    return form


async def _form_page(
    request: PageRequest, form: ProblemForm, problem: Problem | None, status: int = 200
) -> Response[Any]:
    return page(request, "catalog/problem_form.html", form=form, problem=problem, status=status)


@get(PROBLEMS, include_in_schema=False)
async def list_problems(request: PageRequest) -> Response[Any]:
    """All of them in their order, hidden ones too."""
    request.user.one_of(OrganizationKind.CENTRE)
    found = await problems(hidden=True)
    names = {item.code: item.full_name for item in (await taxonomy_of(TaxonomyVersion.Y2025)).items}
    return page(request, "catalog/problems.html", problems=found, names=names)


@get(PROBLEMS + "/new", include_in_schema=False)
async def new_problem(request: PageRequest) -> Response[Any]:
    """An empty form."""
    request.user.one_of(OrganizationKind.CENTRE)
    return await _form_page(request, await _offered(ProblemForm()), None)


@post(PROBLEMS + "/new", include_in_schema=False)
async def keep_new(request: PageRequest) -> Response[Any]:
    """Keep it."""
    request.user.one_of(OrganizationKind.CENTRE)
    form = await _offered(await ProblemForm.of(request))
    if await attempt(form, lambda: create_problem(request.user, form.text())) is None:
        return await _form_page(request, form, None, status=422)
    return see_other(PROBLEMS, said=_("困りごとを加えました。"))


@get(PROBLEMS + "/{code:str}", include_in_schema=False)
async def edit_problem(request: PageRequest, code: FromPath[str]) -> Response[Any]:
    """The form with what is known."""
    request.user.one_of(OrganizationKind.CENTRE)
    problem = await problem_of(code, hidden=True)
    return await _form_page(
        request, await _offered(ProblemForm(data=msgspec.structs.asdict(problem))), problem
    )


@post(PROBLEMS + "/{code:str}", include_in_schema=False)
async def keep_change(request: PageRequest, code: FromPath[str]) -> Response[Any]:
    """Keep the change."""
    request.user.one_of(OrganizationKind.CENTRE)
    problem = await problem_of(code, hidden=True)
    form = await _offered(await ProblemForm.of(request))
    if await attempt(form, lambda: change_problem(request.user, code, form.text())) is None:
        return await _form_page(request, form, problem, status=422)
    return see_other(PROBLEMS, said=_("保存しました。"))


PROBLEM_PAGES: list[ControllerRouterHandler] = [
    list_problems,
    new_problem,
    keep_new,
    edit_problem,
    keep_change,
]
