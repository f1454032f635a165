"""Settings from the environment and `.env`."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.config import Settings, load_settings, variable
from bot.errors import UserError

ROOT = Path(__file__).parent.parent


def test_defaults_need_no_environment(tmp_path: Path) -> None:
    """Nothing has to be set for everything but Discord itself."""
    assert load_settings({}, env_file=tmp_path / "none") == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A value in the environment replaces the one in the file; the others stand."""
    file = tmp_path / ".env"
    file.write_text("NEWSDESK_TOKEN=from-file\nNEWSDESK_LOG_LEVEL=error\n")
    settings = load_settings({"NEWSDESK_TOKEN": "from-environment"}, env_file=file)
    assert (settings.token, settings.log_level) == ("from-environment", "error")


def test_an_empty_value_means_the_default(tmp_path: Path) -> None:
    """A line that is left empty, as in the example file, changes nothing."""
    assert load_settings({"NEWSDESK_DATABASE": " "}, env_file=tmp_path / "none").database == Settings().database


def test_each_setting_is_read_as_its_type(tmp_path: Path) -> None:
    """Lists, paths and levels come out as sets, paths and lower case."""
    given = {
        "NEWSDESK_GUILDS": "12, 34",
        "NEWSDESK_DATABASE": "/srv/news.db",
        "NEWSDESK_FETCH_PORTS": "443 8443",
        "NEWSDESK_LOG_LEVEL": "DEBUG",
    }
    settings = load_settings(given, env_file=tmp_path / "none")
    assert settings.guilds == {12, 34}
    assert settings.database == Path("/srv/news.db")
    assert settings.fetch_ports == {443, 8443}
    assert settings.log_level == "debug"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSDESK_GUILDS", "my server"),
        ("NEWSDESK_GUILDS", "-5"),
        ("NEWSDESK_FETCH_PORTS", "0"),
        ("NEWSDESK_FETCH_PORTS", "70000"),
        ("NEWSDESK_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_told_with_its_name(tmp_path: Path, name: str, value: str) -> None:
    """A setting that cannot be read stops with one sentence that names it."""
    with pytest.raises(UserError, match=f"^{name} must be .*\\.$"):
        load_settings({name: value}, env_file=tmp_path / "none")


def test_a_misspelt_name_is_told(tmp_path: Path) -> None:
    """A setting that does not exist is refused instead of ignored."""
    with pytest.raises(UserError, match="There is no setting NEWSDESK_TOKN"):
        load_settings({"NEWSDESK_TOKN": "x"}, env_file=tmp_path / "none")


def test_the_token_is_not_in_the_representation() -> None:
    """Printing the settings shows no secret."""
    assert "hush" not in repr(Settings(token="hush"))


def test_every_setting_is_documented() -> None:
    """Each setting stands in the example file and in the README."""
    example, readme = (ROOT / ".env.example").read_text(), (ROOT / "README.md").read_text()
    names = {variable(setting.name) for setting in fields(Settings)}
    assert {name for name in names if name not in example} == set()
    assert {name for name in names if name not in readme} == set()


def test_the_example_file_is_valid() -> None:
    """A copy of the example file, every line of it in force, is read without complaint."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    given = dict(line.lstrip("#").split("=", 1) for line in lines if "NEWSDESK_" in line.split("=")[0])
    assert load_settings(given, env_file=Path("/nonexistent")) == Settings()
