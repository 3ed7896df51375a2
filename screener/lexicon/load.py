"""The files of a lexicon folder -> one checked, versioned `Lexicon`.

Owns which files there are. A lexicon loads whole or not at all: the first fault stops it with file, line and rule, and
whoever held an earlier lexicon keeps it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from screener.errors import LexiconError
from screener.lexicon.entries import Known, context_of, exclusion_of, grant_of, list_of, rule_of
from screener.lexicon.rules import Grant, Lexicon, Place, Rule
from screener.lexicon.taxonomy import Taxonomy, load_taxonomy
from screener.lexicon.yamlfile import Block, read

_HEADER_KEYS = {"category", "source", "rules"}


def lexicon_files(folder: Path) -> list[Path]:
    """Return the files that make the lexicon in `folder`, in a fixed order."""
    return sorted(path for path in folder.rglob("*.yaml"))


def version_of(folder: Path) -> str:
    """Return the version of the lexicon in `folder`: a hash over names and contents of its files.

    Raises:
        LexiconError: there is no lexicon in `folder`, or a file of it cannot be read.
    """
    files = lexicon_files(folder)
    if (folder / "categories.yaml") not in files:
        raise LexiconError(
            f"{folder}: holds no lexicon (categories.yaml is missing); set SCREENER_LEXICONS to its folder"
        )
    return _hash((path.relative_to(folder).as_posix(), path) for path in files)


def version_with(grants: Path | None, lexicon: str) -> str:
    """Return the lexicon's version, with that of a file of exceptions where there is one: both change decisions.

    Raises:
        LexiconError: the file cannot be read.
    """
    return lexicon if grants is None else f"{lexicon}+{_hash([('', grants)])}"


def _hash(files: Iterable[tuple[str, Path]]) -> str:
    digest = hashlib.sha256()
    for name, path in files:
        digest.update(name.encode() + b"\0")
        try:
            digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
        except OSError as error:
            raise LexiconError(f"{path}: cannot be read: {error.strerror}") from error
    return digest.hexdigest()[:12]


def load_lexicon(folder: Path) -> Lexicon:
    """Return the lexicon in `folder`.

    Raises:
        LexiconError: anything in it is broken; names file, line and rule.
    """
    version = version_of(folder)
    taxonomy = load_taxonomy(folder / "categories.yaml")
    contexts = tuple(context_of(block) for block in _blocks(folder / "contexts.yaml", "contexts"))
    rules = tuple(_rules(folder, Known(taxonomy, contexts, _lists(folder / "words.yaml"))))
    if not rules:
        raise LexiconError(f"{folder / 'rules'}: holds no rule: an empty lexicon would pass everything")
    splits, lookalikes = _variants(folder / "variants.yaml")
    return Lexicon(
        version=version,
        taxonomy=taxonomy,
        rules=rules,
        contexts=contexts,
        exclusions=tuple(exclusion_of(block, taxonomy) for block in _blocks(folder / "exclusions.yaml", "exclusions")),
        grants=tuple(grant_of(block, taxonomy) for block in _blocks(folder / "grants.yaml", "grants")),
        splits=splits,
        lookalikes=lookalikes,
        phantoms=tuple(p for block in _blocks(folder / "phantoms.yaml", "phantoms") for p in block.strings("phrases")),
    )


def _blocks(path: Path, key: str) -> list[Block]:
    if not path.exists():
        return []
    block = read(path)
    block.only({key})
    return block.blocks(key)


def _lists(path: Path) -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    for block in _blocks(path, "lists"):
        name, words = list_of(block)
        if name in lists:
            block.fail(f"there is a list {name!r} already", "name")
        lists[name] = words
    return lists


def _rules(folder: Path, known: Known) -> Iterator[Rule]:
    seen: dict[str, Place] = {}
    for path in sorted((folder / "rules").rglob("*.yaml")):
        header = read(path)
        header.only(_HEADER_KEYS)
        for block in header.blocks("rules"):
            rule = rule_of(block, header, known)
            if rule.id in seen:
                block.fail(f"id {rule.id!r} is taken, see {seen[rule.id]}", "id")
            seen[rule.id] = rule.place
            yield rule


def _variants(path: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    if not path.exists():
        return {}, {}
    block = read(path)
    block.only({"splits", "lookalikes"})
    splits, lookalikes = block.get("splits", {}), block.get("lookalikes", {})
    if not isinstance(splits, Block) or not isinstance(lookalikes, Block):
        block.fail("needs 'splits' and 'lookalikes', each a mapping from one character")
    return {c: splits.strings(c) for c in splits}, {c: lookalikes.text(c) for c in lookalikes}


def load_grants(path: Path | None, taxonomy: Taxonomy) -> tuple[Grant, ...]:
    """Return the licensed-trade exceptions in the file `path`, none where it is None.

    Raises:
        LexiconError: the file is missing or broken; names file, line and entry.
    """
    if path is None:
        return ()
    block = read(path)
    block.only({"grants"})
    return tuple(grant_of(entry, taxonomy) for entry in block.blocks("grants"))
