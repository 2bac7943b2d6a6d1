"""The worker: delivers the outbox and sweeps for what became due.

PostgreSQL is the truth. arq rings the bell through Valkey and keeps the hours; when Valkey is away the
courier's own clock goes on, only slower, and the queue is tried again and again.
"""

import asyncio
import logging
import signal
from contextlib import suppress
from datetime import UTC
from typing import Any

import structlog
from arq.connections import ArqRedis
from arq.cron import cron
from arq.worker import Worker, create_worker, func
from redis.exceptions import RedisError

import accounts.usecases  # noqa: F401  # registers what it handles
import catalog.notices  # registers what it handles
import catalog.policies.notices  # noqa: F401  # registers what it handles
import exhibitions.conditions.notices  # registers what it handles
import exhibitions.late  # warns displays that come next
import exhibitions.lending.notices  # registers what it handles
import exhibitions.notices  # noqa: F401  # registers what it handles
import loans.bundles.notices  # registers what it handles
import loans.incidents.notices  # registers what it handles
import loans.mergers  # registers what it handles
import loans.notices  # registers what it handles
import loans.safety.notices  # registers what it handles
import loans.waiting.notices  # registers what it handles
import loans.waiting.wakeup  # noqa: F401  # registers what it handles
import notifications.mail  # noqa: F401  # registers what it handles
from core import db
from core.settings import settings
from core.web.idempotency import forget_old_answers
from exhibitions.conditions.checking import forget_exhibit_photos_in_hand
from exhibitions.questionnaires.erasing import erase_old_words_and_leads
from exhibitions.questionnaires.inviting import ask_visitors_afterwards
from exhibitions.seminars.applying.erasing import erase_old_applicants
from exhibitions.seminars.applying.inviting import remind_of_seminars
from exhibitions.seminars.applying.waiting import (
    lapse_seminar_offers,
    lapse_unconfirmed_applications,
    offer_free_places,
)
from exhibitions.seminars.asking.replying import ask_participants
from exhibitions.seminars.asking.replying import erase_old_words as erase_old_words_on_seminars
from exhibitions.seminars.certifying.issuing import issue_due_certificates
from exhibitions.usecases.way_home import stretch_late_exhibits
from exhibitions.visits.arriving import release_no_shows
from exhibitions.visits.changing import lapse_unconfirmed
from exhibitions.visits.erasing import erase_old_contacts
from exhibitions.visits.planning import lay_coming_slots
from exhibitions.visits.reminding import remind_visitors
from exhibitions.visits.waiting.offering import end_waits, lapse_visit_offers, offer_free_visit_places
from loans.handovers.usecases import remind_of_ends
from loans.photos.usecases import forget_photos_in_hand
from loans.reminders import enqueue_due_reminders
from loans.usecases import (
    escalate_silence,
    expire_holds,
    lapse_replacements,
    remind_of_holds,
    stretch_overdue,
)
from loans.waiting.usecases import end_past_wishes, lapse_offers, offer_freed_days, remind_of_offers
from notifications.courier import Courier
from notifications.wakeup import BELL, QUEUE, WAKE, deserialize, open_queue, serialize

RECONNECT_AFTER = 2.0
# `make run` promises that every child is gone within five seconds.
LONGEST_GOODBYE = 3.0
# What frees days comes before what offers them.
SWEEPS = (
    expire_holds,
    lapse_replacements,
    remind_of_holds,
    escalate_silence,
    stretch_overdue,
    stretch_late_exhibits,
    lapse_offers,
    remind_of_offers,
    end_past_wishes,
    offer_freed_days,
    enqueue_due_reminders,
    remind_of_ends,
    lapse_unconfirmed,
    release_no_shows,
    lay_coming_slots,
    lapse_visit_offers,
    end_waits,
    offer_free_visit_places,
    remind_visitors,
    ask_visitors_afterwards,
    erase_old_contacts,
    forget_photos_in_hand,
    forget_exhibit_photos_in_hand,
    erase_old_words_and_leads,
    lapse_unconfirmed_applications,
    lapse_seminar_offers,
    offer_free_places,
    remind_of_seminars,
    issue_due_certificates,
    ask_participants,
    erase_old_words_on_seminars,
    erase_old_applicants,
    forget_old_answers,
)

_log = structlog.get_logger(__name__)


async def wake(ctx: dict[Any, Any], *_: Any, **__: Any) -> None:
    """Look at the outbox now: a process has just written to it."""
    ctx["courier"].wake()


async def sweep(ctx: dict[Any, Any], *_: Any, **__: Any) -> None:
    """Look for everything that became due; a missed hour costs nothing, the next one finds it."""
    ctx["courier"].wake_for_sweeps()


WORKER_SETTINGS: dict[str, Any] = {
    "functions": [func(wake, name=WAKE, keep_result=0, max_tries=1)],
    "cron_jobs": [cron(sweep, name="sweep", second=0, keep_result=0, max_tries=1)],
    "queue_name": QUEUE,
    "timezone": UTC,
    "keep_result": 0,
    "poll_delay": 0.2,
    "health_check_interval": 30,
    "handle_signals": False,
    "job_serializer": serialize,
    "job_deserializer": deserialize,
    "log_results": False,
}


async def keep_listening(courier: Courier) -> None:
    """Take calls from the queue for ever; when Valkey goes away, try again until it is back."""
    while True:
        try:
            await _listen(courier, await open_queue())
        except Exception as error:  # noqa: BLE001  # without a queue the courier's own clock goes on
            _log.warning("queue-away", error=type(error).__name__)
        await asyncio.sleep(RECONNECT_AFTER)


async def _listen(courier: Courier, queue: ArqRedis) -> None:
    worker: Worker = create_worker(WORKER_SETTINGS, redis_pool=queue, ctx={"courier": courier})
    try:
        await worker.async_run()
    finally:
        running = list(worker.tasks.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        with suppress(RedisError, OSError):
            await queue.aclose(close_connection_pool=True)


async def work(stop: asyncio.Event) -> None:
    """Deliver and sweep until `stop` is set; what is on its way is finished if it is quick."""
    courier = Courier(SWEEPS)
    BELL.local = courier.wake
    async with db.pool(settings().database_pool):
        loops = [
            asyncio.create_task(courier.keep_delivering(), name="deliveries"),
            asyncio.create_task(courier.keep_sweeping(), name="sweeps"),
        ]
        listening = (
            [asyncio.create_task(keep_listening(courier), name="queue")] if settings().redis_url else []
        )
        await stop.wait()
        courier.stop()
        await asyncio.wait(loops, timeout=LONGEST_GOODBYE)
        for task in (*loops, *listening):
            task.cancel()
        await asyncio.gather(*loops, *listening, return_exceptions=True)
    BELL.local = None


async def _work_until_told() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await work(stop)


def run_worker() -> None:
    """Work until SIGINT or SIGTERM."""
    logging.getLogger("arq").setLevel(logging.WARNING)  # it tells of every ring of the bell
    db.configure(settings().database_url)
    asyncio.run(_work_until_told())
