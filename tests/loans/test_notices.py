from datetime import timedelta
from uuid import UUID

import pytest

from catalog.domain import Condition
from core import db
from core.ids import new_id
from core.secrets import readable_code
from core.settings import settings
from loans import commands, usecases
from loans.domain import Decision, Stage
from loans.notice_texts import TEXTS, Notice
from tests.factories import a_loan, the_parties
from tests.loans.letters import (
    GOOD,
    PARCEL,
    a_confirmed_loan,
    a_loan_on_trial,
    deliver_everything,
    mails,
    subjects,
)

pytestmark = pytest.mark.usefixtures("own_database")

REASON = commands.GiveReason(reason="点検が長引いています")
BROKEN = commands.ReceiveLoan(condition=Condition.DAMAGED, note="車輪が割れている")


async def test_each_party_hears_of_the_steps_of_the_others() -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    await usecases.send_back_loan(parties.facility, loan.id, commands.SendBackLoan(cleaned=True))
    await usecases.take_back_loan(parties.vendor, loan.id, commands.TakeBackLoan(condition=Condition.OK))
    result = commands.SubmitResult(
        stage=Stage.AFTER,
        answers={"days_used": 12, "target_reached": 4, "ease_of_use": 4, "safety": 5},
        decision=Decision.INTRODUCE,
        reason="訪室が半分になった",
    )
    await usecases.submit_result(parties.facility, loan.id, result)
    assert await subjects(parties.facility, loan) == [
        "試用貸出の申込を受け付けました",
        "試用貸出が決まりました",
        "発送されました",
        "返却を受け入れました",
    ]
    assert await subjects(parties.counter, loan) == [
        "試用貸出の申込がありました",
        "試用貸出が決まりました",
        "試用の結果が届きました",
    ]
    assert await subjects(parties.vendor, loan) == [
        "試用貸出の打診です",
        "施設に届きました",
        "返送されました",
        "試用の結果が届きました",
    ]


async def test_a_mail_says_what_happened_what_to_do_and_where() -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    await usecases.dispatch_loan(parties.vendor, loan.id, PARCEL)
    subject, body = (await mails(parties.facility, loan))[-1]
    assert loan.number in subject
    assert body.startswith("試験 太郎 様\n")
    for part in (loan.product_name, loan.lender_name, "試験運輸", "1234-5678", "■ 次にしていただくこと"):
        assert part in body
    assert f"\n{settings().base_url}/loans/{loan.id}\n" in body


async def test_the_lender_is_not_told_who_asks_before_it_has_confirmed() -> None:
    parties = await the_parties()
    facility = f"さくら苑{readable_code(6)}"
    await db.execute(
        "UPDATE organization SET name = $2 WHERE id = $1", parties.facility.organization_id, facility
    )
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    assert facility in (await mails(parties.counter, loan))[0][1]
    assert facility not in (await mails(parties.vendor, loan))[0][1]
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, PARCEL)
    await usecases.receive_loan(parties.facility, loan.id, GOOD)
    assert facility in (await mails(parties.vendor, loan))[1][1]


async def test_a_lender_that_was_never_asked_hears_nothing_of_the_end() -> None:
    parties = await the_parties(units=2)
    unasked = await a_loan(parties)
    await usecases.cancel_loan(parties.facility, unasked.id, REASON)
    assert await subjects(parties.vendor, unasked) == []
    assert (await subjects(parties.counter, unasked))[-1] == "試用貸出が取り消されました"
    asked = await a_loan(parties)
    await usecases.propose_loan(parties.counter, asked.id)
    await usecases.decline_loan(parties.counter, asked.id, REASON)
    assert await subjects(parties.vendor, asked) == ["試用貸出の打診です", "打診が取り下げられました"]
    assert "理由: 点検が長引いています" in (await mails(parties.facility, asked))[-1][1]


async def test_readers_get_their_own_language() -> None:
    parties = await the_parties(name_en="Firefly II")
    await db.execute("UPDATE person SET locale = 'en' WHERE id = $1", parties.counter.person_id)
    loan = await a_loan(parties)
    subject, body = (await mails(parties.counter, loan))[0]
    assert subject == f"New request for a trial loan: Firefly II ({loan.number})"
    assert body.startswith("Dear 試験 太郎,\n")
    assert "What to do next" in body


async def test_the_address_for_notices_is_written_to_and_the_published_one_never() -> None:
    parties = await the_parties()
    published, wanted = (f"{readable_code(8).lower()}@{name}.example" for name in ("published", "wanted"))
    await db.execute(
        "UPDATE organization SET email = $2, notification_email = $3, name = '東相談窓口' WHERE id = $1",
        parties.counter.organization_id,
        published,
        wanted,
    )
    await a_loan(parties)
    await deliver_everything()
    sql = "SELECT body FROM caught_mail WHERE recipient = $1"
    assert [row["body"].partition("\n")[0] for row in await db.fetch(sql, wanted)] == ["東相談窓口 御中"]
    assert await db.fetch(sql, published) == []


async def test_who_left_or_was_disabled_hears_nothing() -> None:
    parties = await the_parties(units=2)
    await db.execute("UPDATE membership SET ended_at = now() WHERE person_id = $1", parties.counter.person_id)
    await db.execute("UPDATE person SET disabled_at = now() WHERE id = $1", parties.facility.person_id)
    loan = await a_loan(parties)
    assert await mails(parties.counter, loan) == []
    assert await mails(parties.facility, loan) == []


async def test_somebody_on_both_sides_is_told_once_as_whoever_must_act() -> None:
    parties = await the_parties()
    await db.execute(
        "INSERT INTO membership (id, person_id, organization_id, created_at) VALUES ($1, $2, $3, now())",
        new_id(),
        parties.counter.person_id,
        parties.facility.organization_id,
    )
    loan = await a_loan(parties)
    assert await subjects(parties.counter, loan) == ["試用貸出の申込がありました"]


async def test_damage_is_told_to_all_the_others_at_once() -> None:
    parties = await the_parties()
    loan = await a_confirmed_loan(parties)
    await usecases.dispatch_loan(parties.vendor, loan.id, PARCEL)
    await usecases.receive_loan(parties.facility, loan.id, BROKEN)
    assert "損傷・不足が見つかりました" in await subjects(parties.counter, loan)
    assert "状態のメモ: 車輪が割れている" in (await mails(parties.vendor, loan))[-1][1]
    assert "損傷・不足が見つかりました" not in await subjects(parties.facility, loan)


async def test_an_extension_is_asked_granted_and_refused() -> None:
    parties = await the_parties()
    loan = await a_loan_on_trial(parties)
    wish = commands.ExtendLoan(end=loan.end + timedelta(days=3), message="夜勤でも試したい")
    await usecases.extend_loan(parties.facility, loan.id, wish)
    assert "伝言: 夜勤でも試したい" in (await mails(parties.vendor, loan))[-1][1]
    await usecases.refuse_extension(parties.vendor, loan.id, REASON)
    assert (await subjects(parties.facility, loan))[-1] == "延長できませんでした"
    await usecases.extend_loan(parties.facility, loan.id, wish)
    await usecases.extend_loan(parties.vendor, loan.id, wish)
    assert (await subjects(parties.facility, loan))[-1] == "延長が認められました"
    assert (await subjects(parties.counter, loan))[-2:] == ["延長できませんでした", "延長が認められました"]


async def test_an_offer_names_the_days_offered() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    later = loan.start + timedelta(days=40)
    offer = commands.OfferLoan(start=later, end=later + timedelta(days=7), message="点検のため")
    await usecases.offer_loan(parties.vendor, loan.id, offer)
    _, body = (await mails(parties.facility, loan))[-1]
    assert "提案された期間: " in body
    await usecases.accept_offer(parties.facility, loan.id)
    assert (await subjects(parties.vendor, loan))[-1] == "日程の提案が受け入れられました"


async def test_a_step_told_twice_is_one_mail() -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await deliver_everything()
    sql = "UPDATE outbox SET delivered_at = NULL WHERE kind = 'loan' AND payload ->> 'loan_id' = $1"
    assert await db.execute(sql, str(loan.id)) == 1
    assert await subjects(parties.counter, loan) == ["試用貸出の申込がありました"]


def test_every_notice_has_words_for_somebody() -> None:
    assert set(TEXTS) == set(Notice)
    assert all(TEXTS.values())


async def test_a_loan_that_nobody_knows_harms_nothing(database: str) -> None:
    from loans.notices import tell_of_step

    assert database
    unknown: UUID = new_id()
    await tell_of_step({"loan_id": str(unknown), "event_id": str(new_id()), "step": "request"}, "k")
