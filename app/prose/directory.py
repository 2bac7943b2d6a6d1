"""Words for the errors of `directory`."""

from core.i18n import LazyText, lazy

WORDS: dict[str, LazyText] = {
    "code-taken": lazy("この略号は、ほかの組織が使っています。別の略号にしてください。"),
    "several-services": lazy(
        "この事業所番号には、いくつかのサービスがあります。4470100017-510のように、サービスの番号も付けてください。"
    ),
}

FIELD_WORDS: dict[str, LazyText] = {}
