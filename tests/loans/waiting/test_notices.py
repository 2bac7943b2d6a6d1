"""Who hears of the waitlist, with which words, and each only once."""

import pytest

import loans.waiting.notices  # registers what it handles
import loans.waiting.wakeup  # noqa: F401  # registers what it handles
from accounts.domain import Actor
from core import db
from core.settings import settings
from directory.kinds import OrganizationKind
from loans.commands import GiveReason
from loans.waiting import usecases as waiting
from loans.waiting.commands import LeaveWaitlist
from loans.waiting.queries import EntryView
from notifications.outbox import handler_of
from tests.factories import an_organization
from tests.loans.letters import deliver_everything
from tests.loans.waiting.queues import YES, a_queue

pytestmark = pytest.mark.usefixtures("own_database")


async def _mails(actor: Actor, entry: EntryView) -> list[tuple[str, str]]:
    await deliver_everything()
    sql = """
    SELECT subject, body FROM caught_mail WHERE body LIKE '%' || $2::text || '%'
        AND recipient = (SELECT email FROM person WHERE id = $1) ORDER BY id
    """
    return [(row["subject"], row["body"]) for row in await db.fetch(sql, actor.person_id, str(entry.id))]


async def _subjects(actor: Actor, entry: EntryView) -> list[str]:
    return [subject.rpartition(":")[0] for subject, _ in await _mails(actor, entry)]


async def test_an_offer_says_what_is_held_until_when_and_where_to_answer() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    received, offered = await _mails(facility, entry)
    assert received[0].startswith("キャンセル待ちに入りました")
    assert offered[0].startswith("順番が来ました。")
    for part in ("押さえてある期間", "返事をする期限", "押さえてある台数: 1台", "■ 次にしていただくこと"):
        assert part in offered[1]
    assert f"\n{settings().base_url}/waitlist/{entry.id}\n" in offered[1]


async def test_each_event_is_told_once_however_often_its_row_is_delivered() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    before = await _subjects(facility, entry)
    rows = await db.fetch(
        "SELECT dedupe_key, payload FROM outbox WHERE kind = 'waiting' AND payload->>'entry_id' = $1",
        str(entry.id),
    )
    assert len(rows) == 2
    for row in rows:
        await handler_of("waiting")(db.from_json(row["payload"]), row["dedupe_key"])
    assert await _subjects(facility, entry) == before


async def test_lapsing_asks_at_last_whether_one_still_waits() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    await _subjects(facility, entry)
    for _ in range(2):
        await queue.lapse(entry)
        await _subjects(facility, entry)
    subjects = await _subjects(facility, entry)
    beginnings = (
        "キャンセル待ちに入り",
        "順番が来ました",
        "返事の期限が",
        "順番が来ました",
        "まだお待ちですか",
    )
    assert len(subjects) == len(beginnings)
    assert all(subject.startswith(words) for subject, words in zip(subjects, beginnings, strict=True))
    assert "まだ待っています" in (await _mails(facility, entry))[-1][1]


async def test_an_offer_that_is_over_before_anybody_could_be_told_is_not_told() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    await waiting.accept_waitlist_offer(facility, entry.id, YES)
    assert await _subjects(facility, entry) == ["キャンセル待ちに入りました"]


async def test_where_nobody_of_the_facility_reads_mail_the_counter_is_asked_to_telephone() -> None:
    queue = await a_queue()
    facility_id = await an_organization(
        OrganizationKind.FACILITY, counter_id=queue.counter.organization_id, name="紙のさと苑"
    )
    entry = await waiting.join_waitlist(queue.counter, queue.wish(facility_id=facility_id))
    await queue.free()
    await queue.match()
    ((subject, body),) = await _mails(queue.counter, entry)
    assert "紙のさと苑に伝えてください" in subject
    assert "電話などで伝え" in body


async def test_what_a_counter_does_to_the_queue_is_told_with_its_reason() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await waiting.skip_entry(queue.counter, entry.id, GiveReason(reason="電話がつながらない"))
    await waiting.put_back(queue.counter, entry.id)
    await waiting.leave_waitlist(queue.counter, entry.id, LeaveWaitlist(reason="電話で取消"))
    mails = await _mails(facility, entry)
    assert ["飛ばしました" in mails[1][0], "戻りました" in mails[2][0], "取り消しました" in mails[3][0]] == [
        True
    ] * 3
    assert "理由: 電話がつながらない" in mails[1][1]


async def test_whoever_leaves_by_itself_is_not_told_so() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await waiting.leave_waitlist(facility, entry.id, LeaveWaitlist())
    assert len(await _mails(facility, entry)) == 1


async def test_readers_get_their_own_language() -> None:
    queue = await a_queue(name_en="Firefly II")
    facility, entry = await queue.join()
    await db.execute("UPDATE person SET locale = 'en' WHERE id = $1", facility.person_id)
    await queue.free()
    await queue.match()
    subject, body = (await _mails(facility, entry))[-1]
    assert subject.startswith("It is your turn, please answer by")
    assert "Firefly II" in body


async def test_whoever_waits_for_a_product_that_is_lent_no_more_is_told_once() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await db.execute("UPDATE product SET status = 'discontinued' WHERE id = $1", queue.parties.product_id)
    await waiting.end_past_wishes()
    await waiting.end_past_wishes()
    assert await _subjects(facility, entry) == [
        "キャンセル待ちに入りました",
        "お待ちの機種の貸出が終わりました",
    ]


async def test_whoever_has_not_answered_is_reminded_once_when_half_of_the_time_is_over() -> None:
    queue = await a_queue()
    facility, entry = await queue.join()
    await queue.free()
    await queue.match()
    await waiting.remind_of_offers()
    assert len(await _subjects(facility, entry)) == 2
    sql = "UPDATE waiting_offer SET offered_at = now() - interval '30 days' WHERE entry_id = $1"
    await db.execute(sql, entry.id)
    assert await waiting.remind_of_offers() >= 1
    assert await waiting.remind_of_offers() == 0
    last = (await _subjects(facility, entry))[-1]
    assert last.startswith("返事の期限が近づいています。")
    assert len(await _subjects(facility, entry)) == 3
