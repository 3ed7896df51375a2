"""The files of a lexicon folder -> one checked, versioned `Lexicon`.

Owns which files there are and how entries become records. A lexicon loads whole or not at all: the first fault stops it
with file, line and rule, and whoever held an earlier lexicon keeps it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from screener.errors import LexiconError
from screener.lexicon.rules import (
    Boundary,
    Context,
    Exclusion,
    Grant,
    Lexicon,
    Place,
    Rule,
    Scope,
    Status,
    Variants,
)
from screener.lexicon.taxonomy import Taxonomy, load_taxonomy, severity_of
from screener.lexicon.yamlfile import Block, read
from screener.normalize import COMMA, STOP, fold_term

_HEADER_KEYS = {"category", "source", "rules"}
_RULE_KEYS = {
    "id", "category", "severity", "status", "message", "source", "added", "terms", "all", "within", "ordered",
    "none", "initials", "contexts", "boundary", "variants", "positive", "negative",
}  # fmt: skip
_MINIMUM_EXAMPLES = 2
_E = TypeVar("_E", Status, Boundary, Variants, Scope)


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
    contexts = tuple(_context(block) for block in _blocks(folder / "contexts.yaml", "contexts"))
    rules = tuple(_rules(folder, taxonomy, contexts))
    if not rules:
        raise LexiconError(f"{folder / 'rules'}: holds no rule: an empty lexicon would pass everything")
    splits, lookalikes = _variants(folder / "variants.yaml")
    return Lexicon(
        version=version,
        taxonomy=taxonomy,
        rules=rules,
        contexts=contexts,
        exclusions=tuple(_exclusion(block, taxonomy) for block in _blocks(folder / "exclusions.yaml", "exclusions")),
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


def _rules(folder: Path, taxonomy: Taxonomy, contexts: tuple[Context, ...]) -> Iterator[Rule]:
    seen: dict[str, Place] = {}
    for path in sorted((folder / "rules").rglob("*.yaml")):
        header = read(path)
        header.only(_HEADER_KEYS)
        for block in header.blocks("rules"):
            rule = _rule(block, header, taxonomy, contexts)
            if rule.id in seen:
                block.fail(f"id {rule.id!r} is taken, see {seen[rule.id]}", "id")
            seen[rule.id] = rule.place
            yield rule


def _rule(block: Block, header: Block, taxonomy: Taxonomy, contexts: tuple[Context, ...]) -> Rule:
    block.only(_RULE_KEYS)
    category = block.text("category", header.get("category"))
    if category not in taxonomy:
        block.fail(f"unknown category {category!r}; see categories.yaml", "category")
    status = _choice(block, "status", Status, Status.ACTIVE)
    return Rule(
        id=block.text("id"),
        category=category,
        severity=severity_of(block, "severity", taxonomy[category].severity),
        status=status,
        message=block.text("message"),
        source=block.text("source", header.get("source")),
        groups=_groups(block),
        within=block.integer("within", 40, 0, 10_000),
        ordered=block.flag("ordered", default=False),
        none=_terms(block, "none"),
        initials=_terms(block, "initials"),
        contexts=_contexts_of(block, contexts),
        boundary=_choice(block, "boundary", Boundary, Boundary.AUTO),
        variants=_choice(block, "variants", Variants, Variants.ALL),
        positive=_examples(block, "positive", status),
        negative=_examples(block, "negative", status),
        place=Place(str(block.file), block.line),
    )


def _contexts_of(block: Block, contexts: tuple[Context, ...]) -> tuple[str, ...]:
    """Return the names of the contexts that can cancel the rule: those it lists, or the default ones, and `always`."""
    listed = block.strings("contexts") if "contexts" in block else None
    for name in listed or ():
        if name not in {context.name for context in contexts}:
            block.fail(f"unknown context {name!r}; see contexts.yaml", "contexts")
    chosen = {context.name for context in contexts if context.default} if listed is None else set(listed)
    return tuple(context.name for context in contexts if context.always or context.name in chosen)


def _choice(block: Block, key: str, kind: type[_E], default: _E) -> _E:
    try:
        return kind(block.get(key, default))
    except ValueError:
        block.fail(f"{key!r} must be one of {', '.join(kind)}, not {block[key]!r}", key)


def _groups(block: Block) -> tuple[tuple[str, ...], ...]:
    if ("terms" in block) == ("all" in block):
        block.fail("needs either 'terms' (any of them) or 'all' (a list of lists, one word of each)")
    if "terms" in block:
        return (_terms(block, "terms"),)
    lists = block["all"]
    if not isinstance(lists, list) or len(lists) < 2:
        block.fail("'all' must be a list of at least two lists of words", "all")
    return tuple(_checked_terms(block, group, "all") for group in lists)


def _terms(block: Block, key: str) -> tuple[str, ...]:
    return _checked_terms(block, block[key], key) if key in block else ()


def _checked_terms(block: Block, value: object, key: str) -> tuple[str, ...]:
    terms = block.check_strings(value, key)
    if not terms:
        block.fail(f"{key!r} holds an empty list", key)
    for term in terms:
        folded = fold_term(term)
        if not folded or COMMA in folded or STOP in folded:
            block.fail(f"{key!r}: {term!r} holds punctuation, or nothing that can be looked for", key)
    return terms


def _examples(block: Block, key: str, status: Status) -> tuple[str, ...]:
    examples = block.strings(key)
    if status is Status.ACTIVE and len(examples) < _MINIMUM_EXAMPLES:
        block.fail(f"needs at least {_MINIMUM_EXAMPLES} {key} examples, has {len(examples)}", key)
    return examples


def _context(block: Block) -> Context:
    block.only({"name", "because", "scope", "within", "terms", "default", "always"})
    return Context(
        name=block.text("name"),
        because=block.text("because"),
        scope=_choice(block, "scope", Scope, Scope.AROUND),
        within=block.integer("within", 8, 1, 10_000),
        terms=_terms(block, "terms"),
        default=block.flag("default", default=True),
        always=block.flag("always", default=False),
        place=Place(str(block.file), block.line),
    )


def _exclusion(block: Block, taxonomy: Taxonomy) -> Exclusion:
    block.only({"phrases", "because", "categories"})
    categories = _known(block, taxonomy)
    return Exclusion(_terms(block, "phrases"), block.text("because"), categories, Place(str(block.file), block.line))


def _known(block: Block, taxonomy: Taxonomy) -> tuple[str, ...]:
    categories = block.strings("categories")
    for code in categories:
        if code not in taxonomy:
            block.fail(f"unknown category {code!r}; see categories.yaml", "categories")
    return categories


def grant_of(block: Block, taxonomy: Taxonomy) -> Grant:
    """Return the licensed-trade exception in `block`.

    Raises:
        LexiconError: it lacks an expiry date, who granted it, what it sets aside or whom it is for.
    """
    block.only(
        {"id", "because", "granted_by", "expires", "categories", "rules", "numbers", "sectors", "uses", "licences"}
    )
    try:
        expires = date.fromisoformat(block.text("expires"))
    except ValueError:
        block.fail("'expires' must be a date like 2027-12-31", "expires")
    who = {key: block.strings(key) for key in ("numbers", "sectors", "uses", "licences")}
    categories, rules = _known(block, taxonomy), block.strings("rules")
    if not any(who.values()) or not (categories or rules):
        block.fail("needs whom it is for (numbers, sectors, uses, licences) and what it sets aside (categories, rules)")
    return Grant(
        id=block.text("id"),
        because=block.text("because"),
        granted_by=block.text("granted_by"),
        expires=expires,
        categories=categories,
        rules=rules,
        place=Place(str(block.file), block.line),
        **who,
    )


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
