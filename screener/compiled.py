"""A lexicon folder -> a ready `Matcher`, kept on disk so that the next start is quick.

Owns the cache: one folder a lexicon version, written aside and moved into place, checked by hash when read.
A cache that is missing, damaged or not writable only costs time. Reading admits our own record types and nothing else.
"""

import hashlib
import io
import logging
import pickle
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from screener.lexicon import Lexicon, load_lexicon
from screener.lexicon.load import version_of
from screener.matching import Matcher
from screener.matching.automaton import Automaton
from screener.matching.patterns import Patterns

logger = logging.getLogger(__name__)

_RECORDS, _SUMS = "records", "sha256"
_AUTOMATA = ("characters", "sounds", "pinyin")
_CODE = ("lexicon", "matching", "tables", "normalize.py", "phonetics.py", "compiled.py")


def load_matcher(folder: Path, cache_dir: Path) -> Matcher:
    """Return the matcher for the lexicon in `folder`, from the cache when it holds this version.

    Raises:
        LexiconError: the lexicon is broken.
    """
    home = cache_dir / f"lexicon-{version_of(folder)}-{_code_version()}"
    matcher = _read(home)
    if matcher is None:
        matcher = Matcher(_without_examples(load_lexicon(folder)))
        _write(home, matcher)
    return matcher


def _without_examples(lexicon: Lexicon) -> Lexicon:
    """Return the lexicon without its rules' examples: a third of the memory, and only the tests read them."""
    return replace(lexicon, rules=tuple(replace(rule, positive=(), negative=()) for rule in lexicon.rules))


def _code_version() -> str:
    """Return a hash over the code and tables that compile a lexicon: new code never reads an old cache."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for name in _CODE:
        path = package / name
        for file in sorted(path.glob("*.*")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


class _OwnRecords(pickle.Unpickler):
    """Reads our frozen records, enumerations and dates; refuses every other type."""

    def find_class(self, module: str, name: str) -> object:
        if module.startswith(("screener.lexicon.", "screener.matching.patterns", "screener.records")) or (
            (module, name) == ("datetime", "date")
        ):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in the cache")


def _read(home: Path) -> Matcher | None:
    try:
        sums = (home / _SUMS).read_text(encoding="ascii").split()
        if sums != _sums(home):
            raise OSError("contents differ from their hashes")
        lexicon, patterns = _OwnRecords(io.BytesIO((home / _RECORDS).read_bytes())).load()
        keys = (patterns.keys, patterns.sound_keys, patterns.pinyin_keys)
        first, second, third = (Automaton.load(k, home / name) for k, name in zip(keys, _AUTOMATA, strict=True))
        return Matcher(lexicon, patterns, (first, second, third))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, pickle.UnpicklingError) as error:
        logger.warning("compiled lexicon in %s cannot be used (%s): compiling again", home, error)
        return None


def _sums(home: Path) -> list[str]:
    return [hashlib.sha256((home / name).read_bytes()).hexdigest() for name in (_RECORDS, *_AUTOMATA)]


def _write(home: Path, matcher: Matcher) -> None:
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=home.parent))
        _fill(draft, matcher.lexicon, matcher.patterns, matcher.automata)
        if home.exists():
            shutil.rmtree(home, ignore_errors=True)
        draft.rename(home)
    except OSError as error:
        logger.warning("compiled lexicon cannot be kept in %s (%s): every start compiles it", home, error)


def _fill(draft: Path, lexicon: Lexicon, patterns: Patterns, automata: Sequence[Automaton]) -> None:
    (draft / _RECORDS).write_bytes(pickle.dumps((lexicon, patterns), protocol=5))
    for automaton, name in zip(automata, _AUTOMATA, strict=True):
        automaton.save(draft / name)
    (draft / _SUMS).write_text("\n".join(_sums(draft)), encoding="ascii")
