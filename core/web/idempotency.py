"""`Idempotency-Key`: the same key and body get the same answer, byte for byte; another body is refused.

The record is written in the transaction of the use case. A second request with the same key waits for the
first at the unique constraint, and then repeats its answer. Answers are kept for a week.
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import msgspec
from litestar import Request, Response

from core import db
from core.clock import now
from core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from core.ids import new_id
from core.web.problems import PROBLEM_JSON, problem_of

HEADER = "idempotency-key"
_LONGEST_KEY = 255
_JSON = "application/json"
KEPT_FOR = timedelta(days=7)
# Not the asker's doing, and over in a moment: asked again, the answer may be another one.
_PASSING = frozenset({"busy"})

_CLAIM = """
INSERT INTO idempotency_record
    (id, person_key, idempotency_key, body_digest, status, content_type, answer, created_at)
VALUES ($1, $2, $3, $4, 0, '', ''::bytea, $5)
ON CONFLICT ON CONSTRAINT idempotency_record_once DO NOTHING
"""
_ANSWER = "UPDATE idempotency_record SET status = $2, content_type = $3, answer = $4 WHERE id = $1"
_STORED = """
SELECT body_digest, status, content_type, answer FROM idempotency_record
WHERE person_key = $1 AND idempotency_key = $2
"""

_FORGET = """
DELETE FROM idempotency_record
WHERE id IN (SELECT id FROM idempotency_record WHERE created_at < $1 ORDER BY created_at LIMIT $2)
"""

ApiRequest = Request[Any, Any, Any]


async def answer_once(
    request: ApiRequest, run: Callable[[], Awaitable[object]], *, status: int = 200
) -> Response[bytes]:
    """The JSON answer of `run`, kept under the request's `Idempotency-Key` when it has one.

    Refusals of the domain are kept as well; malformed input, failures of the house and passing troubles
    are not. A key is known to one person acting for one organisation.
    Raises `Invalid` on field `Idempotency-Key` when the key was used with another body.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return _response(status, _JSON, msgspec.json.encode(await run()))
    if not 0 < len(key) <= _LONGEST_KEY:
        raise Invalid({"Idempotency-Key": "idempotency-key-length"})
    person = f"{request.user.person_id}:{request.user.organization_id}"
    body = request.method.encode() + b" " + request.url.path.encode() + b"\n" + await request.body()
    digest = hashlib.sha256(body).digest()
    try:
        return await _claimed(person, key, digest, run, status)
    except (Conflict, Invalid, NotFound, NotAllowed) as refusal:
        if refusal.reason == "idempotency-key-reused" or refusal.reason in _PASSING:
            raise
        return await _refused(person, key, digest, refusal)


async def _claimed(
    person: str, key: str, digest: bytes, run: Callable[[], Awaitable[object]], status: int
) -> Response[bytes]:
    async with db.transaction():
        record = new_id()
        if not await db.execute(_CLAIM, record, person, key, digest, now()):
            return await _repeated(person, key, digest)
        answer = msgspec.json.encode(await run())
        await db.execute(_ANSWER, record, status, _JSON, answer)
    return _response(status, _JSON, answer)


async def _refused(person: str, key: str, digest: bytes, refusal: DomainError) -> Response[bytes]:
    problem = problem_of(refusal)
    answer = msgspec.json.encode(problem)
    async with db.transaction():
        record = new_id()
        if not await db.execute(_CLAIM, record, person, key, digest, now()):
            return await _repeated(person, key, digest)
        await db.execute(_ANSWER, record, problem.status, PROBLEM_JSON, answer)
    return _response(problem.status, PROBLEM_JSON, answer)


async def _repeated(person: str, key: str, digest: bytes) -> Response[bytes]:
    stored = await db.fetch_row(_STORED, person, key)
    if stored is None or bytes(stored["body_digest"]) != digest:
        raise Invalid({"Idempotency-Key": "idempotency-key-reused"}, code="idempotency-key-reused")
    return _response(stored["status"], stored["content_type"], bytes(stored["answer"]))


async def forget_old_answers(limit: int = 10_000) -> int:
    """Drop answers older than `KEPT_FOR`, the oldest first; how many there were."""
    return await db.execute(_FORGET, now() - KEPT_FOR, limit)


def _response(status: int, content_type: str, answer: bytes) -> Response[bytes]:
    return Response(answer, status_code=status, media_type=content_type)
