"""Templates of a house that runs: those it was started with."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from app.templating import as_of_now


def test_a_house_keeps_its_templates_while_newer_ones_are_put_in_their_place(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("いまの画面")
    kept = as_of_now(FileSystemLoader(tmp_path))
    made = Environment(loader=kept, autoescape=True)
    (tmp_path / "page.html").write_text("{{ given_by_newer_code }}")
    assert made.get_template("page.html").render() == "いまの画面"
    (tmp_path / "page.html").unlink()
    assert made.get_template("page.html").render() == "いまの画面"
