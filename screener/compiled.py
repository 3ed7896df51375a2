"""A lexicon folder -> a ready `Matcher`, kept on disk so that the next start is quick.

Owns the cache: one folder a lexicon version, written aside and moved into place, checked by hash when read.
A cache that is missing, damaged or not writable only costs time. Reading admits our own record types and nothing else;
the spellings, by far the most of it, are plain arrays.
"""

import hashlib
import io
import logging
import pickle
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from zipfile import BadZipFile

from screener.lexicon import Lexicon, load_lexicon
from screener.lexicon.load import version_of
from screener.matching import Matcher
from screener.matching.index import Index
from screener.matching.patterns import Patterns

logger = logging.getLogger(__name__)

_RECORDS, _SUMS = "records", "sha256"
_INDEXES = ("characters", "sounds", "pinyin")
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
        if module.startswith(("screener.lexicon.", "screener.records")) or ((module, name) == ("datetime", "date")):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in the cache")


def _read(home: Path) -> Matcher | None:
    try:
        sums = (home / _SUMS).read_text(encoding="ascii").split()
        if sums != _sums(home):
            raise OSError("contents differ from their hashes")
        lexicon = _OwnRecords(io.BytesIO((home / _RECORDS).read_bytes())).load()
        characters, sounds, pinyin = (Index.load(home, name, as_bytes=name == "characters") for name in _INDEXES)
        return Matcher(lexicon, Patterns(characters, sounds, pinyin))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, pickle.UnpicklingError, BadZipFile) as error:
        logger.warning("compiled lexicon in %s cannot be used (%s): compiling again", home, error)
        return None


def _files() -> Iterable[str]:
    return (_RECORDS, *_INDEXES, *(f"{name}.npz" for name in _INDEXES))


def _sums(home: Path) -> list[str]:
    return [hashlib.sha256((home / name).read_bytes()).hexdigest() for name in _files()]


def _write(home: Path, matcher: Matcher) -> None:
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=home.parent))
        _fill(draft, matcher.lexicon, matcher.patterns)
        if home.exists():
            shutil.rmtree(home, ignore_errors=True)
        draft.rename(home)
    except OSError as error:
        logger.warning("compiled lexicon cannot be kept in %s (%s): every start compiles it", home, error)


def _fill(draft: Path, lexicon: Lexicon, patterns: Patterns) -> None:
    (draft / _RECORDS).write_bytes(pickle.dumps(lexicon, protocol=5))
    for name in _INDEXES:
        getattr(patterns, name).save(draft, name)
    (draft / _SUMS).write_text("\n".join(_sums(draft)), encoding="ascii")
