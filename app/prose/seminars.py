"""Words for the errors of courses."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "seminar-over": lazy("この研修会は終わったか、中止になっています。写して新しくつくれます。"),
    "seminar-moved": lazy("だれかが先に研修会の状態を変えました。画面を開き直して、確かめてください。"),
    "seminar-step": lazy("研修会の状態が変わっていて、いまはできません。画面を開き直してください。"),
    "no-sessions-yet": lazy("回がまだありません。先に「回を足す」で日程を入れてください。"),
    "sessions-over": lazy("どの回ももう終わっています。回を足すか、日程を直してから始めてください。"),
    "sessions-to-come": lazy(
        "最後の回（%(day)s）がまだ終わっていません。終わってから実施済みにしてください。"
    ),
    "sessions-meet": lazy("同じ時間に、この研修会のほかの回があります。時間を変えてください。"),
    "too-many-sessions": lazy("回は%(most)s回までです。研修会を分けてください。"),
    "session-attended": lazy(
        "この回には%(people)s人の出席が記録されています。変えたり外したりできません。"
        "まちがいなら、先に出席を取り消してください。"
    ),
    "last-session": lazy("最後の1回は外せません。日程を変えるか、研修会を中止してください。"),
}

FIELD_WORDS: dict[str, LazyText] = {
    "capacity-below-taken": lazy("もう%(taken)s人の受講が決まっています。定員はそれ以上にしてください。"),
    "rule-percent": lazy("割合は1から100までの数を入れてください。"),
    "rule-count": lazy("回数は1以上の数を入れてください。"),
    "zone-missing": lazy("時刻には、+09:00のように時差を付けてください。"),
    "session-length": lazy("1回の長さは10分以上、24時間までにしてください。"),
    "session-in-past": lazy("これからの日時を入れてください。"),
    "place-needed": lazy("会場で受ける回には、会場を入れてください。"),
    "no-web-address": lazy("https://で始まるリンクを入れてください。"),
}
