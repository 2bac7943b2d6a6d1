"""Scans of tags: each once, each in its own transaction, each with an answer that a phone can show by colour.

A scan says what somebody saw at a moment; phones keep scans while they are offline, so that they arrive late,
together and more than once. Whatever a scan brings about is what a person could have done on a page.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from accounts.domain import Actor, Via
from catalog import custody, tags
from catalog.domain import Condition, ScanAction, ScanOutcome, Way
from catalog.placing import tell_scanned
from catalog.scans.once import Repeated, is_ahead, once
from catalog.sending import EARLIEST_DISPATCH, ScannedUnit, step_scanned
from catalog.stocktaking import usecases as stocktaking
from core import clock, db
from core.errors import DomainError
from core.ids import new_id
from core.web.scanning import LARGEST_BATCH, Read, in_order_of_scanning
from loans import usecases
from loans.commands import DispatchLoan, Line, ReceiveLoan, SendBackLoan, TakeBackLoan
from loans.domain import UNDER_WAY, Custody
from loans.handovers import scanning as handovers
from loans.scans.target import Target, target_of

_AT_ONCE = timedelta(seconds=5)
_LONGEST_KEPT = 100


class Scan(Read, frozen=True, kw_only=True):
    """One scan; `tag` is what was read: the token, the whole address, or the short code below the picture.

    A dispatch says how it goes: `way`, and of a parcel the `carrier`; once for all that is scanned after it.
    """

    action: ScanAction
    way: Way | None = None
    carrier: Line = ""
    tracking_number: Line = ""


class RecordScans(msgspec.Struct, frozen=True, kw_only=True):
    """A batch, in any order."""

    scans: Annotated[list[Scan], Meta(max_length=LARGEST_BATCH)]


class ScanAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a scan. For a repeated one, `first_outcome` and `reason` say what it was at first."""

    key: str
    outcome: ScanOutcome
    reason: str | None = None
    first_outcome: ScanOutcome | None = None
    unit_id: UUID | None = None


class ScanAnswers(msgspec.Struct, frozen=True):
    """The answers, in the order of the scans."""

    scans: list[ScanAnswer]


class Refused(DomainError):
    """A scan that cannot be acted upon."""

    code = "scan-refused"


_RECORD = """
INSERT INTO scan (id, scan_key, tag_id, unit_id, action, outcome, reason, person_id, organization_id,
    scanned_at, received_at, tag_read)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT ON CONSTRAINT scan_once DO NOTHING
"""


async def record_scans(actor: Actor, command: RecordScans) -> ScanAnswers:
    """Act on each scan in the order of scanning; a refused one changes nothing and stops no other.

    Raises `NotAllowed` for a person without an organisation.
    """
    scanner = msgspec.structs.replace(actor, via=Via.SCAN)
    scanner.acting_for()
    return ScanAnswers(await in_order_of_scanning(command.scans, lambda scan: _record_once(scanner, scan)))


async def _record_once(actor: Actor, scan: Scan) -> ScanAnswer:
    target: Target

    async def known() -> ScanAnswer | None:
        nonlocal target
        target = await target_of(actor, scan.tag, scan.key, scan.scanned_at)
        return None if target.stored_outcome is None else _repeated(scan, target)

    async with db.transaction():  # one look tells both whether it is known and what to judge it by
        return await once(known, lambda: _acted_upon(actor, scan, target))


async def _acted_upon(actor: Actor, scan: Scan, target: Target) -> ScanAnswer:
    try:
        _judge(actor, scan, target)
        await _judge_label(scan, target)
        if scan.action in _PLACING:
            # Judged already: once the scan is ours, nothing is left that could refuse it.
            answer = await _record(actor, scan, target)
            await _place(actor, scan, target)
            return answer
        async with db.savepoint():
            return await _record(actor, scan, await _take_step(actor, scan, target))
    except DomainError as refusal:
        return await _record(actor, scan, target, refusal.reason)


async def _record(actor: Actor, scan: Scan, target: Target, reason: str | None = None) -> ScanAnswer:
    outcome = ScanOutcome.REFUSED if reason else ScanOutcome.DONE
    recorded = await db.execute(
        _RECORD,
        new_id(),
        scan.key,
        target.tag_id,
        target.unit_id,
        scan.action.value,
        outcome.value,
        reason or "",
        actor.person_id,
        actor.organization_id,
        scan.scanned_at,
        clock.now(),
        tags.as_read(scan.tag)[0][:_LONGEST_KEPT] if reason else "",
    )
    if not recorded:
        raise Repeated
    return ScanAnswer(key=scan.key, outcome=outcome, reason=reason, unit_id=_told(actor, target))


def _told(actor: Actor, target: Target) -> UUID | None:
    """The unit, for those who may know which one it is."""
    may_know = target.is_keeper or target.loan_id or target.handover or actor.is_centre
    return target.unit_id if may_know else None


def _repeated(scan: Scan, target: Target) -> ScanAnswer:
    return ScanAnswer(
        key=scan.key,
        outcome=ScanOutcome.REPEATED,
        reason=target.stored_reason or None,
        first_outcome=target.stored_outcome,
        unit_id=target.stored_unit_id if target.stored_outcome is ScanOutcome.DONE else None,
    )


def _judge(actor: Actor, scan: Scan, target: Target) -> None:
    if is_ahead(scan.scanned_at):
        raise Refused("scanned-in-future")
    if target.tag_id is None:
        raise Refused("unknown-tag")
    if target.unit_id is None:
        raise Refused("unclaimed-tag")
    if scan.action is ScanAction.STOCKTAKE:
        return  # what stands here is counted, whosever it is
    if scan.action not in _TRAVELLING:
        _must_be_theirs(actor, target)
    if scan.action is ScanAction.EXHIBIT and not actor.is_counter:
        raise Refused("exhibit-at-counter")
    if scan.action in _PLACING:
        _judge_place(actor, target)


def _must_be_theirs(actor: Actor, target: Target) -> None:
    if not (target.is_keeper or target.loan_id or target.handover or actor.is_centre):
        raise Refused("unit-not-yours")


def _judge_place(actor: Actor, target: Target) -> None:
    # Whoever borrowed it once has no say in where it is now.
    if not (target.is_keeper or target.loan_custody in UNDER_WAY or actor.is_centre):
        raise Refused("unit-not-yours")


async def _judge_label(scan: Scan, target: Target) -> None:
    if not (_is_late(scan.scanned_at, target) and target.tag_id and target.unit_id):
        return
    if await tags.put_on_since(target.tag_id, target.unit_id, scan.scanned_at):
        raise Refused("label-moved-since")


def _is_late(moment: datetime, target: Target) -> bool:
    """Whether more may be known of the unit than this scan knew: it was kept on a telephone for a while."""
    if clock.now() - moment > _AT_ONCE:
        return True
    return target.moved_at is not None and moment <= target.moved_at


async def _place(actor: Actor, scan: Scan, target: Target) -> None:
    """The unit is here, with whoever scans; on the counter's display, if it is exhibited.

    What is older than the newest record goes into the history and changes nothing of the present.
    """
    if target.unit_id is None:
        raise Refused("unclaimed-tag")
    here, moment = actor.acting_for(), min(scan.scanned_at, clock.now())
    with clock.frozen(moment):
        await custody.hand_over(actor, [target.unit_id], scan.action.value, custodian=here, place=here)
    await tell_scanned(actor, scan.action, target.unit_id, moment)
    await _settle_if_late(moment, target)


async def _settle_if_late(moment: datetime, target: Target) -> None:
    if target.unit_id and _is_late(moment, target):
        await custody.settle(target.unit_id)


async def _take_step(actor: Actor, scan: Scan, target: Target) -> Target:
    """The step of the unit's loan; where no loan has it in its hands, of its handover or of its display.

    What the scanner knows of the unit then.
    """
    handover = target.handover
    if handover is None or not target.unit_id or target.is_lent or not handover.knows(scan.action):
        if await _step_of_another(actor, scan, target):
            return msgspec.structs.replace(target, is_keeper=True)
        if scan.action in _TRAVELLING:
            _must_be_theirs(actor, target)
        await _STEPS[scan.action](actor, scan, target)
        return target
    moment = max(min(scan.scanned_at, clock.now()), handover.since)
    with clock.frozen(moment):
        await handovers.act(actor, handover, scan.action, target.unit_id, _parcel(scan))
    await _settle_if_late(moment, target)
    return target


async def _dispatch(actor: Actor, scan: Scan, target: Target) -> None:
    # Units of one loan leave together, as they arrive.
    if (target.loan_quantity or 0) > 1 and target.loan_custody is Custody.DISPATCHED:
        return
    loan_id = _loan_under_way(target)
    if target.loan_start and target.loan_start - clock.today() > EARLIEST_DISPATCH:
        raise Refused("dispatch-too-early")
    way, carrier, number = _parcel(scan)
    if way is None or (way is Way.PARCEL and not carrier):
        raise Refused("dispatch-needs-carrier")
    moment = _moment(scan, target)
    command = DispatchLoan(way=way, carrier=carrier, tracking_number=number)
    with clock.frozen(moment):
        await usecases.dispatch_loan(actor, loan_id, command, needs_number=False)
    await _settle_if_late(moment, target)


async def _step_of_another(actor: Actor, scan: Scan, target: Target) -> bool:
    """Whether something else than a loan is meant: a display that the unit goes to, is at, or comes from."""
    if scan.action not in _TRAVELLING or target.unit_id is None or target.is_lent:
        return False
    next_loan = target.loan_start if target.loan_custody is Custody.CONFIRMED else None
    scanned = ScannedUnit(scan.action, target.unit_id, scan.scanned_at, *_parcel(scan), next_loan)
    is_taken = await step_scanned(actor, scanned)
    if is_taken:
        await _settle_if_late(scan.scanned_at, target)
    return is_taken


def _parcel(scan: Scan) -> tuple[Way | None, str, str]:
    """How what is scanned is sent: a carrier alone means a parcel."""
    carrier = scan.carrier.strip()
    return scan.way or (Way.PARCEL if carrier else None), carrier, scan.tracking_number.strip()


async def _receive(actor: Actor, scan: Scan, target: Target) -> None:
    # Units of one loan arrive together: the first scan has taken the step, the others find it taken.
    if (target.loan_quantity or 0) > 1 and target.loan_custody is Custody.ON_TRIAL:
        return
    loan_id = _loan_under_way(target)
    moment = _moment(scan, target)
    with clock.frozen(moment):
        await usecases.receive_loan(actor, loan_id, ReceiveLoan(condition=Condition.OK))
    await _settle_if_late(moment, target)


_CAME_BY = """
SELECT way, carrier FROM shipment WHERE loan_id = $1 AND direction = 'out'
ORDER BY created_at DESC, id DESC LIMIT 1
"""


async def _send_back(actor: Actor, scan: Scan, target: Target) -> None:
    loan_id = _loan_under_way(target)
    came = await db.fetch_row(_CAME_BY, loan_id)
    moment = _moment(scan, target)
    command = SendBackLoan(  # whoever chooses this on the scan page says that the unit is clean
        cleaned=True,
        way=Way(came["way"]) if came else Way.PARCEL,
        carrier=came["carrier"] if came else "",
        unit_ids=[target.unit_id] if target.unit_id else None,
    )
    with clock.frozen(moment):
        await usecases.send_back_loan(actor, loan_id, command)
    await _settle_if_late(moment, target)


async def _take_back(actor: Actor, scan: Scan, target: Target) -> None:
    if target.loan_custody not in UNDER_WAY and target.unit_id is not None:
        left = await usecases.loan_exchanged_from(actor, target.unit_id)
        if left is not None:
            await usecases.exchanged_units_home(actor, left, target.unit_id)
            return
    loan_id = _loan_under_way(target)
    # Units of one loan come back one by one: this scan speaks for the one unit that was held.
    units = [target.unit_id] if target.unit_id else None
    moment = _moment(scan, target)
    with clock.frozen(moment):
        command = TakeBackLoan(condition=Condition.OK, unit_ids=units)
        await usecases.take_back_loan(actor, loan_id, command)
    await _settle_if_late(moment, target)


async def _stocktake(actor: Actor, scan: Scan, target: Target) -> None:
    if not (actor.is_vendor or actor.is_counter):
        raise Refused("no-stocktaking")
    if target.unit_id is None:
        raise Refused("unclaimed-tag")
    await stocktaking.count(actor, target.unit_id, scan.scanned_at)


def _loan_under_way(target: Target) -> UUID:
    if target.loan_id is None:
        raise Refused("no-loan")
    return target.loan_id


def _moment(scan: Scan, target: Target) -> datetime:
    """When the step happened: as scanned, but not before the step that came ahead of it."""
    moment = min(scan.scanned_at, clock.now())
    return max(moment, target.loan_since) if target.loan_since else moment


_TRAVELLING = frozenset({ScanAction.DISPATCH, ScanAction.RECEIVE, ScanAction.SEND_BACK, ScanAction.TAKE_BACK})
_PLACING = frozenset({ScanAction.LOCATE, ScanAction.EXHIBIT})
_STEPS: Mapping[ScanAction, Callable[[Actor, Scan, Target], Awaitable[None]]] = {
    ScanAction.DISPATCH: _dispatch,
    ScanAction.RECEIVE: _receive,
    ScanAction.SEND_BACK: _send_back,
    ScanAction.TAKE_BACK: _take_back,
    ScanAction.STOCKTAKE: _stocktake,
}
