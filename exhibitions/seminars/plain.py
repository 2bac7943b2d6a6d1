"""やさしい日本語: the public pages of courses for those who are still learning Japanese.

Nothing of it is translated: whoever asks for it reads Japanese.
"""

from collections.abc import Mapping

from core.web.fields import ChoiceField
from core.web.forms import Form
from exhibitions.plain_words import PLAIN, WHOM_TO_REACH, ask_plainly, furigana, in_brackets, is_plain
from exhibitions.seminars.domain import Audience, SessionForm

__all__ = ["AUDIENCES", "CLOSED", "FORMS", "PLAIN", "furigana", "is_plain", "say_plainly"]

FORMS: Mapping[SessionForm, str] = {
    SessionForm.ON_SITE: "{会場|かいじょう}で {勉強|べんきょう}します",
    SessionForm.ONLINE: "インターネットで {勉強|べんきょう}します",
    SessionForm.BOTH: "{会場|かいじょう}でも、インターネットでも {勉強|べんきょう}できます",
}
AUDIENCES: Mapping[Audience, str] = {
    Audience.CARE_PROVIDER: "{介護|かいご}の {仕事|しごと}を している {人|ひと}",
    Audience.LOCAL_GOVERNMENT: "{役所|やくしょ}の {人|ひと}",
    Audience.VENDOR: "{介護|かいご}ロボットを {作|つく}る {会社|かいしゃ}の {人|ひと}",
    Audience.PUBLIC: "{一般|いっぱん}の {人|ひと}",
    Audience.OTHER: "ほかの {人|ひと}",
}
CLOSED: Mapping[str, str] = {
    "seminar-not-open": "いまは {申|もう}し{込|こ}むことが できません。",
    "applications-not-begun": "{申|もう}し{込|こ}みは、まだ {始|はじ}まって いません。",
    "applications-over": "{申|もう}し{込|こ}みは {終|お}わりました。",
    "seminar-past": "この {研修会|けんしゅうかい}は {終|お}わりました。",
}
# What the form asks for: the label, and what helps to answer.
_FIELDS: Mapping[str, tuple[str, str]] = WHOM_TO_REACH | {
    "name": ("{名前|なまえ}", ""),
    "audience": ("あなたは どの {人|ひと}ですか", ""),
    "participants": (
        "{勉強|べんきょう}する {人|ひと}の {名前|なまえ}",
        "1つの {行|ぎょう}に 1{人|り}の {名前|なまえ}を {書|か}いて ください。",
    ),
    "may_wait": (
        "{席|せき}が ない とき、{待|ま}ちます",
        "{席|せき}が できたら、メールで {知|し}らせます。",
    ),
}


def say_plainly(form: Form) -> None:
    """The same questions in plain words, readings in brackets; to be called before the form is judged."""
    ask_plainly(form, _FIELDS)
    for field in form:
        if isinstance(field, ChoiceField):
            field.offer([(one.value, in_brackets(label)) for one, label in AUDIENCES.items()])
