"""Values that nobody should send, and values that anybody might: what shots are made of."""

import base64
from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from core.clock import now, today

Json = Any

TEXTS: Sequence[str] = (
    *(
        "",
        " ",
        "　",
        "\t",
        "\x00",
        "見守り\x00",
        "\x1b[31m",
        "\u202e",
        "\ufeff",
        "\U0010ffff",
        "e\u0301" * 200,
    ),
    *(
        "x" * 201,
        "あ" * 4001,
        "ﷺ" * 4000,
        "a\r\nSet-Cookie: b=c",
        "\r\n\r\n",
        "%00",
        "%",
        "_",
        "\\",
        "'",
        '"',
    ),
    *(
        "%(product)s",
        "%s%n",
        "{0.__class__}",
        "{{ 7 * 7 }}",
        "#eval(1)",
        "${7*7}",
        "$1",
        "'; DROP TABLE loan;--",
    ),
    *("=1+1", "＝1+1", "@SUM(A1)", "../../etc/passwd", "<script>alert(1)</script>", "javascript:alert(1)"),
    *(
        "null",
        "true",
        "on",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "0x10",
        "１２",
        "9" * 400,
        "-1",
        "0",
        "1.5",
    ),
    *("9999-12-31", "0001-01-01", "0000-00-00", "2026-02-30", "10000-01-01", "-0001-01-01", "2199-12-31"),
    *("2026-W01-1", "20261001", "9999-12", "2026-10-01T00:00:00Z", "9999-12-31T23:59:59-14:00"),
    *("0001-01-01T00:00:00+14:00", "2026-10-01T00:00:00", "令和8年10月1日", "1969-12-31T23:59:60Z"),
    *(
        "00000000-0000-0000-0000-000000000000",
        "{3fa85f64-5717-4562-b3fc-2c963f66afa6}",
        "urn:uuid:1",
        "f" * 32,
    ),
    *(
        "//evil.example",
        "/\t/evil.example",
        "/\t/[",
        "/\\evil.example",
        "https://evil.example",
        "https://[",
        "/[",
    ),
    *(
        "a@b",
        "@",
        "a@b.example\nBcc: c@d.example",
        '"a b"@c.example',
        "é@é.example",
        "a" * 300 + "@b.example",
    ),
)
CURSORS: Sequence[str] = tuple(
    base64.urlsafe_b64encode(raw).decode().rstrip("=")
    for raw in (
        *(b"", b"[]", b"{}", b"null", b'["a"]', b'["a","b"]', b'["a","b","c"]', b"[1]", b"[" * 5000, b"\xff"),
        *(b'["9999-12-31","x"]', b'["\\u0000"]', b'["\\u0000","\\u0000"]', b'["a","b","\\u0000"]'),
        str([str(uuid4())]).replace("'", '"').encode(),
    )
)
LONE_SURROGATE = "\ud800"
NUMBERS: Sequence[Json] = (
    0,
    -1,
    1,
    2**31,
    2**63,
    -(2**63),
    2**64,
    10**40,
    1.5,
    -0.0,
    float("nan"),
    float("inf"),
)
SHAPES: Sequence[Json] = (
    None,
    True,
    False,
    [],
    {},
    [None] * 300,
    {"": ""},
    [[[[]]]],
    {"a": {"b": []}},
    [1],
    ["x"],
)

BODIES: Sequence[bytes] = (
    *(b"", b" ", b"{", b"}", b"[]", b"null", b"0", b'"x"', b"{}{}", b'{"a":1,"a":2}', b"\xff\xfe{\x00}\x00"),
    *(b"\xef\xbb\xbf{}", b"[" * 100_000, b'{"a":' * 50_000, b'{"answers":' + b"[" * 50_000, b"\x00" * 1000),
    *(
        b"x" * (1024 * 1024 + 1),
        b"a=" + b"%00" * 1000,
        b"&" * 3000,
        b"=&=&a",
        b"%",
        b"a=%ff%fe",
        b"a=%ED%A0%80",
    ),
    *(b"--x\r\n", b"--x--\r\n", b'--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\n'),
    *(
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nc\r\n--x--\r\n',
        b"--x\r\n\xff: \xff\r\n",
    ),
    b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(1100))
    + b"--x--\r\n",
)
CONTENT_TYPES: Sequence[bytes] = (
    *(b"", b"application/json", b"application/json; charset=utf-16", b"application/json; charset=nonsense"),
    *(b"text/plain", b"application/x-www-form-urlencoded", b"application/x-www-form-urlencoded; charset=no"),
    *(b"multipart/form-data", b"multipart/form-data; boundary=", b"multipart/form-data; boundary=x"),
    *(
        b"multipart/form-data; boundary=" + b"y" * 200,
        b"application/msgpack",
        b"application/xml",
        b"\xff\xfe",
        b";",
    ),
)
HEADERS: Sequence[tuple[bytes, bytes]] = (
    *(
        (b"idempotency-key", key)
        for key in (b"", b"k" * 256, b"k" * 255, b"\xe9", b"\xff\xfe", b"a b", b"\x00")
    ),
    *(
        (b"authorization", value)
        for value in (b"", b"Bearer", b"Bearer ", b"Bearer a b", b"Basic eDp5", b"\xff")
    ),
    *(
        (b"authorization", value)
        for value in (b"Bearer " + b"x" * 8000, b"Bearer \xe9", b"bearer\t.", b"Bearer \x00")
    ),
    *(
        (b"cookie", value)
        for value in (b"", b"=", b";;;", b"tameshi_session", b"tameshi_session=", b"\xff=\xff")
    ),
    *(
        (b"cookie", value)
        for value in (b"tameshi_session=%ED%A0%80", b"tameshi_session=\xe9", b"tameshi_flash=e30")
    ),
    *(
        (b"cookie", value)
        for value in (b"tameshi_flash=W1tb", b"tameshi_flash=\xff", b"tameshi_language=\xff")
    ),
    (b"cookie", b"tameshi_flash=" + base64.urlsafe_b64encode(b"[" * 3000)),
    *(
        (b"accept-language", value)
        for value in (b"en", b"ja", b"en;q=nan", b"*;q=1e999", b"\xff", b";;q==,,")
    ),
    *(
        (b"host", value)
        for value in (b"", b"[", b"a b", b"evil.example:x", b"test.example:99999", b"\xff", b"/")
    ),
    *((b"x-csrftoken", value) for value in (b"", b"\xe9" * 128, b"0" * 128, b"x")),
    *((b"if-none-match", value) for value in (b"*", b'"', b"W/", b"\xff")),
    *((b"range", value) for value in (b"bytes=0-", b"bytes=-1", b"bytes=9-1", b"x")),
    *(
        (b"hx-request", b"true"),
        (b"hx-boosted", b"true"),
        (b"accept", b"application/pdf"),
        (b"accept", b"\xff"),
    ),
    *((b"x-forwarded-for", b"\xff"), (b"x-http-method-override", b"DELETE"), (b"user-agent", b"\xff" * 400)),
    *(
        (b"content-length", b"-1"),
        (b"content-length", b"x"),
        (b"transfer-encoding", b"gzip"),
        (b"expect", b"x"),
    ),
)
METHODS: Sequence[str] = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "GET", "TRACE", "PROPFIND")
SEGMENTS: Sequence[str] = (
    *(
        "%00",
        "%ff",
        "%ED%A0%80",
        "..",
        "%2e%2e%2f%2e%2e",
        "%2f",
        "a" * 3000,
        "%E3%81%82",
        "0",
        "new",
        "%20",
        "*",
    ),
    *(
        "00000000-0000-0000-0000-000000000000",
        "{loan_id}",
        "null",
        "x.ics",
        "%00.ics",
        "%5b",
        "a;b=c",
        "a%0d%0ab",
    ),
)


def fields(ids: Mapping[str, Sequence[str]], random: Random) -> dict[str, Json]:
    """What somebody might sensibly send, under every name that a body or a form knows."""
    pick = {name: random.choice(list(known)) for name, known in ids.items()}
    chosen = _choices(random)
    lists = _lists(pick, str(chosen["stage"]))
    return {**_words(), **_days(random), **_things(pick), **_numbers(), **chosen, **lists}


def _words() -> dict[str, Json]:
    told = ("problem", "goal", "place_of_use", "wishes", "message", "note", "reason", "target", "comment")
    named = ("name", "outline", "description", "contact_name", "carrier")
    return {
        **dict.fromkeys((*told, *named), "試しに"),
        "contact_phone": "097-000-0000",
        "tracking_number": "0000-1111-2222",
        "serial_number": str(uuid4()),
        "email": f"{uuid4()}@people.example",
        "password": "見守りと移乗と入浴",
        "current": "x",
        "next": "/loans",
        "key": str(uuid4()),
    }


def _days(random: Random) -> dict[str, Json]:
    soon = today() + timedelta(days=random.choice((1, 20, 30, 44)))
    return {
        **dict.fromkeys(("start", "lecture_wished_on", "lecture_planned_on"), str(soon)),
        **dict.fromkeys(("end", "last_day", "to"), str(soon + timedelta(days=7))),
        **dict.fromkeys(("lecture_held_on", "from"), str(today())),
        "move_to": random.choice(("", "", "", "", str(soon), "9999-12-31", "0001-01-01")),
    }


def _things(pick: Mapping[str, str]) -> dict[str, Json]:
    return {**pick, "instead": "", "tag": "", "unit_ids": [pick["unit_id"]]}


def _numbers() -> dict[str, Json]:
    ones = ("quantity", "count", "skip", "min_days", "price_yen", "transit_working_days")
    threes = ("days_used", "target_reached", "ease_of_use", "safety", "days", "limit")
    yes = ("consent", "cleaned", "needs_wifi", "is_complete", "has_wifi", "has_power")
    return {**dict.fromkeys(ones, 1), **dict.fromkeys(threes, 3), **dict.fromkeys(yes, True)}


def _choices(random: Random) -> dict[str, Json]:
    return {
        "channel": "phone",
        "way": random.choice(("parcel", "brought", "picked_up")),
        "condition": random.choice(("ok", "damaged")),
        "stage": random.choice(("before", "mid", "after")),
        "decision": random.choice(("introduce", "consider", "not_introduce")),
        "expected": random.choice(("", "", "", "", "requested", "on_trial", now().isoformat())),
        "status": random.choice(("public", "draft")),
        "shipping_payer": "vendor",
        "layout": "44",
        "role": "member",
        "locale": "ja",
        "date_style": "western",
        "taxonomy": "2025",
        "by": "month",
        "group": "item",
    }


_ANSWERS: Mapping[str, Mapping[str, Json]] = {
    "before": {"problem": "x", "target": "y", "minutes_per_day": 1.5},
    "mid": {"days_used": 3, "troubles": "x"},
    "after": {"days_used": 3, "target_reached": 3, "ease_of_use": 3, "safety": 3, "mental_burden": -1},
}


def _lists(pick: Mapping[str, str], stage: str) -> dict[str, Json]:
    scan = {"key": str(uuid4()), "tag": pick["token"], "action": "locate", "scanned_at": now().isoformat()}
    return {
        "accessories": ["充電器"],
        "item_codes": [pick["item"]],
        "answers": dict(_ANSWERS[stage]),
        "scans": [scan],
    }
