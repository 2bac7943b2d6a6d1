"""The words of questionnaires."""

from core.i18n import LazyText, lazy
from exhibitions.questionnaires.domain import QuestionKind, ReplySource, Wish
from exhibitions.questionnaires.results import ToldApart

KINDS: dict[QuestionKind, LazyText] = {
    QuestionKind.CHOICE: lazy("選ぶ"),
    QuestionKind.SCALE: lazy("1から5"),
    QuestionKind.YES_NO: lazy("はい・いいえ"),
    QuestionKind.WORDS: lazy("短い文"),
}
SOURCES: dict[ReplySource, LazyText] = {
    ReplySource.MAIL: lazy("メールのリンク"),
    ReplySource.SPOT: lazy("会場のQRコード"),
}
WISHES: dict[Wish, LazyText] = {
    Wish.CONSULTATION: lazy("相談したい"),
    Wish.LOAN: lazy("試しに借りたい"),
}
APART: dict[ToldApart, LazyText] = {
    ToldApart.NOTHING: lazy("分けない"),
    ToldApart.ITEM: lazy("重点分野の項目"),
    ToldApart.PRODUCT: lazy("機種"),
}
YES_NO: tuple[LazyText, LazyText] = (lazy("いいえ"), lazy("はい"))
