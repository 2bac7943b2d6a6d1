"""What an import tells: on the terminal, and in files that can be opened in a spreadsheet."""

import csv
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.prose.imports import NOTES, REMARKS, WORDS
from core.i18n import _, format_count
from core.text import plain_cell
from directory.imports import Outcome, TooManyGone
from directory.opendata import Remark
from directory.records import Unreadable
from directory.services import service_name

# On the terminal; the file beside the import lists all of them.
ERRORS_SHOWN = 50


def tell_refusal(path: Path, refused: Unreadable, console: Console) -> None:
    """Say why nothing of `path` could be read."""
    missing = refused.facts.get("missing")
    named = f" ({', '.join(missing)})" if isinstance(missing, list) else ""
    words = WORDS.get(refused.reason, WORDS["file-unreadable"])
    console.print(Text(f"✗ {path}: {words}{named}", style="bold red"))


def tell_outcome(path: Path, outcome: Outcome, console: Console) -> None:
    """Figures of one file, its refused rows one by one, its doubtful ones by reason."""
    counts = _(
        "新規 %(created)s・更新 %(changed)s・変更なし %(unchanged)s・エラー %(errors)s・注意 %(warnings)s",
        created=format_count(outcome.created),
        changed=format_count(outcome.changed),
        unchanged=format_count(outcome.unchanged),
        errors=format_count(len(outcome.errors)),
        warnings=format_count(len(outcome.warnings)),
    )
    console.print(Text(f"✓ {path.name}: {counts}", style="bold"))
    tell_errors(path, outcome, console)
    if outcome.warnings:
        reasons = Counter(remark.code for remark in outcome.warnings)
        console.print(
            _by_reason(_("注意（取り込みました）"), {str(REMARKS[code]): n for code, n in reasons.items()})
        )
        console.print(_("1行ずつの注意は %(file)s にあります。", file=beside(path, "warnings")), markup=False)
    if outcome.notes:
        notes = {str(NOTES[code]): n for code, n in outcome.notes.items()}
        console.print(_by_reason(_("書きそろえたところ"), notes))


def tell_errors(path: Path, outcome: Outcome, console: Console) -> None:
    """The refused rows of one file: line, reason, and what stood there."""
    if not outcome.errors:
        return
    table = Table(title=_("エラー（取り込めなかった行）"), title_justify="left", style="red")
    table.add_column(_("行"), justify="right")
    table.add_column(_("理由"), overflow="fold", min_width=20)
    table.add_column(_("内容"), overflow="ellipsis", no_wrap=True, max_width=40)
    for remark in outcome.errors[:ERRORS_SHOWN]:
        table.add_row(str(remark.line), Text(str(REMARKS[remark.code])), Text(_content(remark)))
    console.print(table)
    if len(outcome.errors) > ERRORS_SHOWN:
        rest = format_count(len(outcome.errors) - ERRORS_SHOWN)
        console.print(_("ほか%(rest)s行は %(file)s にあります。", rest=rest, file=beside(path, "errors")))


def tell_too_many_gone(refused: TooManyGone, console: Console) -> None:
    """Say that an edition looks like a part of one, and what to do about it."""
    words = _(
        "%(service)sの事業所%(known)s件のうち%(gone)s件がファイルにありません。版の一部ではありませんか。"
        "「なくなった」とは記していません。全部がそろった版なら --accept-many-gone を付けてください。",
        service=service_name(str(refused.facts["service"])),
        known=format_count(int(str(refused.facts["known"]))),
        gone=format_count(int(str(refused.facts["gone"]))),
    )
    console.print(Text(words, style="bold red"))


def tell_interrupted(console: Console) -> None:
    """Say that somebody ended the import, and what is in."""
    words = _(
        "中断しました。読み終えたファイルは取り込んであり、途中のファイルは取り込んでいません。"
        "続けるには、同じ命令をもう一度実行してください。"
    )
    console.print(Text(words, style="bold yellow"))


def _by_reason(title: str, reasons: dict[str, int]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(justify="right")
    table.add_column()
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1]):
        table.add_row(format_count(count), Text(reason))
    return table


def _content(remark: Remark) -> str:
    return f"{remark.column}: {remark.found}" if remark.column else remark.found


def beside(path: Path, kind: str) -> Path:
    """Where the remarks of one kind go: `a.csv` → `a.errors.csv`."""
    return path.with_name(f"{path.stem}.{kind}.csv")


def write_remarks(path: Path, outcome: Outcome, console: Console) -> None:
    """Write `<name>.errors.csv` and `<name>.warnings.csv`; where there is nothing to list, none is left."""
    for kind, remarks in (("errors", outcome.errors), ("warnings", outcome.warnings)):
        target = beside(path, kind)
        try:
            _write(target, remarks)
        except OSError as error:
            sentence = _(
                "%(file)s に書けません（%(reason)s）。書ける場所にCSVを写して、取り込み直してください。",
                file=target,
                reason=error.strerror,
            )
            console.print(Text(sentence, style="yellow"))


def _write(target: Path, remarks: list[Remark]) -> None:
    if not remarks:
        target.unlink(missing_ok=True)
        return
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([_("行"), _("理由"), _("列"), _("内容")])
        for remark in remarks:
            writer.writerow([remark.line, str(REMARKS[remark.code]), remark.column, plain_cell(remark.found)])
