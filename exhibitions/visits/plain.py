"""やさしい日本語: booking a visit, for those who are still learning Japanese.

Nothing of it is translated: whoever asks for it reads Japanese. A form has readings in brackets, so that
what it says of a mistake names the field as the reader sees it.
"""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from core.web.fields import ManyField
from core.web.forms import Form
from exhibitions.plain_words import PLAIN, WHOM_TO_REACH, ask_plainly, furigana, in_brackets, is_plain
from exhibitions.visits.domain import AccessNeed

__all__ = ["CLOSED", "is_plain", "said", "say_plainly", "tail_of", "words_for"]

CLOSED: Mapping[str, str] = {
    "slot-full": "いっぱいです",
    "slot-past": "{終|お}わりました",
    "slot-closed": "{休|やす}みです",
    "slot-too-soon": "もう {申|もう}し{込|こ}めません",
}
# What the forms ask for: the label, and what helps to answer.
_FIELDS: Mapping[str, tuple[str, str]] = WHOM_TO_REACH | {
    "party_size": ("{何人|なんにん}で {来|き}ますか", ""),
    "name": ("あなたの {名前|なまえ}", ""),
    "interests": ("{見|み}たい ロボット", "いくつ {選|えら}んでも いいです。"),
    "access_needs": ("{手伝|てつだ}って ほしい こと", ""),
    "access_note": ("{手伝|てつだ}って ほしい ことを {書|か}いて ください", ""),
    "language": ("{説明|せつめい}の ことば", ""),
    "slot_id": ("{来|く}る {日|ひ}と {時間|じかん}", ""),
}
_NEEDS: Mapping[str, str] = {
    AccessNeed.WHEELCHAIR: "{車|くるま}いすを {使|つか}います",
    AccessNeed.HEARING: "{紙|かみ}に {書|か}いて ほしい、{手話|しゅわ}が いい",
    AccessNeed.SIGHT: "{目|め}が よく {見|み}えません",
    AccessNeed.PARKING: "{車|くるま}で {行|い}きます",
    AccessNeed.OTHER: "ほかの こと",
}
_ITEMS: Mapping[str, str] = {
    "TRF-W": "{体|からだ}に つけて、{人|ひと}を {抱|だ}き{上|あ}げるのを {助|たす}ける",
    "TRF-N": "{人|ひと}を {抱|だ}き{上|あ}げるのを {助|たす}ける（{体|からだ}に つけない）",
    "MOB-O": "{外|そと}を {歩|ある}くのを {助|たす}ける",
    "MOB-I": "{部屋|へや}の {中|なか}で {立|た}つ、{歩|ある}くのを {助|たす}ける",
    "MOB-W": "{体|からだ}に つけて、{歩|ある}くのを {助|たす}ける",
    "TOI-D": "トイレの {後|あと}の {片付|かたづ}けを {助|たす}ける",
    "TOI-P": "トイレに {行|い}く {時間|じかん}を {知|し}らせる",
    "TOI-A": "トイレで {座|すわ}る、{立|た}つのを {助|たす}ける",
    "BTH": "お{風呂|ふろ}に {入|はい}るのを {助|たす}ける",
    "MON-F": "{施設|しせつ}で {見守|みまも}る",
    "MON-H": "{家|いえ}で {見守|みまも}る",
    "COM": "{話|はなし}を する",
    "OPS": "{介護|かいご}の {仕事|しごと}を {楽|らく}に する",
    "TRN": "{体|からだ}を {動|うご}かす {練習|れんしゅう}を {助|たす}ける",
    "NUT": "{食|た}べる ことを {助|たす}ける",
    "DEM": "{認知症|にんちしょう}の {人|ひと}の {生活|せいかつ}を {助|たす}ける",
}


def words_for(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """For a page: what puts readings above characters, if they are wanted, and the end of its addresses."""
    is_asked = is_plain(request)
    return {"easy": furigana if is_asked else None, "tail": tail_of(request), "plain_closed": CLOSED}


def tail_of(request: Request[Any, Any, Any], mark: str = "?") -> str:
    """What an address ends with, after `mark`, so that the next page is read as this one is."""
    return f"{mark}lang={PLAIN}" if is_plain(request) else ""


def said(request: Request[Any, Any, Any], usual: str, plain: str) -> str:
    """One sentence, as this reader reads."""
    return in_brackets(plain) if is_plain(request) else usual


def say_plainly(form: Form) -> None:
    """The same questions in plain words; to be called before the form is judged."""
    ask_plainly(form, _FIELDS)
    for field in form:
        if isinstance(field, ManyField):
            words = _NEEDS if field.name == "access_needs" else _ITEMS
            codes = [str(one.value) for one in field.choices]
            field.offer([(code, in_brackets(words[code])) for code in codes if code in words])
