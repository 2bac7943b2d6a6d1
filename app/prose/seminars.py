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
    "seminar-not-open": lazy(
        "この研修会は、いま申込を受けていません。主催の窓口（電話 %(phone)s）にお尋ねください。"
    ),
    "applications-not-begun": lazy(
        "申込の受付は%(day)sからです。その日よりあとに、もう一度お申し込みください。"
    ),
    "applications-over": lazy("申込は締め切りました。主催の窓口（電話 %(phone)s）にお尋ねください。"),
    "seminar-past": lazy("この研修会は終わりました。ほかの研修会をお探しください。"),
    "seminar-full": lazy(
        "空いている席は%(free_places)s人分です。人数を減らすか、「満員のときは、キャンセル待ちに入る」を"
        "選んでください。"
    ),
    "seminar-full-for-approval": lazy(
        "空いている席は%(free_places)s人分で、この申込は%(people)s人です。"
        "定員を増やすか、キャンセル待ちに入れてください。"
    ),
    "applications-unconfirmed": lazy(
        "確かめられていない申込が多すぎます。先に届いたメールのリンクを開いて、申込を確定してください。"
    ),
    "applied-already": lazy(
        "このメールアドレスでは、もう申し込みが済んでいます。先に届いたメールのリンクを開いてください。"
    ),
    "seminar-link-unknown": lazy(
        "このリンクでは申込を開けません。メールのリンクを最後まで写したか、確かめてください。"
    ),
    "seminar-offer-over": lazy(
        "お返事の期限を過ぎたため、席は次の方に回ります。もう一度申し込むか、"
        "窓口（電話 %(phone)s）にお尋ねください。"
    ),
    "application-step": lazy("この申込の状態が変わっていて、いまはできません。画面を開き直してください。"),
    "application-not-open": lazy(
        "この申込はもう終わっています。もう一度申し込むか、窓口（電話 %(phone)s）にお尋ねください。"
    ),
    "seminar-begun": lazy("出席が記録されているので、取り消せません。主催の窓口にお知らせください。"),
    "attendance-too-early": lazy("この回は%(day)sです。出席は、その日になってから記録できます。"),
    "participant-without-place": lazy(
        "受講番号%(number)sの申込は、受講が決まっていないか、取り消されています。申込を確かめてください。"
    ),
    "seminar-called-off": lazy("この研修会は、いま行われていません。研修会の状態を確かめてください。"),
    "room-closed": lazy(
        "出席は、始まりの1時間前から終わりの30分後まで記録できます。係の人か窓口（電話 %(phone)s）に"
        "お知らせください。"
    ),
    "room-unknown": lazy("このコードの回はありません。会場のQRコードをもう一度読み取ってください。"),
    "attendance-undone": lazy(
        "受講番号%(number)sの出席は、この時刻よりあとに取り消されています。出席なら、名前でとり直してください。"
    ),
    "seminar-scan-ticket-unknown": lazy(
        "この窓口の研修会に、この受講番号の人はいません。受講票のQRコードか、確かめてください。"
    ),
    "seminar-scan-attended-already": lazy("もう出席になっています。"),
    "seminar-scan-attendance-undone": lazy(
        "この時刻よりあとに、出席が取り消されています。出席なら、回の画面で名前からとり直してください。"
    ),
    "seminar-scan-participant-without-place": lazy(
        "受講が決まっていないか、取り消されています。申込の画面で確かめてください。"
    ),
    "seminar-scan-seminar-called-off": lazy(
        "この研修会は、いま行われていません。研修会の状態を確かめてください。"
    ),
    "seminar-scan-no-session-that-day": lazy(
        "読み取った日に、この研修会の回はありません。別の日の受講票です。日程を確かめてください。"
    ),
    "seminar-scan-scanned-in-future": lazy(
        "読み取った時刻が先の日時になっています。端末の時計を合わせて、もう一度読み取ってください。"
    ),
    "certificate-issued": lazy(
        "修了証（%(number)s）を出したあとなので、出席を取り消せません。窓口の記録として残ります。"
    ),
    "certificate-unknown": lazy("この番号の修了証はありません。番号をもう一度確かめてください。"),
    "certificate-name-erased": lazy(
        "名前を消したあとなので、修了証をもう一度つくれません。番号は「修了証を確かめる」で確かめられます。"
    ),
    "too-many-materials": lazy("資料は%(most)s個までです。要らない資料を外してください。"),
    "seminar-not-asking": lazy(
        "いま答えられるアンケートはありません。もう答えたか、研修会がまだ終わっていません。"
        "主催の窓口（電話 %(phone)s）にお尋ねください。"
    ),
    "applicant-attended": lazy(
        "この申込の人の出席が記録されています。まちがいなら、先に出席を取り消してください。"
    ),
}

FIELD_WORDS: dict[str, LazyText] = {
    "capacity-below-taken": lazy("もう%(taken)s人の受講が決まっています。定員はそれ以上にしてください。"),
    "too-many-participants": lazy(
        "1つの申込は%(most)s人までです。人数を減らすか、分けて申し込むか、"
        "窓口（電話 %(phone)s）にご相談ください。"
    ),
    "one-participant-only": lazy(
        "アカウントのない申込は1人ずつです。事業所のアカウントなら、まとめて申し込めます。"
    ),
    "participant-twice": lazy(
        "%(names)sさんは、この研修会にもう申し込んでいます。前の申込を確かめるか、ほかの人の名前を入れてください。"
    ),
    "applicant-known": lazy(
        "申込番号%(numbers)sと、メールアドレスか、名前と勤め先が同じです。同じ人なら前の申込を使ってください。"
        "別の人なら「もう申し込んでいる人ではない」に印を付けて、もう一度申し込んでください。"
    ),
    "participant-unknown": lazy("この研修会に、その受講番号の人はいません。番号を確かめてください。"),
    "file-or-link": lazy("PDFファイルかリンクの、どちらか1つを入れてください。"),
    "rule-percent": lazy("割合は1から100までの数を入れてください。"),
    "rule-count": lazy("回数は1以上の数を入れてください。"),
    "zone-missing": lazy("時刻には、+09:00のように時差を付けてください。"),
    "session-length": lazy("1回の長さは10分以上、24時間までにしてください。"),
    "session-in-past": lazy("これからの日時を入れてください。"),
    "place-needed": lazy("会場で受ける回には、会場を入れてください。"),
    "no-web-address": lazy("https://で始まるリンクを入れてください。"),
}
