"""How a request is made: a sensible one first, then spoilt in up to three ways. Same seed, same shot."""

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from tests.app.fuzz.oddities import (
    BODIES,
    CONTENT_TYPES,
    CURSORS,
    HEADERS,
    LONE_SURROGATE,
    METHODS,
    NUMBERS,
    SEGMENTS,
    SHAPES,
    TEXTS,
    Json,
    fields,
)
from tests.app.fuzz.wire import Shot

QUERIES = (
    *("q", "item", "start", "end", "days", "month", "problem", "taxonomy", "vendor", "view", "without_wifi"),
    *(
        "cursor",
        "next",
        "product",
        "for",
        "unit",
        "layout",
        "skip",
        "right",
        "down",
        "number",
        "state",
        "from",
    ),
    *(
        "to",
        "by",
        "group",
        "counter",
        "scope",
        "place",
        "decision",
        "recipient",
        "code",
        "prefecture",
        "limit",
    ),
    *("facility_words", "product_words", "kind", "version", "quantity", "product_id", "status", "is_open"),
    *("custody", "result", "overdue", "counter_id", "facility_id", "past", "patience"),
)
QUESTIONS = ("product_id", "start", "end", "from", "to", "by", "group")
BOUNDARY = b"x"


class Maker:
    """Makes the shots at one door, one after the other."""

    def __init__(self, door: tuple[str, str], seed: object) -> None:
        self.method, self.template = door
        self.random = Random(f"{door} {seed}")  # noqa: S311  # for variety, not for secrets

    def shot(self, identity: Sequence[tuple[bytes, bytes]], places: Mapping[str, Sequence[str]]) -> Shot:
        """A request by whoever `identity` shows for one of the `places`, spoilt."""
        self.method_now, self.path = self.method, self.path_to(places)
        self.query: list[tuple[str, str]] = []
        self.headers = [*identity]
        self.given = fields(places, self.random)
        self.content_type, self.body = self._written()
        if self.random.random() < 0.4:
            self.query = [(name, str(self.given[name])) for name in QUESTIONS if name in self.given]
        for spoil in self.random.sample(self._ways(), self.random.choice((0, 1, 1, 2, 3))):
            spoil()
        if self.body or self.random.random() < 0.5:
            self.headers.append((b"content-type", self.content_type))
        query = urlencode(self.query, errors="surrogatepass").encode()
        return Shot(self.method_now, self.path, query, tuple(self.headers), self.body)

    def _ways(self) -> list[Any]:
        ways = [self._odd_query, self._odd_query, self._odd_header, self._odd_path, self._odd_method]
        if self.method in ("POST", "PATCH", "PUT"):
            ways += [self._odd_field] * 6 + [
                self._fewer_fields,
                self._odd_body,
                self._odd_type,
                self._sound_query,
            ]
        return [*ways, self._sound_query]

    def path_to(self, places: Mapping[str, Sequence[str]]) -> str:
        """The address of the door, for one of the `places`."""

        def fill(found: re.Match[str]) -> str:
            known = places.get(found[1]) or ["00000000-0000-0000-0000-000000000001"]
            return quote(self.random.choice(list(known)))

        return re.sub(r"\{(\w+)\}", fill, self.template)

    def _odd_path(self) -> None:
        if "{" in self.template:
            self.path = re.sub(
                r"\{\w+\}", lambda _: quote(self.random.choice(SEGMENTS), safe="%"), self.template
            )
        else:
            self.path += self.random.choice(("/", "//", "/%00", "/x", ".json", "/..", "%20"))

    def _odd_method(self) -> None:
        self.method_now = self.random.choice(METHODS)

    def _odd_header(self) -> None:
        self.headers.append(self.random.choice(HEADERS))

    def _odd_query(self) -> None:
        names = self.random.sample(QUERIES, self.random.randint(1, 4))
        for name in names:
            value = (
                self.random.choice(CURSORS)
                if name == "cursor"
                else self.random.choice((*TEXTS, LONE_SURROGATE))
            )
            self.query += [(name, value[:3000])] * self.random.choice((1, 1, 2))

    def _sound_query(self) -> None:
        for name in self.random.sample(QUERIES, 3):
            if name in self.given:
                self.query.append((name, str(self.given[name])))

    def _oddity(self) -> Json:
        kind = self.random.random()
        if kind < 0.6:
            return self.random.choice((*TEXTS, *CURSORS[:3], LONE_SURROGATE))
        return deepcopy(self.random.choice(NUMBERS if kind < 0.8 else SHAPES))

    def _odd_field(self) -> None:
        for name in self.random.sample(
            sorted(self.given), min(len(self.given), self.random.choice((1, 3, 9, 20)))
        ):
            self.given[name] = self._oddity()
        inner = self.random.choice((self.given["answers"], self.given["scans"]))
        if isinstance(inner, dict):
            inner[self.random.choice([*inner, "unknown"])] = self._oddity()
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            inner[0][self.random.choice([*inner[0]] or ["key"])] = self._oddity()
        self.content_type, self.body = self._written()

    def _fewer_fields(self) -> None:
        kept = self.random.sample(sorted(self.given), self.random.randint(0, len(self.given)))
        self.given = {name: value for name, value in self.given.items() if name in kept}
        self.given.setdefault("answers", {})
        self.given.setdefault("scans", [])
        self.content_type, self.body = self._written()

    def _odd_body(self) -> None:
        self.body = self.random.choice(BODIES)

    def _odd_type(self) -> None:
        self.content_type = self.random.choice(CONTENT_TYPES)

    def _written(self) -> tuple[bytes, bytes]:
        if self.method not in ("POST", "PATCH", "PUT"):
            return b"application/json", b""
        if self.template.startswith("/api/"):
            return b"application/json", json.dumps(self.given).encode()
        if self.random.random() < 0.2:
            return b"multipart/form-data; boundary=" + BOUNDARY, self._multipart()
        return b"application/x-www-form-urlencoded", urlencode(self._pairs(), errors="surrogatepass").encode()

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = []
        for name, value in self.given.items():
            values = value if isinstance(value, list) else [value]
            ticked = "yes" if name.startswith("has_") else "on"
            pairs += [(name, ticked if one is True else str(one)) for one in values[:20]]
        return pairs

    def _multipart(self) -> bytes:
        """The same as parts, some of them as files."""
        parts = []
        for name, value in self._pairs():
            file = b'; filename="a.txt"' if self.random.random() < 0.2 else b""
            head = b'--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n' % (
                BOUNDARY,
                name.encode(),
                file,
            )
            parts.append(head + value.encode(errors="surrogatepass") + b"\r\n")
        return b"".join(parts) + b"--%s--\r\n" % BOUNDARY
