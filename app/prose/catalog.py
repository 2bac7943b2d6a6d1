"""Words for the errors of `catalog`."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "unit-taken": lazy(
        "ご希望の日は、すでに埋まっています。空いている日か、同じ種類の別の機種をお選びください。"
    ),
}

FIELD_WORDS: dict[str, LazyText] = {
    "end-before-start": lazy("終わりの日は、始まりの日よりあとにしてください。"),
    "start-in-past": lazy("今日よりあとの日付を入れてください。"),
    "too-short-notice": lazy("%(notice_days)s日前までに申し込んでください。"),
    "too-far-ahead": lazy("%(horizon_days)s日先までの日付を入れてください。"),
    "outside-intake": lazy("受付期間（%(intake_from)s〜%(intake_until)s）の外です。"),
    "too-short": lazy("%(min_days)s日以上にしてください。"),
    "too-long": lazy("%(max_days)s日までにしてください。"),
    "too-many-units": lazy("一度に借りられるのは、貸出中のものを合わせて%(max_units)s台までです。"),
}
