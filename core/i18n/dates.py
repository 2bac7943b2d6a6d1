"""Dates, times and numbers as people in Japan write them, and in English.

Periods are half-open everywhere in the program; here, and only here, they are shown with their last day.
"""

from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

DateStyle = Literal["western", "era", "short", "numeric"]

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))

current_locale: ContextVar[str] = ContextVar("current_locale", default="ja")
current_date_style: ContextVar[DateStyle] = ContextVar("current_date_style", default="western")


def format_date(day: date, style: DateStyle | None = None) -> str:
    """2026年10月1日(木), as `era` 令和8年10月1日(木), as `short` 10月1日(木); Thu 1 Oct 2026 in English.

    Without a style the reader's own setting holds. A moment is shown as its day in Tokyo.
    """
    if isinstance(day, datetime):
        day = day.astimezone(TOKYO).date()
    style = style or current_date_style.get()
    if style == "numeric":
        return f"{day.year}/{day.month:02}/{day.day:02}"
    if current_locale.get() == "en":
        year = "" if style == "short" else f" {day.year}"
        return f"{weekday(day)} {day.day} {MONTHS[day.month - 1]}{year}"
    year = {"short": "", "era": _era_year(day)}.get(style, f"{day.year}年")
    return f"{year}{day.month}月{day.day}日({weekday(day)})"


def weekday(day: date) -> str:
    """木, or Thu."""
    return WEEKDAYS[current_locale.get()][day.weekday()]


def _era_year(day: date) -> str:
    for first_day, name in ERAS:
        if day >= first_day:
            year = day.year - first_day.year + 1
            return f"{name}{'元' if year == 1 else year}年"
    return f"{day.year}年"


def format_period(start: date, end_exclusive: date, style: DateStyle | None = None) -> str:
    """2026年10月5日(月)〜10月18日(日): both ends inclusive, the same year not said twice."""
    return "".join(period_parts(start, end_exclusive, style))


def period_parts(start: date, end_exclusive: date, style: DateStyle | None = None) -> tuple[str, ...]:
    """A period as the parts that nobody wants torn: 2026年10月5日(月)〜, and 10月18日(日)."""
    last = end_exclusive - timedelta(days=1)
    if last <= start:
        return (format_date(start, style),)
    same_year = last.year == start.year
    if current_locale.get() == "en":
        return f"{format_date(start, 'short' if same_year else style)} – ", format_date(last, style)
    return f"{format_date(start, style)}〜", format_date(last, "short" if same_year else style)


def format_month(day: date) -> str:
    """2026年10月, or Oct 2026."""
    if current_locale.get() == "en":
        return f"{MONTHS[day.month - 1]} {day.year}"
    year = _era_year(day) if current_date_style.get() == "era" else f"{day.year}年"
    return f"{year}{day.month}月"


def month_name(day: date) -> str:
    """10月, or Oct."""
    return MONTHS[day.month - 1] if current_locale.get() == "en" else f"{day.month}月"


def format_datetime(at: datetime, style: DateStyle | None = None) -> str:
    """The moment in Tokyo: 2026年10月1日(木) 15:04, or Thu 1 Oct 2026, 15:04."""
    comma = "," if current_locale.get() == "en" else ""
    return f"{format_date(at, style)}{comma} {format_time(at)}"


def format_time(at: datetime) -> str:
    """The time of day in Tokyo: 15:04."""
    return f"{at.astimezone(TOKYO):%H:%M}"


def format_count(number: float) -> str:
    """12,345; at most one decimal, and none where it would be zero."""
    return f"{number:,.1f}".removesuffix(".0")


def format_yen(amount: int) -> str:
    """12,345円, or ¥12,345."""
    return f"¥{amount:,}" if current_locale.get() == "en" else f"{amount:,}円"
