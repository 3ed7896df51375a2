"""What is searched and what it means: an automaton over keys, and the spellings that each key stands for.

Owns the flat form of the spellings: columns of numbers and one long string, read in milliseconds and safely, as there
are tens of thousands of them. A spelling becomes a record when it is first found.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from screener.lexicon.rules import MOST_GROUPS
from screener.matching.automaton import Automaton

VARIANTS = ("exact", "split", "lookalike", "initials", "sound", "contact")
"""How a spelling that is looked for may differ from its term."""


class Role(IntEnum):
    """What an occurrence of a spelling means."""

    TERM = 0
    NONE = 1
    CONTEXT = 2
    COVER = 3


_ROLES = tuple(Role)


class Use(NamedTuple):
    """Whose spelling it is: the index of the rule, context or exclusion, and for a rule the group."""

    role: Role
    owner: int
    group: int


class Spelling(NamedTuple):
    """One spelling of a term: `folded` is the term as folded, `variant` how the spelling differs from it.

    `slots` are the rules' groups of which it is a word, each as one number; `cited` is what it may speak against.
    """

    term: str
    folded: str
    variant: str
    slots: tuple[int, ...]
    cited: tuple[Use, ...]


def slot_of(owner: int, group: int) -> int:
    """Return a rule's group as one number, which tells the rule when divided by `MOST_GROUPS`."""
    return owner * MOST_GROUPS + group


Entries = Mapping[str, Mapping[tuple[str, str, str], Sequence[Use]]]
"""Key -> (term, folded, variant) -> uses."""

Occurrence = tuple[int, int, int]
"""Start and end in the searched text, and the index of the key."""

Span = tuple[int, int]
"""Start and end."""

Located = tuple[Spelling, str, list[Span]]
"""A spelling, how what was found is disguised, and where it was found."""

_PAIRS = 1 << 20  # places for pairs of neighbours in keys: two pairs rarely share one

_Columns = Mapping[str, npt.NDArray[np.generic]]


class Index:
    """Searches its keys in a text, and gives the spellings of a key; `index[key]` are those."""

    def __init__(self, automaton: Automaton, columns: _Columns) -> None:
        """Take an automaton and the flat spellings of its keys, as `build` makes them."""
        self.scan, self.find = automaton.scan, automaton.find
        self.reach = automaton.longest - 1  # characters that an occurrence may hold beside any one of it
        self.automaton = automaton
        self._columns = columns
        self._text = columns["text"].tobytes().decode("utf-16-le")
        self._pairs = columns["pairs"].tobytes()
        self._starts, self._strings = columns["spellings"].data, columns["strings"].data
        self._rows, self._uses = columns["rows"].data, columns["uses"].data
        self.made: list[tuple[Spelling, ...] | None] = [None] * len(automaton.lengths)

    @classmethod
    def build(cls, entries: Entries, *, as_bytes: bool = True) -> "Index":
        """Return the index of the entries; `as_bytes` as for `Automaton`."""
        keys = list(entries)
        return cls(Automaton.build(keys, as_bytes=as_bytes), _flatten(entries))

    def save(self, folder: Path, name: str) -> None:
        """Write the index to two files in `folder`."""
        self.automaton.save(folder / name)
        np.savez(folder / f"{name}.npz", **dict(self._columns))  # type: ignore[arg-type]

    @classmethod
    def load(cls, folder: Path, name: str, *, as_bytes: bool = True) -> "Index":
        """Return the index that `save` wrote.

        Raises:
            OSError, ValueError, KeyError: a file is missing or damaged.
        """
        with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
            columns = dict(arrays)
        return cls(Automaton.load(folder / name, columns["lengths"].tolist(), as_bytes=as_bytes), columns)

    def joints(self, text: str, seams: Iterable[int]) -> list[int]:
        """Return the offsets among `seams` whose neighbours may stand side by side in a key."""
        pairs, size = self._pairs, len(text)
        return [seam for seam in seams if seam < size and pairs[_place(ord(text[seam - 1]), ord(text[seam]))]]

    def located(self, occurrences: Iterable[Occurrence], variant: str = "exact") -> list[Located]:
        """Return every spelling that a key which occurs stands for; `variant` is how the searched text was read."""
        spans: dict[int, list[Span]] = {}
        for start, end, key in occurrences:
            spans.setdefault(key, []).append((start, end))
        return [
            (spelling, variant if spelling.variant == "exact" else spelling.variant, places)
            for key, places in spans.items()
            for spelling in self[key]
        ]

    def __getitem__(self, key: int) -> tuple[Spelling, ...]:
        """Return the spellings that the key stands for."""
        made = self.made[key]
        if made is None:
            rows = range(self._starts[key], self._starts[key + 1])
            made = self.made[key] = tuple([self._make(row) for row in rows])
        return made

    def _make(self, row: int) -> Spelling:
        rows, table = self._rows, self._uses
        places = range(rows[row, 3], rows[row + 1, 3])
        uses = [Use(_ROLES[table[i, 0]], table[i, 1], table[i, 2]) for i in places]
        slots = tuple([slot_of(owner, group) for role, owner, group in uses if role is Role.TERM])
        cited = tuple([use for use in uses if use.role is not Role.TERM])
        term, folded = self._string(rows[row, 0]), self._string(rows[row, 1])
        return Spelling(term, folded, VARIANTS[rows[row, 2]], slots, cited)

    def _string(self, number: int) -> str:
        return self._text[self._strings[number] : self._strings[number + 1]]


def _place(left: int, right: int) -> int:
    return (left * 331 ^ right) % _PAIRS


def _flatten(entries: Entries) -> _Columns:
    """Return the columns: where each key's rows begin, each row's strings, variant and first use, and the uses."""
    strings: dict[str, int] = {}
    firsts, rows, uses = [0], list[tuple[int, int, int, int]](), list[Use]()
    for spellings in entries.values():
        for (term, folded, variant), used in spellings.items():
            term_at, folded_at = (strings.setdefault(text, len(strings)) for text in (term, folded))
            rows.append((term_at, folded_at, VARIANTS.index(variant), len(uses)))
            uses += used
        firsts.append(len(rows))
    rows.append((0, 0, 0, len(uses)))
    pairs = np.zeros(_PAIRS, np.uint8)
    pairs[[_place(left, right) for key in entries for left, right in pairwise(map(ord, key))]] = 1
    return {
        "lengths": np.array([len(key) for key in entries], np.int32),
        "spellings": np.array(firsts, np.int32),
        "pairs": pairs,
        "rows": np.array(rows, np.int32),
        "uses": np.array(uses, np.int32).reshape(-1, 3),
        "strings": np.cumsum([0, *(len(text) for text in strings)], dtype=np.int32),
        "text": np.frombuffer("".join(strings).encode("utf-16-le"), np.uint8),
    }
