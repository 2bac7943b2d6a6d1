"""Words for the errors of `loans`."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "handover-booked": lazy(
        "個体に、ほかの予定があります。先にその予定の個体を交換するか、日を変えてください。"
    ),
    "bundle-refused": lazy(
        "申し込んだ機種がそろいません。機種ごとの理由を見て、日程や機種を変えてください。"
    ),
    "step-not-yours": lazy("この手順は、ほかの当事者が行います。"),
    "days-moved": lazy(
        "ほかの人が先に日程を変えました。いまは%(start)sから%(last_day)sまでです。画面の日程を確かめて、もう一度動かしてください。"
    ),
    "replacement-gone": lazy("代わりの個体は、もう押さえられていません。貸主か相談窓口に確かめてください。"),
    "incident-moved": lazy(
        "ほかの人が先に進めました。いまの状態を確かめて、よければもう一度送ってください。"
    ),
    "not-tried-yet": lazy("まだ届いていません。事故・ヒヤリハットは、受け取ってから報告できます。"),
    "photo-too-large": lazy(
        "「%(file)s」は%(most)sMBを超えています。画質を下げて撮り直すか、ほかの写真を選んでください。"
    ),
    "photo-too-many-pixels": lazy(
        "「%(file)s」は大きすぎます(%(most)s万画素まで)。画質を下げて撮り直してください。"
    ),
    "photo-unreadable": lazy("「%(file)s」は写真として読めません。JPEG・PNG・HEICの写真を選んでください。"),
    "photo-not-kept": lazy(
        "「%(file)s」をいま保存できません。写真なしで記録するか、しばらくしてからもう一度選んで送ってください。"
    ),
    "facility-not-yours": lazy("ほかの事業所の申込はできません。"),
}

FIELD_WORDS: dict[str, LazyText] = {
    "arrives-before-sent": lazy("届く日は、発送する日と同じか、あとの日にしてください。"),
    "back-before-arrival": lazy("借りる最後の日は、届く日よりあとの日にしてください。"),
    "not-yours-to-lend": lazy("あなたの組織が貸主の個体を選んでください。"),
    "another-counter": lazy("ほかの相談窓口を選んでください。"),
    "a-counter": lazy("相談窓口を選んでください。"),
    "loan-too-long": lazy("長期借用は%(max_days)s日までにしてください。"),
    "not-there-yet": lazy("届く予定の日（%(there)s）より後の日付を入れてください。"),
    "not-earlier": lazy("明日以降で、いまの終わりの日より前の日付を入れてください。"),
    "nothing-instead": lazy(
        "同じ日に空いている個体がありません。「別の日程を提案する」から、貸せる日を事業所に伝えてください。"
    ),
    "not-within-trial": lazy(
        "%(start)sから、約束の最後の日(%(last_day)s)の前の日までの日付を入れてください。"
    ),
    "too-many-marks": lazy("1枚の写真に付けられる印は%(most)sか所までです。"),
    "before-receipt": lazy("受け取った日(%(received_on)s)か、それよりあとの日にしてください。"),
    "names-somebody": lazy(
        "氏名・電話番号・生年月日・番号など、個人が分かることが書かれているようです。「Aさん」のように書き直してください。"
    ),
    "unknown-line": lazy("点検票が変わりました。画面を読み込み直して、もう一度答えてください。"),
    "answer-does-not-fit": lazy("点検票の「%(line)s」の答え方がちがいます。"),
    "too-many-photos": lazy("写真は%(most)s枚までです。使わない写真のチェックを外してください。"),
    "too-many-at-once": lazy(
        "一度に送れる写真は、全部の個体を合わせて%(most)s枚までです。送れた写真は残っています。残りを選んで、もう一度送ってください。"
    ),
    "photo-of-which-unit": lazy(
        "個体がいくつもあるときは、どの個体の写真かを unit_photos で示してください。"
    ),
    "photo-twice": lazy("同じ個体か同じ写真が2回あります。1枚の写真は1台の個体だけに付けてください。"),
    "photo-gone": lazy("送った写真は1日で消えます。もう一度撮るか、選んでください。"),
    "same-units": lazy("いまと同じ個体です。ほかの個体を選んでください。"),
    "hold-over": lazy("仮押さえが切れています。相談窓口がもう一度打診してから、個体を選んでください。"),
    "discontinued": lazy("この機種の貸出は終わりました。同じ種類の別の機種をお選びください。"),
    "counter-needed": lazy("事業所のある都道府県には相談窓口がありません。窓口を選んでください。"),
    "consent-needed": lazy("利用者に使う機種です。ご本人かご家族の同意を得てから申し込んでください。"),
    "wrong-number-of-units": lazy("個体を%(quantity)s台選んでください。"),
    "choose-unit": lazy("個体を1台以上選んでください。"),
    "unit-twice": lazy("同じ個体が2回あります。1台に1つの状態を書いてください。"),
    "unit-moved-on": lazy("この個体は、もう返送・返却・紛失が記録されています。ほかの個体を選んでください。"),
    "too-long-ago": lazy("10年より前のことは記録できません。日付を確かめてください。"),
    "before-the-step-ahead": lazy("前の手順の日と同じか、あとの日付を入れてください。"),
    "end-needed": lazy("まだ戻っていないときは、約束した最後の日を入れてください。"),
    "unknown-unit": lazy("この機種の個体にない番号があります。製造番号を確かめてください。"),
    "several-lenders": lazy("貸主のちがう個体は、別々に記録してください。"),
    "basket-full": lazy("一度にまとめられるのは%(most)s機種までです。"),
    "product-twice": lazy("同じ機種が2回あります。台数で指定してください。"),
    "too-many-units-together": lazy(
        "合わせて%(max_units)s台までです。借りているもの%(open_units)s台と合わせて超えないよう、台数を減らしてください。"
    ),
    "clean-first": lazy("返送の前に、清掃を済ませてください。"),
    "describe-damage": lazy("傷や故障、足りないものの様子を書いてください。"),
    "in-future": lazy("今日までの日付を入れてください。"),
    "not-later": lazy("いまの返却日よりあとの日付を入れてください。"),
    "held-until-later": lazy("%(held_until)sまでは押さえてあります。それよりあとの日付を入れてください。"),
    "held-into-trial": lazy("試用が始まる日(%(start)s)より前の日付を入れてください。"),
    "same-days": lazy(
        "希望と同じ日程です。別の日を入れてください。この日程で貸せるときは、承諾してください。"
    ),
    "days-unchanged": lazy("いまと同じ日程です。別の日を入れてください。"),
    "begun-already": lazy("試用はもう始まっています。始まりの日は変えられません。"),
    "end-in-past": lazy("今日か、今日よりあとの日付を入れてください。"),
    "stage-too-early": lazy("試用が始まってから報告してください。"),
    "unknown-question": lazy("この質問はありません。"),
    "out-of-range": lazy("決められた範囲の数を入れてください。"),
    "range-too-long": lazy("10年以内の期間を選んでください。"),
}
