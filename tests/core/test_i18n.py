"""Messages, dates and numbers in the reader's language."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jinja2 import Environment

from core import i18n
from core.i18n import extraction
from core.i18n.__main__ import main
from core.i18n.dates import month_name

THURSDAY = date(2026, 10, 1)


def test_japanese_is_what_the_code_says() -> None:
    assert i18n.gettext("空きあり") == "空きあり"
    assert i18n.ngettext("%(n)s件の貸出", "%(n)s件の貸出", 1200) == "1,200件の貸出"


def test_english_comes_from_the_catalog_with_its_plural() -> None:
    words = "%(n)sか所を直してください"
    with i18n.use_locale("en"):
        assert i18n.gettext("空きあり") == "Free"
        assert i18n.gettext("%(min)s以上にしてください。", min=3) == "This must be at least 3."
        assert [i18n.ngettext(words, words, n) for n in (1, 3)] == ["Correct 1 entry", "Correct 3 entries"]


def test_one_word_may_have_another_english_in_another_context() -> None:
    assert i18n.pgettext("menu", "貸出") == str(i18n.plazy("menu", "貸出")) == "貸出"
    with i18n.use_locale("en"):
        assert i18n.pgettext("menu", "貸出") == str(i18n.plazy("menu", "貸出")) == "Loans"


def test_a_message_without_english_is_shown_in_japanese() -> None:
    with i18n.use_locale("en"):
        assert i18n.gettext("訳のない文") == "訳のない文"


def test_the_language_ends_with_its_block() -> None:
    with i18n.use_locale("en"):
        assert i18n.current_locale.get() == "en"
    with i18n.use_locale("tlh"):
        assert i18n.current_locale.get() == "ja"
    assert i18n.current_locale.get() == "ja"


def test_a_lazy_message_waits_until_it_is_shown() -> None:
    label = i18n.lazy("空きあり")
    with i18n.use_locale("en"):
        assert str(label) == "Free"
        assert f"{label}!" == label + "!" == "Free!"
    assert label == "空きあり"
    assert i18n.lazy("ようこそ、%(name)s", name="佐藤") == "ようこそ、佐藤"
    assert i18n.lazy("%(n)s台") % {"n": 2} == "2台"


@pytest.mark.parametrize(
    ("browser", "cookie", "person", "expected"),
    [
        ("en-GB,en;q=0.9,ja;q=0.5", None, None, "en"),
        ("en;q=0.2, ja-JP;q=0.7", None, None, "ja"),
        ("en;q=0, fr;q=broken", None, None, "ja"),
        ("en", "ja", None, "ja"),
        ("ja", "ja", "en", "en"),
        ("ja", "tlh", None, "ja"),
        (None, None, None, "ja"),
        (";;q==,,", None, None, "ja"),
    ],
)
def test_the_person_decides_before_the_cookie_and_the_browser(
    browser: str | None, cookie: str | None, person: str | None, expected: str
) -> None:
    assert i18n.negotiate(browser, cookie, person) == expected


def test_dates_in_japanese() -> None:
    assert i18n.format_date(THURSDAY) == "2026年10月1日(木)"
    assert i18n.format_date(THURSDAY, "era") == "令和8年10月1日(木)"
    assert i18n.format_date(date(2019, 5, 1), "era") == "令和元年5月1日(水)"
    assert i18n.format_date(date(2019, 4, 30), "era") == "平成31年4月30日(火)"
    assert i18n.format_date(THURSDAY, "short") == "10月1日(木)"
    with i18n.use_locale("ja", "era"):
        assert i18n.format_date(THURSDAY) == "令和8年10月1日(木)"
        assert i18n.format_month(THURSDAY) == "令和8年10月"


def test_dates_in_english() -> None:
    with i18n.use_locale("en"):
        assert i18n.format_date(THURSDAY) == "Thu 1 Oct 2026"
        assert i18n.format_date(THURSDAY, "era") == "Thu 1 Oct 2026"
        assert i18n.format_month(THURSDAY) == "Oct 2026"
        assert month_name(THURSDAY) == "Oct"


def test_a_period_is_shown_with_its_last_day() -> None:
    assert i18n.format_period(date(2026, 10, 5), date(2026, 10, 19)) == "2026年10月5日(月)〜10月18日(日)"
    assert i18n.format_period(date(2026, 12, 28), date(2027, 1, 5)) == "2026年12月28日(月)〜2027年1月4日(月)"
    assert i18n.format_period(THURSDAY, date(2026, 10, 2)) == "2026年10月1日(木)"
    with i18n.use_locale("en"):
        assert i18n.format_period(date(2026, 10, 5), date(2026, 10, 19)) == "Mon 5 Oct – Sun 18 Oct 2026"


def test_on_a_page_a_period_breaks_between_its_days_and_nowhere_else() -> None:
    environment = Environment(autoescape=True)
    i18n.install(environment)
    given = {"start": date(2026, 10, 5), "end": date(2026, 10, 19), "name": "<窓口>"}
    shown = environment.from_string(
        "{{ _('%(name)s：%(period)sは埋まっています', name=name, period=period(start, end)) }}"
    ).render(**given)
    days = '<span class="nowrap">2026年10月5日(月)〜</span><wbr><span class="nowrap">10月18日(日)</span>'
    assert shown == f"&lt;窓口&gt;：{days}は埋まっています"
    assert environment.from_string("{{ _('%(name)s', name=name) }}").render(**given) == "&lt;窓口&gt;"


def test_moments_are_shown_in_tokyo() -> None:
    at = datetime(2026, 9, 30, 15, 4, tzinfo=UTC)
    assert i18n.format_datetime(at) == "2026年10月1日(木) 00:04"
    assert i18n.format_date(at) == "2026年10月1日(木)"
    with i18n.use_locale("en"):
        assert i18n.format_datetime(at) == "Thu 1 Oct 2026, 00:04"


def test_numbers_have_separators_and_no_empty_decimals() -> None:
    assert [i18n.format_count(n) for n in (0, 1234567, 12.5, 12.0)] == ["0", "1,234,567", "12.5", "12"]
    assert i18n.format_yen(300000) == "300,000円"
    with i18n.use_locale("en"):
        assert i18n.format_yen(300000) == "¥300,000"


def test_templates_escape_what_is_filled_into_a_message() -> None:
    environment = Environment(autoescape=True)
    i18n.install(environment)
    template = environment.from_string("{{ _('ようこそ、%(name)s', name=name) }} {{ day | date }}")
    assert template.render(name="<b>", day=THURSDAY) == "ようこそ、&lt;b&gt; 2026年10月1日(木)"
    block = environment.from_string("{% trans name=name %}\n <b>{{ name }}</b>様\n{% endtrans %}")
    assert block.render(name="<i>") == "<b>&lt;i&gt;</b>様"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small program whose loans feature says two things."""
    (tmp_path / "loans" / "templates").mkdir(parents=True)
    (tmp_path / "loans" / "domain.py").write_text('LABEL = lazy("申込")\n', encoding="utf-8")
    (tmp_path / "loans" / "templates" / "desk.html").write_text(
        "<h1>{{ _('%(name)sの窓口', name=name) }}</h1>", encoding="utf-8"
    )
    return tmp_path


def test_a_message_without_english_is_named_with_its_place(house: Path) -> None:
    assert list(extraction.problems(house)) == [
        "loans: no English for 「申込」 (loans/domain.py:1)",
        "loans: no English for 「%(name)sの窓口」 (loans/templates/desk.html:1)",
    ]


def test_update_keeps_translations_and_drops_what_nobody_says(house: Path) -> None:
    path = extraction.po_path(house, "loans")
    assert extraction.update(house) == [path]
    assert extraction.update(house) == []
    text = path.read_text(encoding="utf-8").replace(
        'msgid "申込"\nmsgstr ""', 'msgid "申込"\nmsgstr "Request"'
    )
    path.write_text(text + '\nmsgid "廃止"\nmsgstr "Gone"\n', encoding="utf-8")
    assert "loans: nothing says 「廃止」 any more (see `update`)" in extraction.problems(house)
    extraction.update(house)
    kept = path.read_text(encoding="utf-8")
    assert 'msgstr "Request"' in kept
    assert "廃止" not in kept


def test_english_with_other_placeholders_is_refused(house: Path) -> None:
    path = extraction.po_path(house, "loans")
    extraction.update(house)
    text = path.read_text(encoding="utf-8").replace('の窓口"\nmsgstr ""', 'の窓口"\nmsgstr "Desk of %(nam)s"')
    path.write_text(text, encoding="utf-8")
    assert any("の窓口」: " in problem for problem in extraction.problems(house))


def test_an_unknown_order_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate"]) == 2
    assert "check | update" in capsys.readouterr().err
