"""Settings: one table (the fields below), read once from a TOML file and the environment, passed on frozen.

Owns the environment, the config file, and where packaged data lies. Every setting `name` is read from the environment
variable `SCREENER_NAME`, else from the file that `SCREENER_CONFIG` names, else its default holds.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from screener.errors import ConfigError

_HERE = Path(__file__).parent


def _packaged(installed: str, in_repository: str) -> Path:
    """Return where data lies: inside the installed package, or in the repository that this file is part of."""
    inside = _HERE / "data" / installed
    return inside if inside.exists() else _HERE.parent / in_repository


def _setting(default: Any, explanation: str, *, decides: bool = False, low: float = 0, high: float = 1e12) -> Any:  # noqa: ANN401
    """Declare a setting; `decides` marks those that can change a decision and so belong to `versions.settings`."""
    return field(default=default, metadata={"help": explanation, "decides": decides, "range": (low, high)})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; the metadata of each field is its help."""

    lexicons: Path = _setting(_packaged("lexicons", "lexicons"), "folder of the lexicon: categories, rules, contexts")
    model: Path = _setting(_packaged("model", "models/classifier"), "folder of the trained classifier")
    grants: Path | None = _setting(
        None, "YAML file with further licensed-trade exceptions, beside those of the lexicon"
    )
    cache_dir: Path = _setting(Path.home() / ".cache" / "screener", "folder for compiled lexicons and Whisper weights")
    use_classifier: bool = _setting(True, "false: rules alone decide", decides=True)
    max_text_chars: int = _setting(1_000_000, "longer texts are refused", low=1)
    points_flag: int = _setting(4, "points from which an announcement is flagged", decides=True, low=1, high=100)
    points_high: int = _setting(4, "points of a find of high severity", decides=True, high=100)
    points_medium: int = _setting(2, "points of a find of medium severity", decides=True, high=100)
    points_low: int = _setting(1, "points of a find of low severity", decides=True, high=100)
    whisper_model: str = _setting(
        "small", "Whisper model: a published name (tiny … large-v3, turbo) or a checkpoint file"
    )
    whisper_device: str = _setting("auto", "auto (CUDA when there is one), cpu or cuda")
    max_audio_bytes: int = _setting(50_000_000, "larger recordings are refused", low=1)
    max_audio_s: float = _setting(1_800.0, "longer recordings are refused, seconds", low=1)
    min_confidence: float = _setting(
        0.35,
        "mean token probability under which recognised speech is doubtful (A1.unintelligible)",
        decides=True,
        high=1,
    )
    database: str = _setting("sqlite:///screener.db", "SQLAlchemy URL of the service's database")
    host: str = _setting("127.0.0.1", "address that the service listens on")
    port: int = _setting(8400, "port that the service listens on", low=1, high=65_535)
    demonstration: bool = _setting(False, "mark every screening as a demonstration that clears no number")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR")

    @property
    def version(self) -> str:
        """A hash over the settings that can change a decision."""
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.metadata["decides"]}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from `environment` (default: the process's) and the file it names.

    Raises:
        ConfigError: the file cannot be read, or a setting is unknown or out of range; names it and its source.
    """
    environment = os.environ if environment is None else environment
    given = {name: (value, "SCREENER_CONFIG") for name, value in _from_file(environment).items()}
    for name in (f.name for f in fields(Settings)):
        variable = f"SCREENER_{name.upper()}"
        if variable in environment:
            given[name] = (environment[variable], variable)
    values: dict[str, Any] = {name: _parse(name, value, source) for name, (value, source) in given.items()}
    return Settings(**values)


def _from_file(environment: Mapping[str, str]) -> dict[str, Any]:
    path = environment.get("SCREENER_CONFIG")
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} (named by SCREENER_CONFIG): {error}") from error


def _parse(name: str, value: object, source: str) -> object:
    known = {f.name: f for f in fields(Settings)}
    if name not in known:
        raise ConfigError(f"{source}: unknown setting {name!r}; known: {', '.join(known)}")
    setting = known[name]
    try:
        parsed = _convert(setting, str(value))
    except ValueError as error:
        raise ConfigError(f"{source}: setting {name!r} cannot be {value!r}: {setting.metadata['help']}") from error
    low, high = setting.metadata["range"]
    if isinstance(parsed, (int, float)) and not isinstance(parsed, bool) and not low <= parsed <= high:
        raise ConfigError(f"{source}: setting {name!r} must be from {low:g} to {high:g}, not {value!r}")
    return parsed


_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def _convert(setting: "Field[Any]", text: str) -> object:
    kind = setting.type
    if kind is bool:
        if text.lower() not in _FLAGS:
            raise ValueError(text)
        return _FLAGS[text.lower()]
    if kind in (int, float, str):
        return kind(text)
    return Path(text).expanduser() if text else None
