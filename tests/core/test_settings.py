from pathlib import Path

import pytest

from core.settings import VARIABLES, SettingsError, load_settings, unknown_settings

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_set_means_everything_embedded_on_port_8000() -> None:
    chosen = load_settings({})
    assert (chosen.database_url, chosen.redis_url, chosen.smtp_url) == ("", "", "")
    assert (chosen.host, chosen.port, chosen.base_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert chosen.data_dir == Path.cwd() / "var"
    assert chosen.demo
    assert not chosen.is_secure


def test_a_database_of_ones_own_is_not_filled_with_the_demo_world_unless_asked() -> None:
    own = {"TAMESHI_DATABASE_URL": "postgresql://tameshi@db.example/tameshi"}
    assert not load_settings(own).demo
    assert load_settings({**own, "TAMESHI_DEMO": "yes"}).demo


def test_the_base_url_loses_its_last_slash_and_tells_whether_cookies_are_secure() -> None:
    chosen = load_settings({"TAMESHI_BASE_URL": "https://tameshi.example/"})
    assert chosen.base_url == "https://tameshi.example"
    assert chosen.is_secure


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eight"),
        ("PORT", "８０００"),
        ("DATABASE_URL", "mysql://db.example/tameshi"),
        ("DATABASE_URL", "db.example"),
        ("DATABASE_URL", "postgresql://db.example:port/tameshi"),
        ("REDIS_URL", "http://valkey.example"),
        ("SMTP_URL", "mail.example"),
        ("FILES_URL", "https://storage.example/photos"),
        ("FILES_URL", "s3://storage.example/photos"),
        ("FILES_URL", "s3://key:secret@storage.example"),
        ("MAIL_FROM", "nobody"),
        ("BASE_URL", "tameshi.example"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://tameshi.example/?a=b"),
        ("SECRET_KEY", "too short"),
        ("DEMO", "perhaps"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("DATABASE_POOL", "-1"),
        ("WEB_PROCESSES", "0"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_sentence_that_names_it(name: str, wrong: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        load_settings({f"TAMESHI_{name}": wrong})
    sentence = str(refusal.value)
    assert f"TAMESHI_{name} must" in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_a_refusal_never_repeats_an_address_that_may_hold_a_password() -> None:
    with pytest.raises(SettingsError) as refusal:
        load_settings({"TAMESHI_DATABASE_URL": "mysql://tameshi:open-sesame@db.example/tameshi"})
    assert "open-sesame" not in str(refusal.value)


def test_a_mistyped_name_is_pointed_out_with_the_one_that_was_meant() -> None:
    assert unknown_settings(["TAMESHI_PROT", "TAMESHI_PORT", "PATH"]) == [
        "TAMESHI_PROT is not a setting; did you mean TAMESHI_PORT?"
    ]


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_setting_is_documented_with_its_meaning(variable: object) -> None:
    name = getattr(variable, "name", "")
    assert f"`TAMESHI_{name}`" in (ROOT / "docs" / "operations.md").read_text()
