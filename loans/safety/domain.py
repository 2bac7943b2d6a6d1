"""What is told of an accident or near miss, and what must not be told. Pure."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import IllegalStep, Invalid, NotAllowed
from loans.domain import Party


class SafetyKind(StrEnum):
    """Whether it happened, or nearly did."""

    ACCIDENT = "accident"
    NEAR_MISS = "near_miss"


class Harm(StrEnum):
    """What became of the people."""

    NONE = "none"
    WATCHED = "watched"
    TREATED = "treated"
    UNKNOWN = "unknown"


Words = Annotated[str, Meta(max_length=2000)]


class ReportSafety(msgspec.Struct, frozen=True, kw_only=True):
    """A report; residents appear as A, B, C only."""

    kind: SafetyKind
    happened_on: date
    what: Words
    harm: Harm
    place: Annotated[str, Meta(max_length=200)] = ""
    done: Words = ""
    unit_id: UUID | None = None


_REPORTING = {Party.FACILITY, Party.COUNTER, Party.CENTRE}


def must_report(parties: set[Party], received_on: date | None) -> None:
    """Raises `NotAllowed` for a lender, `IllegalStep` before anything has arrived."""
    if not parties & _REPORTING:
        raise NotAllowed("step-not-yours", step="report_safety")
    if received_on is None:
        raise IllegalStep("not-tried-yet", step="report_safety")


def mistakes(report: ReportSafety, received_on: date, today: date) -> dict[str, str]:
    """What is wrong with a report: field to code."""
    wrong: dict[str, str] = {}
    if not report.what.strip():
        wrong["what"] = "required"
    if not received_on <= report.happened_on:
        wrong["happened_on"] = "before-receipt"
    if report.happened_on > today:
        wrong["happened_on"] = "in-future"
    for name in ("what", "done", "place"):
        if names_somebody(getattr(report, name)):
            wrong[name] = "names-somebody"
    return wrong


def must_be_sound(report: ReportSafety, received_on: date, today: date) -> None:
    """Raise `Invalid` naming the fields."""
    if wrong := mistakes(report, received_on, today):
        raise Invalid(wrong, received_on=received_on)


_TELEPHONE = re.compile(r"0\d{1,4}[-‐−–ー() ]\d{1,4}[-‐−–ー() ]\d{3,4}")
_LONG_NUMBER = re.compile(r"\d{8,}")
_BIRTHDAY = re.compile(r"生年月日|(明治|大正|昭和)(\d{1,2}|元)年\d{1,2}月|\d日生まれ")
_CALLED = re.compile(r"([一-鿿々ヶ]{2,8})(様|さま|さん|氏)")
# Words for what somebody is, not who.
_ROLES = re.compile(
    r"(利用者|入居者|入所者|通所者|家族|本人|職員|職|士|師|担当|担当者|患者|業者|営業|客|皆|主任|施設長|相談員|娘|息子|奥|隣人"
    r"|運転手|同僚|貸主|窓口|実習生|何|同)$"
)


def names_somebody(text: str) -> bool:
    """Whether `text` plainly names a person: a telephone, a long number, a birthday, a name with 様 or さん.

    Only what is plain: 「利用者様」 and 「Aさん」 name nobody.
    """
    folded = unicodedata.normalize("NFKC", text)
    if any(pattern.search(folded) for pattern in (_TELEPHONE, _LONG_NUMBER, _BIRTHDAY)):
        return True
    return any(not _ROLES.search(called[1]) for called in _CALLED.finditer(folded))
