"""Logs: one line an event, to standard error, for people or for machines."""

import logging
import sys

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

from core.settings import Settings


def configure_logs(given: Settings) -> None:
    """Write what happens at `given.log_level` and above, as text or as JSON."""
    level = logging.getLevelNamesMapping()[given.log_level.upper()]
    ending = _for_machines() if given.log_format == "json" else _for_people()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *ending,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(level, logging.INFO), stream=sys.stderr, format="%(levelname)s %(message)s")


# Traces without local variables: those hold passwords, tokens and what people wrote.
def _for_machines() -> list[Processor]:
    traces = ExceptionDictTransformer(show_locals=False)
    return [ExceptionRenderer(traces), structlog.processors.JSONRenderer(ensure_ascii=False)]


def _for_people() -> list[Processor]:
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
