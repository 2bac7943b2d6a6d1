"""Words for the errors of `accounts`."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "claim-spent": lazy("このリンクはもう使われたか、期限が過ぎています。もう一度申し出てください。"),
    "claim-decided": lazy("この申し出は、もう決まったか、ご覧いただけないものです。"),
    "wrong-credentials": lazy("メールアドレスかパスワードが違います。確かめて、もう一度入力してください。"),
    "invalid-token": lazy(
        "APIトークンが正しくないか、取り消されています。アカウントの画面で新しいトークンを作ってください。"
    ),
    "not-admin": lazy("組織の管理者だけができる操作です。同じ組織の管理者に頼んでください。"),
    "last-admin": lazy("管理者が一人もいなくなるため、できません。先に、ほかの人を管理者にしてください。"),
    "email-taken": lazy("このメールアドレスのアカウントは、もうあります。サインインしてお進みください。"),
    "sign-in-to-join": lazy(
        "このメールアドレスのアカウントがあります。サインインしてから、もう一度参加の手続きをしてください。"
    ),
    "other-person": lazy(
        "この招待は%(email)sに送られたものです。そのアカウントでサインインし直してください。"
    ),
    "invitation-spent": lazy(
        "この招待は、使用済みか、期限切れか、取り消されています。招待した人に、もう一度送るよう頼んでください。"
    ),
    "reset-spent": lazy(
        "このリンクは、使用済みか、期限切れです。サインインの画面から、もう一度再設定を申し出てください。"
    ),
    "person-disabled": lazy("この人のアカウントは止められています。ほかの人を選んでください。"),
    "no-such-person": lazy("%(email)sのアカウントはありません。アドレスを確かめてください。"),
}

FIELD_WORDS: dict[str, LazyText] = {
    "claim-spent": lazy("このリンクはもう使われたか、期限が過ぎています。もう一度申し出てください。"),
    "claim-decided": lazy("この申し出は、もう決まったか、ご覧いただけないものです。"),
    "office-unknown": lazy(
        "この番号の事業所は見つかりません。番号を確かめるか、相談窓口にお問い合わせください。"
    ),
    "choose-service": lazy("この番号にはサービスがいくつかあります。どれかを選んでください。"),
    "wrong-password": lazy("いまのパスワードが違います。もう一度入力してください。"),
    "password-too-short": lazy("パスワードは10文字以上にしてください。"),
    "password-too-long": lazy("パスワードは200文字までにしてください。"),
    "password-too-simple": lazy(
        "同じ文字の繰り返しやメールアドレスは使えません。ほかのパスワードにしてください。"
    ),
    "bad-email": lazy("name@example.jp の形で、メールアドレスを入力してください。"),
    "already-member": lazy("この人は、もうこの組織の一員です。"),
    "name-too-long": lazy("名前は100文字までにしてください。"),
}
