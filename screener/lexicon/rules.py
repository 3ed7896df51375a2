"""The frozen records that a lexicon is made of.

Owns shapes only. A rule is a list of groups: it fires when every group has a word in the text, all within `within`
characters. Most rules have one group (`terms`), so any one of its words fires them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from screener.lexicon.taxonomy import Taxonomy
from screener.records import Severity

MOST_GROUPS = 32
"""Lists of words that one rule may have."""


class Status(StrEnum):
    """`SHADOW` rules are reported under `considered` and never decide; `RETIRED` ones are not looked for."""

    ACTIVE = "active"
    SHADOW = "shadow"
    RETIRED = "retired"


class Boundary(StrEnum):
    """Where a hit may lie among the words that jieba finds.

    `WORD`: both ends on word edges. `AUTO`: so for words of up to three characters, longer ones anywhere. `ANY`: words
    of up to three characters also inside one longer word. `FREE`: anywhere.
    """

    AUTO = "auto"
    WORD = "word"
    ANY = "any"
    FREE = "free"


class Variants(StrEnum):
    """How far from the written word a hit may be: `EXACT` folding only, `SPELLING` no sound-alikes, `ALL`."""

    EXACT = "exact"
    SPELLING = "spelling"
    ALL = "all"


class Scope(StrEnum):
    """Where the words of a context must stand for it to cancel a hit."""

    BEFORE = "before"
    AFTER = "after"
    AROUND = "around"
    CLAUSE = "clause"
    TEXT = "text"


class Place(NamedTuple):
    """Where an entry stands, for messages."""

    file: str
    line: int

    def __str__(self) -> str:
        """Return `file:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What to look for and what it means. `within` counts characters over the whole find, 0 = anywhere in the text."""

    id: str
    category: str
    severity: Severity
    status: Status
    message: str
    source: str
    groups: tuple[tuple[str, ...], ...]
    within: int
    ordered: bool
    none: tuple[str, ...]
    initials: tuple[str, ...]
    contexts: tuple[str, ...]
    boundary: Boundary
    variants: Variants
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Context:
    """Words that show that a find is a warning, a report, news … and so set it aside.

    `default` contexts hold for rules that list none of their own, `always` ones for every rule.
    """

    name: str
    because: str
    scope: Scope
    within: int
    terms: tuple[str, ...]
    default: bool
    always: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A phrase that covers hits inside it or across its edge: 大麻哈鱼 covers 大麻. No `categories` means any."""

    phrases: tuple[str, ...]
    because: str
    categories: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Grant:
    """A licensed-trade exception: whom it is for, which categories or rules it sets aside, until when, by whom."""

    id: str
    because: str
    granted_by: str
    expires: date
    categories: tuple[str, ...]
    rules: tuple[str, ...]
    numbers: tuple[str, ...]
    sectors: tuple[str, ...]
    uses: tuple[str, ...]
    licences: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything under one version: the version is a hash of all files that made it."""

    version: str
    taxonomy: Taxonomy
    rules: tuple[Rule, ...]
    contexts: tuple[Context, ...]
    exclusions: tuple[Exclusion, ...]
    grants: tuple[Grant, ...]
    splits: dict[str, tuple[str, ...]]
    lookalikes: dict[str, str]
    phantoms: tuple[str, ...] = ()
