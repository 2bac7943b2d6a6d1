"""Words for the errors of visits."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "slot-full": lazy(
        "この時間に空いている席は%(free_people)s人分です。人数を減らすか、ほかの日時を選んでください。"
    ),
    "slot-past": lazy("この時間はもう始まっています。ほかの日時を選んでください。"),
    "slot-closed": lazy("この時間は予約を受けていません。ほかの日時を選んでください。"),
    "slot-too-soon": lazy(
        "予約は始まりの%(lead_hours)s時間前までです。ほかの日時を選ぶか、窓口（電話 %(phone)s）に"
        "お尋ねください。"
    ),
    "exhibition-not-receiving": lazy(
        "この展示は、いま来場の予約を受けていません。窓口（電話 %(phone)s）にお尋ねください。"
    ),
    "visits-unconfirmed": lazy(
        "確かめられていない予約が多すぎます。先に届いたメールのリンクを開いて、予約を確定してください。"
    ),
    "visit-link-unknown": lazy(
        "このリンクでは予約を開けません。メールのリンクを最後まで写したか、確かめてください。"
    ),
    "visit-step": lazy("この予約はもう取り消されたか、終わっています。画面を開き直してください。"),
    "wait-over": lazy(
        "このキャンセル待ちは、もう終わっています。もう一度申し込むか、"
        "窓口（電話 %(phone)s）にお尋ねください。"
    ),
    "not-waiting": lazy(
        "この来場はキャンセル待ちではありません。予約の画面で、いまの状態を確かめてください。"
    ),
    "visit-begun": lazy("来場の時間が始まっています。変更は窓口（電話 %(phone)s）にお知らせください。"),
    "visit-not-open": lazy(
        "この予約はもう変えられません。新しく予約するか、窓口（電話 %(phone)s）にお尋ねください。"
    ),
    "arrived-already": lazy("予約%(number)sは、もう受付が済んでいます。"),
    "visit-not-booked": lazy(
        "予約%(number)sは、確定していないか、取り消されています。状態を確かめてください。"
    ),
    "arrival-on-another-day": lazy("この予約の日は%(day)sです。今日の予約か、確かめてください。"),
    "arrival-out-of-time": lazy(
        "受付は、予約の時間の1時間前からその時間の終わりまでです。"
        "会場の係か窓口（電話 %(phone)s）にお知らせください。"
    ),
    "places-given-away": lazy(
        "予約%(number)sの席は、時間を過ぎたため、ほかの方のものになりました。空いている時間で予約を入れ直してください。"
    ),
    "left-already": lazy("予約%(number)sは、もう退場が記録されています。"),
    "no-slot-today": lazy(
        "今日は、これから受け付けられる枠がありません。「1日だけの枠を作る」で今日の枠を作ると、受け付けられます。"
    ),
    "visit-code-unknown": lazy(
        "このコードの予約は、この窓口の展示にありません。メールのQRコードか、8文字の予約番号か、確かめてください。"
    ),
    "visit-scan-visit-code-unknown": lazy(
        "このコードの予約は、この窓口の展示にありません。メールのQRコードか、8文字の予約番号か、確かめてください。"
    ),
    "visit-scan-arrived-already": lazy("もう受付が済んでいます。"),
    "visit-scan-left-already": lazy("もう退場が記録されています。"),
    "visit-scan-visit-not-booked": lazy(
        "確定していないか、取り消された予約です。来場者の画面で確かめてください。"
    ),
    "visit-scan-arrival-on-another-day": lazy("別の日の予約です。来場者の画面で日時を確かめてください。"),
    "visit-scan-places-given-away": lazy(
        "時間を過ぎて、席がほかの方のものになりました。空いていれば、予約のない方として受け付けてください。"
    ),
    "visit-scan-scanned-in-future": lazy(
        "読み取った時刻が未来になっています。端末の時計を合わせて、もう一度読み取ってください。"
    ),
    "too-many-questions": lazy("質問は%(most)s個までです。要らない質問をやめてから加えてください。"),
    "questions-asked-already": lazy("もう質問があります。見本は、質問がないときだけ入れられます。"),
    "visit-not-yet": lazy(
        "アンケートは、受付のあとで答えられます。会場の係か窓口（電話 %(phone)s）にお知らせください。"
    ),
    "exhibition-not-asking": lazy(
        "この展示では、いまアンケートを受けていません。ご意見は窓口（電話 %(phone)s）にお寄せください。"
    ),
    "slot-has-room": lazy("この時間は、まだ空いています。キャンセル待ちではなく、そのまま予約してください。"),
    "waiting-already": lazy(
        "このメールアドレスは、もうこの時間を待っています。メールのリンクから確かめられます。"
    ),
    "offer-over": lazy(
        "ご返事の期限が過ぎたため、次の方へご案内しました。"
        "ほかの日時を選ぶか、窓口（電話 %(phone)s）にお尋ねください。"
    ),
    "rule-overlaps": lazy("同じ曜日と時間に、もう枠があります。先にその枠をやめるか、時間を変えてください。"),
    "too-many-rules": lazy("枠は%(most)s個までです。要らない枠をやめてください。"),
    "day-closed": lazy("%(day)sは来場を受けない日です。先に「来場を受ける」に戻してください。"),
    "day-has-visitors": lazy(
        "%(day)sには予約が%(visits)s件あります。予約している人への理由を書くと、予約を取り消して一人ずつに知らせます。"
        "「来場者」で1件ずつ取り消すこともできます。"
    ),
}

FIELD_WORDS: dict[str, LazyText] = {
    "reply-empty": lazy("何か1つ、答えるか選んでから送ってください。"),
    "question-unknown": lazy("この質問はもうありません。画面を開き直してください。"),
    "answer-unknown": lazy("表示された中から選んでください。"),
    "too-long-answer": lazy("200文字までにしてください。"),
    "product-not-shown": lazy("この展示にある機種から選んでください。"),
    "consent-to-be-called": lazy("連絡を望むときは、同意の内容を読んで印を付けてください。"),
    "office-name-or-number": lazy("事業所番号か、施設・事業所の名前を入れてください。"),
    "prefecture-or-number": lazy("事業所番号がわからないときは、都道府県を選んでください。"),
    "enquiry-number-shape": lazy(
        "事業所番号は10桁です。わからないときは、空けて名前と都道府県を入れてください。"
    ),
    "enquiry-number-unknown": lazy(
        "この番号の事業所が見つかりません。番号を確かめるか、空けて名前と都道府県を入れてください。"
    ),
    "email-or-phone": lazy("メールアドレスか電話番号のどちらかを入れてください。"),
    "choices-needed": lazy(
        "選ぶものを、1行に1つ、2つから%(most)sつまで入れてください。同じものは入れられません。"
    ),
    "choice-too-long": lazy("選ぶものは、1つ60文字までにしてください。"),
    "choices-differ": lazy("英語の選ぶものは、日本語と同じ数だけ入れるか、空けておいてください。"),
    "consent-needed": lazy("お名前や連絡先を預かるときは、ご本人の同意を確かめて印を付けてください。"),
    "slot-unknown": lazy("この日時はもうありません。ほかの日時を選んでください。"),
    "party-too-small": lazy("人数は1人以上にしてください。"),
    "party-too-large": lazy(
        "1組は%(most)s人までです。人数を減らすか、分けて予約するか、窓口（電話 %(phone)s）にご相談ください。"
    ),
    "interest-unknown": lazy("表示された分野の中から選んでください。"),
    "too-long-for-a-line": lazy("100文字までにしてください。"),
    "too-long-for-a-note": lazy("500文字までにしてください。"),
    "out-of-range": lazy("この数は使えません。小さくするか、大きくしてください。"),
    "weekday-needed": lazy("曜日を1つ以上選んでください。"),
    "until-before-from": lazy("終わりは、始まりよりあとの時刻にしてください。"),
    "slot-longer-than-hours": lazy("1枠の長さが、始まりから終わりまでより長くなっています。"),
    "outside-exhibition": lazy("展示の期間の中の日にしてください。"),
}
