"""Words for errors that any feature may raise."""

from core.i18n import LazyText, lazy

TITLES: dict[int, LazyText] = {
    400: lazy("送られた内容を読み取れませんでした"),
    401: lazy("サインインが必要です"),
    403: lazy("この操作はできません"),
    404: lazy("見つかりませんでした"),
    405: lazy("この方法では受け付けられません"),
    409: lazy("ほかの動きと重なりました"),
    413: lazy("送られた内容が大きすぎます"),
    415: lazy("この形式は受け付けられません"),
    422: lazy("入力を確かめてください"),
    429: lazy("しばらく待ってからお試しください"),
    500: lazy("こちらの不具合で処理できませんでした"),
}

WORDS: dict[str, LazyText] = {
    "not-found": lazy(
        "お探しのものは、ないか、ご覧いただけないものです。アドレスを確かめるか、最初の画面からお進みください。"
    ),
    "not-signed-in": lazy("サインインすると続けられます。"),
    "form-refused": lazy(
        "送られたものを受け取れませんでした。画面を開いてから長くたったか、ブラウザーがクッキーを使わない設定です。"
    ),
    "not-allowed": lazy("この操作は、あなたの立場ではできません。担当の相談窓口にお問い合わせください。"),
    "no-organization": lazy("所属する組織が選ばれていません。アカウントの画面で組織を選んでください。"),
    "conflict": lazy("ほかの人の操作と重なりました。最新の状態を確かめて、もう一度お試しください。"),
    "busy": lazy("同時に多くの操作が重なりました。もう一度お試しください。"),
    "stale-state": lazy("ほかの人が先に進めました。最新の状態を確かめてください。"),
    "illegal-step": lazy("いまの状態では、この手順に進めません。"),
    "invalid": lazy("入力に誤りがあります。赤く示した項目を直してください。"),
    "malformed": lazy("送られた内容の形が正しくありません。"),
    "malformed-text": lazy("使えない文字が含まれています。取り除いてからもう一度送ってください。"),
    "beyond-calendar": lazy("日付が遠すぎます。年を確かめて、もう一度送ってください。"),
    "method-not-allowed": lazy("このアドレスは、この方法での呼び出しに対応していません。"),
    "too-large": lazy("1 MiBまで送れます。内容を減らしてからお試しください。"),
    "unsupported-media-type": lazy("JSONで送ってください。"),
    "too-many": lazy("短い時間に何度も操作がありました。しばらく待ってからお試しください。"),
    "failure": lazy(
        "入力した内容は保存されていません。しばらくしてから、もう一度お試しください。続くときは管理者にお知らせください。"
    ),
    "idempotency-key-reused": lazy(
        "同じIdempotency-Keyが、別の内容で使われています。新しいキーで送ってください。"
    ),
}

FIELD_WORDS: dict[str, LazyText] = {
    "required": lazy("入力してください。"),
    "changed-meanwhile": lazy(
        "ほかの人が、この欄を先に変えました。いまの内容を確かめて、もう一度保存してください。"
    ),
    "wrong-type": lazy("形式が正しくありません。"),
    "too-long": lazy("長すぎます。%(limit)s文字までにしてください。"),
    "unknown": lazy("選べるものの中から選んでください。"),
    "cursor-unknown": lazy("ページの続きを示す値が正しくありません。"),
    "idempotency-key-length": lazy("Idempotency-Keyは1文字から255文字までにしてください。"),
    "idempotency-key-reused": lazy("このキーは別の内容で使われています。"),
}
