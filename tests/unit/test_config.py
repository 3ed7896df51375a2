import pytest

from screener.config import Settings, load_settings
from screener.errors import ConfigError


def test_defaults_hold_without_any_environment():
    assert load_settings({}) == Settings()


def test_environment_goes_before_the_file(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("port = 9000\npoints_flag = 6\n", encoding="utf-8")
    settings = load_settings({"SCREENER_CONFIG": str(path), "SCREENER_PORT": "9001"})
    assert (settings.port, settings.points_flag) == (9001, 6)


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("SCREENER_PORT", "http", "SCREENER_PORT: setting 'port' cannot be 'http'"),
        ("SCREENER_PORT", "0", "must be from 1 to 65535"),
        ("SCREENER_USE_CLASSIFIER", "maybe", "rules alone decide"),
        ("SCREENER_CONFIG", "/nonexistent.toml", "named by SCREENER_CONFIG"),
    ],
)
def test_a_bad_setting_is_named(variable, value, complaint):
    with pytest.raises(ConfigError, match=complaint):
        load_settings({variable: value})


def test_an_unknown_setting_in_the_file_is_named(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("prot = 9000\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="unknown setting 'prot'"):
        load_settings({"SCREENER_CONFIG": str(path)})


def test_version_follows_what_decides_and_nothing_else():
    assert Settings(port=1).version == Settings().version
    assert Settings(points_flag=9).version != Settings().version
