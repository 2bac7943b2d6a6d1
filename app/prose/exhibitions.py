"""Words for the errors of displays."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "exhibition-moved": lazy(
        "ほかの人が先にこの展示を進めました。画面を読み込み直して、いまの状態を確かめてください。"
    ),
    "exhibition-step": lazy("いまの状態では、この手順に進めません。画面を読み込み直して確かめてください。"),
    "exhibition-over": lazy("終わった展示は変えられません。新しい展示をつくってください。"),
    "opens-later": lazy(
        "この展示は%(start)sからです。早く始めるときは、先に「内容を変える」で最初の日を変えてください。"
    ),
    "display-unit-taken": lazy(
        "この期間は、貸し出せる個体がありません（%(until)sから空きます）。代わりの機種か、別の期間を選んでください。"
    ),
    "exhibition-expects-visitors": lazy(
        "%(day)sまでに来場の予約が%(count)s件あるので、まだ終えられません。予約の日のあとで終えるか、"
        "来場者の画面で予約を取り消すか、「展示を中止する」で全員に知らせてください。"
    ),
    "exhibit-moved": lazy(
        "ほかの人が先にこの機種の手続きを進めました。画面を読み込み直して、いまの状態を確かめてください。"
    ),
    "exhibit-step": lazy("いまの状態では、この手順に進めません。画面を読み込み直して確かめてください。"),
    "exhibit-on-the-road": lazy(
        "この機器はもう発送されています。届いたら「搬入を記録する」、届かずに戻ったら「返却を記録する」を押してください。"
    ),
    "exhibit-going-home": lazy(
        "この機器はもう返送されています。貸主に戻ったら「返却を記録する」を押してください。"
    ),
    "exhibit-is-here": lazy(
        "この窓口が貸し出す個体なので、発送はありません。「搬入を記録する」を押してください。"
    ),
    "exhibit-sent-too-early": lazy(
        "この個体は%(start)sの前の日に、ほかの予定が入っています。個体を確かめ、早く送るときは先にその予定を変えてください。"
    ),
    "exhibition-full": lazy("1つの展示に並べられるのは%(most)s機種までです。"),
    "venue-was-served": lazy(
        "この会場への移動か、この会場からの移動を記録しているので外せません。日程の変更は新しい会場を足してください。"
    ),
    "not-touring": lazy(
        "移動の計画があるのは巡回展示だけです。「内容を変える」で種類を巡回展示にしてください。"
    ),
    "leg-later": lazy("この移動は%(start)sからです。その日になってから記録してください。"),
    "exhibit-not-here": lazy(
        "この機器はまだ窓口に届いていません。先に機器の画面で「搬入を記録する」を押してください。"
    ),
    "not-loaded": lazy("先に積み込みを記録してください。"),
    "exhibition-has-visitors": lazy(
        "来場者が%(count)s組いるので捨てられません。「展示を中止する」を使うと、理由を添えて全員に知らせます。"
    ),
    "exhibition-has-units": lazy(
        "貸主に依頼した機器が%(count)s台あるので捨てられません。先に取り下げるか、「展示を中止する」を使ってください。"
    ),
    "exhibition-announced": lazy(
        "公開した展示は捨てられません。「展示を中止する」を使うと、見ていた人に中止と分かります。"
    ),
    "not-to-be-lent": lazy(
        "展示から貸し出さない機種です。「説明と並べ方を変える」で、貸し出してよいことにしてください。"
    ),
    "lent-already": lazy("%(day)sから展示を離れて貸し出すことが決まっています。"),
    "exhibit-over": lazy(
        "終わった展示や取り下げた機種は変えられません。準備の画面で、いま並んでいる機種を選んでください。"
    ),
    "venue-was-visited": lazy("来場者を記録した会場は外せません（%(count)s人）。"),
}

FIELD_WORDS: dict[str, LazyText] = {
    "too-many-pictures": lazy(
        "公開できる写真は%(most)s枚までです。先に、要らないものの公開をやめてください。"
    ),
    "visits-outside": lazy(
        "この期間の外に、来場の予約が%(count)s件あります。先に来場者の画面で取り消すか、期間を広くしてください。"
    ),
    "unknown-prefecture": lazy("都道府県を一覧から選んでください。"),
    "exhibition-too-long": lazy("展示の期間は%(max_days)s日までにしてください。"),
    "units-agreed": lazy(
        "貸主に依頼した機器が%(count)s台あるので、期間は変えられません。先に依頼を取り下げてください。"
    ),
    "venues-outside": lazy("期間の外になる会場が%(count)sつあります。先に会場を外してください。"),
    "venue-outside": lazy("展示の期間（%(start)s〜%(last_day)s）の中の日付にしてください。"),
    "venues-overlap": lazy("「%(other)s」の日程と重なっています。重ならない日付にしてください。"),
    "venue-not-begun": lazy("この会場は%(start)sからです。始まってから記録してください。"),
    "unit-not-of-product": lazy("この機種の、貸し出せる個体を選んでください。"),
    "arrives-before-departing": lazy("着く日は、出る日と同じか、それより後にしてください。"),
    "leg-too-early": lazy(
        "%(earliest)s以降にしてください。展示が始まる日や、前の会場が終わる日より早くは出られません。"
    ),
    "leg-too-late": lazy("次の会場が始まる%(latest)sまでに着くようにしてください。"),
    "not-on-this-leg": lazy("この移動で運ぶ機器ではありません。ラベルか一覧を確かめてください。"),
    "outside-show": lazy("今日から、展示の最後の日（%(last_day)s）までの日にしてください。"),
    "substitute-gone": lazy("この機種は先にほかの人が押さえました。別のものを選んでください。"),
    "caption-too-long": lazy(
        "長すぎます。%(limit)s文字まで（英語は%(limit_en)s文字まで）に縮めてください。紙に収まりません。"
    ),
    "demonstrations-too-long": lazy("長すぎます。%(line)s文字までに縮めてください。"),
    "position-out-of-range": lazy("並べる順番は1から%(last)sまでの数にしてください。"),
    "product-twice": lazy("同じ機種を2回選んでいます。1つにしてください。"),
    "not-a-colleague": lazy("この窓口の人を選んでください。"),
}
