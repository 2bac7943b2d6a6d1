"""The gallery of components: `python -m app.gallery FOLDER` writes pages to look at, beside the static files.

It answers nothing and needs no database; designers and tests look at every component on one page.
"""

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from litestar import Request

from accounts.domain import Actor
from app.prose import FIELD_WORDS, TITLES, WORDS
from app.templating import environment
from core.i18n import LazyText, use_locale
from core.ids import new_id
from core.web import fields
from core.web.board import Board, Row, Span, days_between, lay_out
from core.web.flash import Flash
from core.web.forms import Form, Submitted
from core.web.look import Happening, Look, Station
from core.web.months import Day, month_of
from core.web.problems import Problem
from directory.kinds import OrganizationKind

TODAY = date(2026, 10, 8)
STATIC = Path(__file__).parent / "static"
CODES = {
    400: "malformed",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    422: "invalid",
    429: "too-many",
    500: "failure",
}
LOOKS = [
    Look("申込中", "inbox", "info"),
    Look("打診中", "hourglass", "attention"),
    Look("承諾", "handshake", "info"),
    Look("発送済み", "truck", "progress"),
    Look("試用中", "robot", "progress"),
    Look("返却済み", "check-circle", "done"),
    Look("延滞", "alert", "danger"),
    Look("取り下げ", "cross-circle", "neutral"),
]


class Sample(Form):
    """A field of each kind."""

    facility = fields.TextField("事業所名", required=True, hint="申込書に印刷される名前です。")
    problem = fields.LongTextField("困りごと", required=True, limit=400)
    start = fields.DayField("試用を始める日", required=True, hint="2週間後から選べます。")
    people = fields.NumberField("使う職員の人数", unit="人", least=1, most=300)
    email = fields.EmailField("連絡先のメールアドレス", required=True)
    place = fields.ChoiceField(
        "使う場所", choices=[("room", "居室"), ("bath", "浴室"), ("hall", "食堂・廊下")], look="select"
    )
    way = fields.ChoiceField(
        "受け取り方",
        required=True,
        choices=[
            ("parcel", "宅配便", "届くまで2日ほどかかります。"),
            ("brought", "担当者が届ける", "使い方の説明も受けられます。"),
            ("picked_up", "取りに行く", "相談窓口で受け取ります。"),
        ],
    )
    wishes = fields.ManyField("あわせて希望すること", choices=[("lecture", "説明会"), ("visit", "見学")])
    photo = fields.FileField("写真", accept="image/*")
    consent = fields.TickField("利用者またはご家族の同意を得ました", required=True)


def _request(path: str) -> Request[Any, Any, Any]:
    scope: Any = {"type": "http", "path": path, "query_string": b"", "headers": [], "method": "GET"}
    return Request(scope)


def _day(day: date) -> Day:
    if day < TODAY:
        return Day(day, "past")
    if day.weekday() > 4:  # Saturday and Sunday
        return Day(day, "closed")
    if day.day % 7 < 2:  # some days are taken
        return Day(day, "busy")
    return Day(day, "few", "残り1台", "#day") if day.day % 5 == 0 else Day(day, "free", href="#day")


def _board() -> Board:
    days = days_between(TODAY - timedelta(days=3), TODAY + timedelta(days=25))
    rows = []
    for number in range(8):
        start = days[0] + timedelta(days=number * 2 - 4)
        spans = [
            Span(start, start + timedelta(days=2), LOOKS[3], "輸送"),
            Span(start + timedelta(days=2), start + timedelta(days=14), LOOKS[4], "桜の里", "#loan"),
            Span(start + timedelta(days=14), start + timedelta(days=15), LOOKS[5], "点検"),
        ]
        stretches = lay_out(days[0], days[-1] + timedelta(days=1), spans)
        rows.append(Row(f"ささえ手 A-{number + 1}", stretches, "みらい福祉機器", "#unit"))
    closed = frozenset(day for day in days if day.weekday() > 4)  # Saturday and Sunday
    return Board(days, rows, closed, TODAY)


def _samples() -> dict[str, Any]:
    refused = Sample(
        Submitted([("problem", "夜間の見守り"), ("start", "あした"), ("people", "9999"), ("way", "x")])
    )
    refused.validate()
    at = datetime(2026, 10, 1, 1, 30, tzinfo=UTC)
    stations = [
        Station("申込", "done", date(2026, 10, 1)),
        Station("打診", "done", date(2026, 10, 2)),
        Station("承諾", "done", date(2026, 10, 3)),
        Station("発送", "now"),
        Station("試用"),
        Station("返却"),
        Station("報告"),
    ]
    happenings = [
        Happening(at, "貸出を申し込みました", "桜の里 佐藤", "夜間の見守りを試したい", "inbox", "info"),
        Happening(
            at + timedelta(days=1), "開発企業に打診しました", "大分相談窓口", icon="mail", tone="attention"
        ),
        Happening(at + timedelta(days=2), "承諾しました", "みらい福祉機器", icon="handshake", tone="done"),
    ]
    return {
        "looks": LOOKS,
        "empty_form": Sample(),
        "refused_form": refused,
        "stations": stations,
        "happenings": happenings,
        "month": month_of(TODAY, _day),
        "board": _board(),
    }


def pages() -> Iterator[tuple[str, str]]:
    """The name and the HTML of every page of the gallery, in the language in use."""
    templates = environment()
    templates.globals["csrf_token"] = lambda: "token"
    people = {
        "facility": Actor(
            new_id(),
            new_id(),
            OrganizationKind.FACILITY,
            name="佐藤 花",
            organization_name="特別養護老人ホーム 桜の里",
        ),
        "counter": Actor(
            new_id(),
            new_id(),
            OrganizationKind.COUNTER,
            name="田中 実",
            organization_name="大分県介護ロボット相談窓口",
        ),
        "anyone": Actor.anonymous(),
    }
    for name, actor in people.items():
        given = {"request": _request("/"), "actor": actor, "flash": Flash("申込を受け付けました。")}
        yield f"{name}.html", templates.get_template("gallery.html").render(**given, **_samples())
    for status, code in CODES.items():
        problem = Problem(status, code, str(TITLES[status]), str(WORDS[code]))
        given = {"request": _request("/missing"), "actor": people["facility"], "problem": problem}
        yield (
            f"error-{status}.html",
            templates.get_template("errors/error.html").render(**given, field_words=_words),
        )


def _words(code: str, _: object = None) -> LazyText | str:
    return FIELD_WORDS.get(code, code)


def write(folder: Path) -> None:
    """Write all pages in both languages to `folder`, so that it can be served as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STATIC, folder / "static", dirs_exist_ok=True)
    for locale in ("ja", "en"):
        with use_locale(locale):
            for name, html in pages():
                (folder / f"{locale}-{name}").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
