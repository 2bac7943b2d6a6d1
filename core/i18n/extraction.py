"""Which messages the program holds, and whether each of them has its English."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import write_po

from core.i18n.catalogs import ROOT, forms_of, key_of, read_catalog

FEATURES = ("accounts", "app", "catalog", "core", "directory", "exhibitions", "loans", "notifications")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
# A template that cannot be read is an error here: its messages would be missed without a word.
_TEMPLATES = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}
OPTIONS = {pattern: _TEMPLATES for pattern, method in METHODS if method == "jinja2"}
KEYWORDS = parse_keywords(["_", "gettext", "lazy", "ngettext:1,2", "pgettext:1c,2", "plazy:1c,2"])
HEADER = b"""msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def features(root: Path = ROOT) -> list[str]:
    """The feature folders that exist under `root`."""
    return [name for name in FEATURES if (root / name).is_dir()]


def po_path(root: Path, feature: str) -> Path:
    """Where the English of a feature stands."""
    return root / feature / "locale" / "en.po"


def extract(root: Path, feature: str) -> Catalog:
    """Every message written in the Python files and templates of `feature`."""
    catalog = Catalog(locale="en")
    folder = root / feature
    for file, line, message, _, context in extract_from_dir(folder, METHODS, OPTIONS, keywords=KEYWORDS):
        catalog.add(message, locations=[(f"{feature}/{file}", line)], context=context)
    return catalog


def is_translated(message: Message | None) -> bool:
    """Whether English stands beside the message, in every plural form."""
    return message is not None and not message.fuzzy and all(forms_of(message))


def problems(root: Path = ROOT) -> Iterator[str]:
    """A sentence for every message without English, with English nobody uses, or with other placeholders."""
    known: dict[str, tuple[object, str]] = {}
    for feature in features(root):
        wanted, written = extract(root, feature), read_catalog(po_path(root, feature))
        for message in wanted:
            if message.id and not is_translated(written.get(message.id, message.context)):
                file, line = message.locations[0]
                yield f"{feature}: no English for 「{_said(message)}」 ({file}:{line})"
        for message in written:
            if message.id and wanted.get(message.id, message.context) is None:
                yield f"{feature}: nothing says 「{_said(message)}」 any more (see `update`)"
            if not message.id or not is_translated(message):
                continue
            yield from (f"{feature}: 「{_said(message)}」: {error}" for error in message.check(written))
            text, other = known.setdefault(key_of(message), (message.string, feature))
            if text != message.string:
                yield f"{feature}: 「{_said(message)}」 has another English than in {other} (see `pgettext`)"


def _said(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def update(root: Path = ROOT) -> list[Path]:
    """Bring every `en.po` in line with the sources; English known to another feature is taken over."""
    written = {feature: read_catalog(po_path(root, feature)) for feature in features(root)}
    changed = []
    for feature in written:
        wanted = Catalog(locale="en")
        for message in extract(root, feature):
            if message.id:
                english = _english_of(message, feature, written)
                flags = message.flags - {"fuzzy"}
                wanted.add(message.id, english, flags=flags, context=message.context)
        path = po_path(root, feature)
        if len(wanted) or path.exists():
            changed += [path] if _write(wanted, path) else []
    return changed


def _english_of(message: Message, feature: str, written: dict[str, Catalog]) -> str | tuple[str, ...]:
    for catalog in (written[feature], *written.values()):
        candidate = catalog.get(message.id, message.context)
        if candidate is not None and is_translated(candidate):
            forms = forms_of(candidate)
            return forms[0] if isinstance(message.id, str) else forms
    return "" if isinstance(message.id, str) else ("", "")


def _write(catalog: Catalog, path: Path) -> bool:
    """Write sorted, without places and times, so that two branches rarely touch the same line."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    content = HEADER + buffer.getvalue().strip(b"\n") + b"\n"
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
