"""What counters report of visits: counted once, told apart by item and place, exact for ever."""

from datetime import date, timedelta
from io import BytesIO
from itertools import product
from uuid import UUID

import httpx
import pytest
from python_calamine import CalamineWorkbook

from accounts.domain import Actor
from catalog.reporting.periods import By
from core import db
from core.clock import frozen, now, today
from core.errors import Invalid, NotAllowed, NotFound
from core.ids import new_id
from directory.kinds import OrganizationKind
from exhibitions.figures.domain import Counts, Grouping
from exhibitions.figures.queries import VisitQuestion, visit_report
from exhibitions.queries import exhibition_for
from exhibitions.questionnaires.asking import AskQuestion, ask_question, questions_of
from exhibitions.questionnaires.domain import Question, QuestionKind
from exhibitions.questionnaires.replying import Reply, reply_to
from exhibitions.visits.arriving import arrive, release_no_shows
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.changing import cancel_visit
from exhibitions.visits.erasing import erase_old_contacts
from exhibitions.visits.reception.walking_in import ReceiveWalkIn, receive_walk_in
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.questionnaires.test_questionnaires import a_contact
from tests.exhibitions.visits.makers import Show, a_show, an_asked_visit
from tests.factories import an_actor, an_organization

pytestmark = pytest.mark.usefixtures("database")


async def a_day_at_the_display() -> Show:
    """One party comes and answers, one comes unbooked, one cancels, one stays away, one never confirms."""
    show = await a_show(people=50, groups=20)
    for kind in (QuestionKind.SCALE, QuestionKind.SCALE, QuestionKind.WORDS):
        await ask_question(show.counter, AskQuestion(kind=kind, label="質問"))
    tokens = []
    for _party in range(3):
        _visit, token = await an_asked_visit(show, 3)
        await confirm_visit(token)
        tokens.append(token)
    await an_asked_visit(show, 9)
    await cancel_visit(tokens[1])
    start = show.slots[0].start
    with frozen(start):
        come = await arrive(tokens[0])
        walk_in = ReceiveWalkIn(party_size=2, interests=["MON-F", "MOB-O"])
        await receive_walk_in(show.counter, show.id, walk_in)
        questions = await questions_of(show.counter.acting_for())
        exhibition = await exhibition_for(show.counter, show.id)
        reply = a_reply_to(questions)
        await reply_to(exhibition, reply, come)
    with frozen(start + timedelta(hours=2)):
        await release_no_shows()
    return show


def a_reply_to(questions: list[Question]) -> Reply:
    answers: dict[UUID, int | str] = {questions[0].id: 5}
    return Reply(key=new_id().hex, answers=answers, contact=a_contact())


def _asked(show: Show, **fields: object) -> VisitQuestion:
    day = show.slots[0].day
    return VisitQuestion(start=day, end=day + timedelta(days=1), **fields)  # type: ignore[arg-type]


ALL = Counts(
    visits=2, people=5, interests=2, walk_ins=1, booked=3, cancelled=1, missed=1, replies=1, wishes=1
)


async def test_everything_is_counted_once_whatever_the_period_and_the_groups() -> None:
    show = await a_day_at_the_display()
    for by, group in product(By, Grouping):
        report = await visit_report(show.counter, _asked(show, by=by, group=group))
        assert [period.total for period in report.periods] == [ALL], (by, group)
        [period] = report.periods
        for measure in ("visits", "people", "interests", "replies"):
            counted = sum(getattr(one, measure) for one in period.groups)
            # a party that wants to see two items is counted for both
            expected = getattr(ALL, measure) + (
                {"visits": 1, "people": 2}.get(measure, 0) if group is Grouping.ITEM else 0
            )
            assert counted == expected, (by, group, measure)


async def test_items_are_told_apart_and_stay_when_the_contacts_are_erased() -> None:
    show = await a_day_at_the_display()
    with frozen(now() + timedelta(days=400)):
        await erase_old_contacts()
    [period] = (await visit_report(show.counter, _asked(show))).periods
    assert {group.key: (group.visits, group.people, group.interests) for group in period.groups} == {
        "MON-F": (1, 2, 1),
        "MOB-O": (1, 2, 1),
        "other": (1, 3, 0),
    }
    assert period.total == ALL


async def a_venue(show: Show, first: date, *, attendance: int | None = None) -> UUID:
    venue = new_id()
    await db.execute(
        "INSERT INTO exhibition_venue (id, exhibition_id, name, starts_on, ends_on, attendance, created_at)"
        " VALUES ($1, $2, '市民会館', $3, $4, $5, $6)",
        venue,
        show.id,
        first,
        first + timedelta(days=1),
        attendance,
        now(),
    )
    return venue


async def test_the_place_of_a_touring_show_is_its_venue_of_that_day() -> None:
    show = await a_day_at_the_display()
    venue = await a_venue(show, show.slots[0].day, attendance=40)
    [period] = (await visit_report(show.counter, _asked(show, group=Grouping.PLACE))).periods
    [group] = period.groups
    assert (group.key, group.label) == (str(venue), "ロボット体験展示 市民会館")
    assert (group.people, group.counted_at_venues) == (5, 40)


async def test_others_count_nothing_of_it_and_wrong_questions_are_refused() -> None:
    show = await a_day_at_the_display()
    other = await an_actor(await an_organization(OrganizationKind.COUNTER))
    assert (await visit_report(other, _asked(show))).periods[0].total == Counts()
    with pytest.raises(NotFound):
        await visit_report(other, _asked(show, counter_id=show.counter.acting_for()))
    with pytest.raises(NotAllowed):
        await visit_report(await an_actor(await an_organization(OrganizationKind.VENDOR)), _asked(show))
    with pytest.raises(Invalid):
        await visit_report(show.counter, VisitQuestion(start=today(), end=today()))


async def _pages(client: httpx.AsyncClient, counter: Actor, asked: str) -> None:
    browser = await a_browser(client, counter)
    for group in Grouping:
        shown = (await browser.get(f"/reports/visits?{asked}&group={group}")).text
        assert all(
            words in shown for words in ("来場者（人）", "見たい分野", 'class="columns"', 'class="bars"')
        )
    report = (await browser.get(f"/reports/loans?{asked}")).text
    assert ("/reports/visits" in report, "会場で数えた人" in report) == (True, True)
    for path, name in (("/reports/visits.xlsx", "集計"), ("/reports/loans.xlsx", "来場")):
        book = CalamineWorkbook.from_filelike(BytesIO((await browser.get(f"{path}?{asked}")).content))
        rows = book.get_sheet_by_name(name).to_python()
        column = rows[0].index("来場者（人）")
        assert rows[-1][column] == ALL.people
    wrong = await browser.get("/reports/visits?from=2026-05-01&to=2026-04-01")
    assert wrong.status_code == 422


async def test_page_workbook_and_the_counters_report_say_the_same(client: httpx.AsyncClient) -> None:
    show = await a_day_at_the_display()
    day = show.slots[0].day
    await _pages(client, show.counter, f"from={day}&to={day}&by=month")
    caller = await a_caller(client, show.counter)
    answer = (await caller.get(f"/reports/visits?from={day}&to={day + timedelta(days=1)}&group=item")).json()
    assert answer["periods"][0]["total"]["people"] == ALL.people
