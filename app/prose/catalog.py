"""Words for the errors of `catalog`."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "paper-too-large": lazy("PDFは%(most)sMBまでにしてください。"),
    "paper-unreadable": lazy("PDFとして開けません。もう一度PDFに書き出してから送ってください。"),
    "paper-locked": lazy("パスワードのかかったPDFは公開できません。パスワードを外して送ってください。"),
    "paper-too-long": lazy("PDFは%(most)sページまでにしてください。"),
    "file-not-kept": lazy("いま保存できません。しばらくしてから、もう一度選んで送ってください。"),
    "list-applied": lazy("このリストは、もう取り込んでいます。"),
    "checklist-changed": lazy(
        "ほかの人が先に点検票を変えました。画面を読み込み直して、いまの点検票を確かめてください。"
    ),
    "policy-changed": lazy(
        "ほかの人が先に運用ルールを変えました。画面を読み込み直して、いまの決まりを確かめてください。"
    ),
    "unit-taken": lazy(
        "ご希望の日は、すでに埋まっています。空いている日か、同じ種類の別の機種をお選びください。"
    ),
    "scan-refused": lazy("この読み取りは受け付けられません。"),
    "scanned-in-future": lazy("読み取りの時刻が先の時刻になっています。端末の時計を合わせてください。"),
    "unknown-tag": lazy("このタグは登録されていません。コードを確かめるか、貸主にお問い合わせください。"),
    "unclaimed-tag": lazy("このタグは、まだどの個体にも付けられていません。"),
    "unit-not-yours": lazy("この個体は、あなたの組織では扱っていません。"),
    "label-moved-since": lazy(
        "読み取ったあとで、このラベルはこの個体に貼り替えられました。どの個体だったかを確かめてください。"
    ),
    "exhibit-at-counter": lazy("展示は、相談窓口だけが記録できます。"),
    "unit-booked": lazy(
        "この個体には予定があります。ほかの個体に交換するか、予定が終わってから貸出をやめてください。"
    ),
    "unit-retired": lazy("この個体は、もう貸出をやめています。"),
    "unit-not-retired": lazy("この個体は、いまも貸し出せます。"),
    "no-stocktaking": lazy("この時刻に、ここでは棚卸をしていません。棚卸を始めてから読み取ってください。"),
    "stocktaking-open": lazy("この場所の棚卸は、もう始まっています。終えてから、新しく始めてください。"),
    "stocktaking-closed": lazy("この棚卸は、もう終わっています。"),
    "stocktaking-still-open": lazy("棚卸を終えてから、1台ずつ片付けてください。"),
    "line-settled": lazy("ほかの人が先に片付けました。画面を読み込み直してください。"),
    "dispatch-needs-carrier": lazy("送り方と運送会社を入れてから、もう一度読み取ってください。"),
    "dispatch-too-early": lazy(
        "この個体の次の貸出や展示は、30日より先です。個体を確かめてください。早く送るときは、その画面から記録してください。"
    ),
    "no-loan": lazy(
        "この個体に、いま動いている貸出や展示はありません。ラベルと、選んだ操作を確かめてください。"
    ),
}

FIELD_WORDS: dict[str, LazyText] = {
    "line-without-words": lazy("点検票の行に、見るところを書いてください。"),
    "line-twice": lazy("点検票に、同じ行が2つあります。どちらかを変えてください。"),
    "too-many-lines": lazy("点検票は%(most)s行までです。"),
    "end-before-start": lazy("最後の日は、始まりの日と同じか、あとの日にしてください。"),
    "start-in-past": lazy("今日か、今日よりあとの日付を入れてください。"),
    "too-short-notice": lazy("%(notice_days)s日前までに申し込んでください。"),
    "too-far-ahead": lazy("%(horizon_days)s日先までの日付を入れてください。"),
    "too-soon-to-arrive": lazy("この日には届きません。いちばん早く始められるのは、%(earliest_start)sです。"),
    "facility-closed-on-start": lazy("事業所の休業日です。開いている日にしてください。"),
    "facility-closed-on-last-day": lazy("事業所の休業日です。開いている日にしてください。"),
    "counter-closed-on-start": lazy("相談窓口の休みの日です。窓口が開いている日にしてください。"),
    "counter-closed-on-last-day": lazy("相談窓口の休みの日です。窓口が開いている日にしてください。"),
    "too-many-loans": lazy(
        "%(fiscal_year)s年度に借りられるのは%(max_loans_per_year)s回までです（いま%(loans_this_year)s回）。"
    ),
    "horizon-before-notice": lazy("申込の締切より先の日数にしてください。"),
    "reminder-after-hold": lazy("仮押さえの時間より短くしてください。"),
    "month-and-day": lazy("9月1日のように、月と日を入れてください。"),
    "window-needs-both": lazy("受付の始まりと終わりは、両方入れるか、両方空にしてください。"),
    "outside-intake": lazy("受付期間（%(intake_from)s〜%(intake_until)s）の外です。"),
    "too-short": lazy("期間を%(min_days)s日間以上にしてください。"),
    "too-long": lazy("期間を%(max_days)s日間までにしてください。"),
    "maintenance-too-long": lazy("整備は%(max_days)s日までにしてください。"),
    "board-too-long": lazy("%(max_days)s日までの期間を選んでください。"),
    "product-or-item": lazy("機種か項目のどちらかを選んでください。"),
    "unit-not-yours": lazy("この個体は、あなたの組織では扱っていません。問い合わせだけができます。"),
    "day-in-future": lazy("今日か、今日より前の日付を入れてください。"),
    "due-before-done": lazy("前に点検した日より、あとの日付を入れてください。"),
    "same-as-now": lazy("いまと同じ組織です。別の組織を選んでください。"),
    "lender-kind": lazy("貸主になれるのは、所有者か相談窓口です。"),
    "lender-booked": lazy(
        "%(until)sより前に、いまの貸主の予定が残っています。予定が終わってから変えてください。"
    ),
    "too-many-units-for-file": lazy("%(most)s台までをファイルにできます。条件を足して絞ってください。"),
    "not-for-this": lazy("この結果には選べません。ほかの片付け方を選んでください。"),
    "nobody-to-ask": lazy("尋ねる相手は、あなたの組織のほかにありません。ほかの片付け方を選んでください。"),
    "month-shape": lazy("2026-11のように、年と月を入れてください。"),
    "far-future": lazy("2年先までの日付を入れてください。"),
    "tais-code-shape": lazy("TAISコードは、5けたの数字・ハイフン・6けたの数字で入れてください。"),
    "draft-while-booked": lazy(
        "貸出や展示の日が入っているので、下書きには戻せません。新しい申込を止めるには「取扱終了」を選んでください。"
    ),
    "ccta95-shape": lazy("CCTA95分類コードは、6けたの数字で3つまで入れてください。"),
    "address-shape": lazy("http:// か https:// で始まるアドレスを入れてください。"),
    "lengths-out-of-order": lazy("最短・標準・最長の順に、短いほうから入れてください。"),
    "serial-taken": lazy("この製造番号の個体は、すでに登録されています。"),
    "unknown-tag": lazy("このタグは見つかりません。ラベルに印刷されたコードを入れてください。"),
    "beyond-sheet": lazy("この用紙のラベルは%(count)s枚です。残っている最初のラベルの番号を入れてください。"),
    "file-empty": lazy("ファイルが空です。"),
    "file-is-pdf": lazy("PDFは読み取れません。もとになった表計算のファイル（ExcelかCSV）を送ってください。"),
    "file-too-large": lazy("ファイルが大きすぎます。10MBまでのファイルを送ってください。"),
    "file-holds-too-much": lazy(
        "開くと大きすぎるファイルです。リストのところだけを新しい表に写して、もう一度送ってください。"
    ),
    "file-damaged": lazy("ファイルを開けません。表計算で開いて保存し直したものを送ってください。"),
    "encoding-unknown": lazy("文字の種類が分かりません。ExcelかUTF-8のCSVで送ってください。"),
    "cell-too-long": lazy(
        '一つのセルが長すぎます。引用符（"）が閉じているかを確かめるか、Excelで保存し直してください。'
    ),
    "too-many-rows": lazy("2万行、200列までのリストを送ってください。"),
    "too-many-sheets": lazy("シートが多すぎます。リストのシートだけを残して、もう一度送ってください。"),
    "too-many-materials": lazy(
        "公開できるのは%(most)s件までです。先に、要らないものの公開をやめてください。"
    ),
    "text-too-long": lazy("長すぎます。%(limit)s文字までにしてください。"),
    "not-your-prefecture": lazy("担当している都道府県の中から選んでください。"),
    "tag-retired": lazy("このラベルは使い終わったものです。新しいラベルを使ってください。"),
    "no-tag": lazy("この個体にラベルはありません。"),
    "tag-in-use": lazy("このタグは、ほかの個体に付いているか、使い終わったものです。"),
    "too-many-units": lazy("一度に借りられるのは、貸出中のものを合わせて%(max_units)s台までです。"),
}
