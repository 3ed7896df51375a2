"""A YAML file -> plain values that know their line, so that every complaint can name file and line.

Owns YAML. Only the safe core is read: strings, numbers, booleans, lists and mappings; a key given twice is an error.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from screener.errors import LexiconError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Block(dict[str, Any]):
    """A mapping of a YAML file: remembers its file, its line and the line of each key."""

    def __init__(self, file: Path, line: int) -> None:
        """Start an empty block of `file` at `line` (1-based)."""
        super().__init__()
        self.file, self.line = file, line
        self.lines: dict[str, int] = {}

    def fail(self, problem: str, key: str | None = None) -> NoReturn:
        """Raise a LexiconError that names file, line and, where there is one, the rule.

        Raises:
            LexiconError: always.
        """
        name = self.get("id") or self.get("name") or self.get("code")
        line = self.lines.get(key, self.line) if key else self.line
        raise LexiconError(f"{self.file}:{line}: {f'{name}: ' if name else ''}{problem}")

    def only(self, allowed: Iterable[str]) -> None:
        """Refuse any key that is not one of `allowed`.

        Raises:
            LexiconError: a key is unknown; names the keys that exist.
        """
        for key in self:
            if key not in allowed:
                self.fail(f"unknown key {key!r}; known: {', '.join(sorted(allowed))}", key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return the non-empty string under `key`.

        Raises:
            LexiconError: it is missing (and there is no default), empty or no string.
        """
        value = self.get(key, default)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{key!r} must be a non-empty string", key)
        return value.strip()

    def integer(self, key: str, default: int, low: int, high: int) -> int:
        """Return the whole number under `key`, between `low` and `high`.

        Raises:
            LexiconError: it is no whole number or out of range.
        """
        value = self.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.fail(f"{key!r} must be a whole number from {low} to {high}, not {value!r}", key)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return the boolean under `key`.

        Raises:
            LexiconError: it is no boolean.
        """
        value = self.get(key, default)
        if not isinstance(value, bool):
            self.fail(f"{key!r} must be true or false, not {value!r}", key)
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Return the list of non-empty strings under `key`; missing means empty.

        Raises:
            LexiconError: it is no list of strings, or one stands in it twice.
        """
        return self.check_strings(self.get(key, []), key)

    def check_strings(self, value: object, key: str) -> tuple[str, ...]:
        """Return `value` as a tuple of distinct non-empty strings; whole numbers are taken as written.

        Raises:
            LexiconError: it is no list of strings, or one stands in it twice.
        """
        if not isinstance(value, list):
            self.fail(f"{key!r} must be a list of strings", key)
        items = [str(item) if isinstance(item, int) and not isinstance(item, bool) else item for item in value]
        for item in items:
            if not isinstance(item, str) or not item.strip():
                self.fail(f"{key!r} must hold non-empty strings only, not {item!r} (quote it?)", key)
        twice = [item for item, count in Counter(items).items() if count > 1]
        if twice:
            self.fail(f"{key!r} holds {twice[0]!r} twice", key)
        return tuple(items)

    def blocks(self, key: str) -> list["Block"]:
        """Return the list of mappings under `key`; missing means empty.

        Raises:
            LexiconError: it is no list of mappings.
        """
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Block) for item in value):
            self.fail(f"{key!r} must be a list of entries, each with its keys", key)
        return value


def read(path: Path) -> Block:
    """Return the mapping that is the file's top level.

    Raises:
        LexiconError: the file is unreadable, is no UTF-8, no YAML, or no mapping; names file and line.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: is no UTF-8 at byte {error.start}; save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{path}:{line}: is no valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise LexiconError(f"{path}: is no valid YAML: {error}") from error
    value = _value(node, path) if node is not None else None
    if not isinstance(value, Block):
        raise LexiconError(f"{path}:1: must be a mapping at the top level")
    return value


def _value(node: yaml.Node, path: Path) -> Any:  # noqa: ANN401 - a YAML value is one of several types
    if isinstance(node, yaml.MappingNode):
        return _block(node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, path) for item in node.value]
    convert = _SCALARS.get(node.tag)
    return convert(node.value) if convert else node.value


_SCALARS: dict[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:int": lambda text: int(text) if not text.startswith("0") or text == "0" else text,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("true", "yes", "on"),
    "tag:yaml.org,2002:null": lambda _: None,
}


def _block(node: yaml.MappingNode, path: Path) -> Block:
    block = Block(path, node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in block:
            raise LexiconError(f"{path}:{key_node.start_mark.line + 1}: key {key!r} is given twice")
        block[key] = _value(value_node, path)
        block.lines[key] = key_node.start_mark.line + 1
    return block
