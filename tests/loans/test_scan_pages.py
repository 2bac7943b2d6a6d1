"""The scan page without a script, its door for the script, and the list of what could not be done."""

from datetime import timedelta

import httpx
from litestar import Litestar

from core import db
from core.clock import now
from tests.factories import the_parties
from tests.loans.test_scans import a_dispatched_loan, a_scan, a_tagged_unit, keeper_of, of
from tests.loans.visiting import visiting

SCANNING = "'wasm-unsafe-eval'"


async def test_a_code_is_scanned_without_a_script(application: Litestar) -> None:
    parties = await the_parties()
    await a_dispatched_loan(parties)
    unit_id, tag = await a_tagged_unit(parties)
    code = await db.fetch_value("SELECT code FROM tag WHERE token = $1", tag)
    async with visiting(application, parties.facility) as facility:
        assert (await facility.get("/scan")).status_code == 200
        token = (await facility.get("/scan/standing")).json()["token"]
        sent = {"_csrf_token": token, "action": "receive", "code": code.lower(), "key": "one"}
        assert "受け取りを記録しました" in (await facility.post("/scan", data=sent)).text
        assert await keeper_of(unit_id) == of(parties.facility)
        assert "受け取りを記録しました" in (await facility.post("/scan", data=sent)).text  # sent twice
        empty = await facility.post("/scan", data={**sent, "code": ""})
        assert (empty.status_code, "か所を直してください" in empty.text) == (422, True)
        theirs = await facility.post("/scan", data={**sent, "action": "exhibit"})
        assert theirs.status_code == 422


async def test_the_scripts_door_needs_the_token_of_the_browser_and_answers_in_words(
    application: Litestar,
) -> None:
    parties = await the_parties()
    _, token = await a_tagged_unit(parties)
    scans = {"scans": [a_scan(token, "locate"), a_scan("NOSUCHTAG", "locate")]}
    async with visiting(application, parties.vendor) as vendor:
        assert (await vendor.post("/scan/records", json=scans)).status_code == 403
        me = (await vendor.get("/scan/standing")).json()
        assert (me["organization_id"], me["actions"]) == (
            str(of(parties.vendor)),
            ["take_back", "locate", "stocktake", "dispatch"],
        )
        answer = await vendor.post("/scan/records", json=scans, headers={"x-csrftoken": me["token"]})
        done, refused = answer.json()
        assert (done["is_done"], done["said"]) == (True, "ここにあると記録しました")
        assert done["about"]
        assert (refused["is_done"], "登録されていません" in refused["said"]) == (False, True)
        assert (await vendor.get("/scan/standing")).json()["refused"] == 1
        again = await vendor.post("/scan/records", json=scans, headers={"x-csrftoken": me["token"]})
        assert again.json() == answer.json()


async def test_a_refused_scan_waits_until_somebody_settles_it(application: Litestar) -> None:
    parties, others = await the_parties(), await the_parties()
    async with visiting(application, parties.facility) as facility:
        assert "片付けるものはありません" in (await facility.get("/scan/refused")).text
        token = (await facility.get("/scan/standing")).json()["token"]
        scan = a_scan("LOSTLABEL", "receive", now() - timedelta(hours=1))
        await facility.post("/scan/records", json={"scans": [scan]}, headers={"x-csrftoken": token})
        page = (await facility.get("/scan/refused")).text
        assert "LOSTLABEL" in page
        scan_id = await db.fetch_value("SELECT id FROM scan WHERE organization_id = $1", of(parties.facility))
        form = {"_csrf_token": token, "note": "貸出の画面で記録"}
        async with visiting(application, others.facility) as stranger:
            theirs = {"_csrf_token": (await stranger.get("/scan/standing")).json()["token"], "note": ""}
            assert (await stranger.post(f"/scan/refused/{scan_id}", data=theirs)).status_code == 404
        for note in ("貸出の画面で記録", "もう一度"):  # the first word stays
            answer = await facility.post(f"/scan/refused/{scan_id}", data={**form, "note": note})
            assert answer.status_code == 303
        assert "LOSTLABEL" not in (await facility.get("/scan/refused")).text
        assert "貸出の画面で記録" in (await facility.get("/scan/refused?show=settled")).text
        assert (await facility.get("/scan/standing")).json()["refused"] == 0


async def test_only_the_page_that_scans_may_run_webassembly(
    client: httpx.AsyncClient, application: Litestar
) -> None:
    parties = await the_parties()
    async with visiting(application, parties.vendor) as vendor:
        for path in ("/scan", "/scan/shell"):
            assert SCANNING in (await vendor.get(path)).headers["content-security-policy"]
        assert SCANNING not in (await vendor.get("/scan/refused")).headers["content-security-policy"]
        worker = await vendor.get("/scan/worker.js")
        assert worker.headers["service-worker-allowed"] == "/scan"
        assert "/static/js/scan.js" in worker.text
    assert (await client.get("/scan")).status_code in (303, 401)


async def test_what_a_telephone_keeps_names_nobody(application: Litestar) -> None:
    parties = await the_parties()
    name = "名のある窓口"
    await db.execute("UPDATE organization SET name = $2 WHERE id = $1", of(parties.counter), name)
    async with visiting(application, parties.counter) as counter:
        assert name in (await counter.get("/scan")).text
        assert name not in (await counter.get("/scan/shell")).text
