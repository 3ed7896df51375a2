"""One entry of a lexicon file -> one checked record.

Owns which keys an entry may have and what each must be; every complaint names file, line and rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from screener.lexicon.rules import (
    MOST_GROUPS,
    Boundary,
    Context,
    Exclusion,
    Grant,
    Place,
    Rule,
    Scope,
    Status,
    Variants,
)
from screener.lexicon.taxonomy import Taxonomy, severity_of
from screener.lexicon.yamlfile import Block
from screener.normalize import COMMA, STOP, fold_term

_RULE_KEYS = {
    "id", "category", "severity", "status", "message", "source", "added", "terms", "all", "within", "ordered",
    "none", "initials", "contexts", "boundary", "variants", "positive", "negative",
}  # fmt: skip
_MINIMUM_EXAMPLES = 2
_LIST = "$"
"""What the name of a list of words begins with where a rule uses the list."""
_E = TypeVar("_E", Status, Boundary, Variants, Scope)


@dataclass(frozen=True, slots=True)
class Known:
    """What rules may refer to: categories, contexts, and lists of words by name."""

    taxonomy: Taxonomy
    contexts: tuple[Context, ...]
    lists: Mapping[str, tuple[str, ...]]


def rule_of(block: Block, header: Block, known: Known) -> Rule:
    """Return the rule in `block`; `header` is the top of its file.

    Raises:
        LexiconError: a key is unknown, missing or wrong, or refers to what there is not.
    """
    block.only(_RULE_KEYS)
    category = block.text("category", header.get("category"))
    if category not in known.taxonomy:
        block.fail(f"unknown category {category!r}; see categories.yaml", "category")
    status = _choice(block, "status", Status, Status.ACTIVE)
    return Rule(
        id=block.text("id"),
        category=category,
        severity=severity_of(block, "severity", known.taxonomy[category].severity),
        status=status,
        message=block.text("message"),
        source=block.text("source", header.get("source")),
        groups=_groups(block, known),
        within=block.integer("within", 40, 0, 10_000),
        ordered=block.flag("ordered", default=False),
        none=_listed(block, block["none"], "none", known) if "none" in block else (),
        initials=_terms(block, "initials"),
        contexts=_contexts_of(block, known.contexts),
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


def _groups(block: Block, known: Known) -> tuple[tuple[str, ...], ...]:
    if ("terms" in block) == ("all" in block):
        block.fail("needs either 'terms' (any of them) or 'all' (a list of lists, one word of each)")
    if "terms" in block:
        return (_listed(block, block["terms"], "terms", known),)
    lists = block["all"]
    if not isinstance(lists, list) or not 2 <= len(lists) <= MOST_GROUPS:
        block.fail(f"'all' must be a list of two to {MOST_GROUPS} lists of words", "all")
    return tuple(_listed(block, group, "all", known) for group in lists)


def _listed(block: Block, value: object, key: str, known: Known) -> tuple[str, ...]:
    """Return words to look for, `$name` replaced by the words of that list."""
    words: dict[str, None] = {}
    for word in block.check_strings(value, key):
        if not word.startswith(_LIST):
            words[word] = None
        elif word[1:] in known.lists:
            words.update(dict.fromkeys(known.lists[word[1:]]))
        else:
            block.fail(f"{key!r}: there is no list {word!r}; see words.yaml", key)
    return _searchable(block, tuple(words), key)


def _terms(block: Block, key: str) -> tuple[str, ...]:
    return _searchable(block, block.strings(key), key) if key in block else ()


def _searchable(block: Block, terms: tuple[str, ...], key: str) -> tuple[str, ...]:
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


def context_of(block: Block) -> Context:
    """Return the context in `block`.

    Raises:
        LexiconError: a key is unknown, missing or wrong.
    """
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


def exclusion_of(block: Block, taxonomy: Taxonomy) -> Exclusion:
    """Return the exclusion in `block`.

    Raises:
        LexiconError: a key is unknown, missing or wrong.
    """
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


def list_of(block: Block) -> tuple[str, tuple[str, ...]]:
    """Return the name and the words of the list in `block`.

    Raises:
        LexiconError: a key is unknown, missing or wrong.
    """
    block.only({"name", "terms"})
    return block.text("name"), _terms(block, "terms")
