"""Every component and every error page can be drawn in both languages."""

from pathlib import Path

from app.gallery import CODES, write

INLINE = ("<script>", " style=", "onclick=", "<style")


def test_all_components_are_drawn_without_inline_script_or_style(tmp_path: Path) -> None:
    write(tmp_path)
    drawn = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")}
    assert len(drawn) == 2 * (3 + len(CODES))
    assert not [name for name, html in drawn.items() for inline in INLINE if inline in html]


def test_error_pages_speak_the_language_of_the_reader(tmp_path: Path) -> None:
    write(tmp_path)
    assert "見つかりませんでした" in (tmp_path / "ja-error-404.html").read_text(encoding="utf-8")
    english = (tmp_path / "en-error-404.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in english
    assert "Not found" in english


def test_each_party_has_its_own_ways(tmp_path: Path) -> None:
    write(tmp_path)
    assert 'href="/documents"' in (tmp_path / "ja-facility.html").read_text(encoding="utf-8")
    assert 'href="/board"' in (tmp_path / "ja-counter.html").read_text(encoding="utf-8")
    assert 'href="/sign-in"' in (tmp_path / "ja-anyone.html").read_text(encoding="utf-8")
