"""Many keys -> where each occurs in a text, in one pass.

Owns pyahocorasick. Its nodes search their children one after another, in the order in which they were added, and a
root over Chinese characters would have thousands. So characters go in as their two UTF-16 bytes; sounds, of which there
are few, as they are; and what is common is added first.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import ahocorasick


class Automaton:
    """Searches a fixed sequence of distinct, non-empty keys of the basic plane; answers with their indexes."""

    def __init__(self, built: ahocorasick.Automaton, lengths: Sequence[int], *, as_bytes: bool) -> None:
        """Wrap a built automaton whose values are indexes into `lengths`, the lengths of the keys."""
        self.lengths = lengths
        self.longest = max(lengths, default=0)
        self._built = built
        self._as_bytes = as_bytes

    @classmethod
    def build(cls, keys: Sequence[str], *, as_bytes: bool = True) -> "Automaton":
        """Return an automaton over `keys`; `as_bytes` where their alphabet is large."""
        built = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for index in _commonest_first(keys):
            built.add_word(_bytes_of(keys[index]) if as_bytes else keys[index], index)
        built.make_automaton()
        return cls(built, [len(key) for key in keys], as_bytes=as_bytes)

    def save(self, path: Path) -> None:
        """Write the built automaton to `path`; the lengths of the keys are the caller's to keep."""
        self._built.save(str(path))

    @classmethod
    def load(cls, path: Path, lengths: Sequence[int], *, as_bytes: bool = True) -> "Automaton":
        """Return the automaton that `save` wrote for keys of these lengths."""
        return cls(ahocorasick.load(str(path), int), lengths, as_bytes=as_bytes)

    def find(self, key: str) -> int | None:
        """Return the index of `key`, None where it is not searched for."""
        found: int | None = self._built.get(_bytes_of(key) if self._as_bytes else key, None)
        return found

    def scan(self, text: str) -> list[tuple[int, int, int]]:
        """Return (start, end, key index) of every occurrence of every key, in order of their ends."""
        lengths = self.lengths
        if not lengths:
            return []
        if not self._as_bytes:
            return [(end + 1 - lengths[key], end + 1, key) for end, key in self._built.iter(text)]
        # An occurrence ends on the second byte of a character; one that does not straddles two and is none.
        return [
            ((end + 1 >> 1) - lengths[key], end + 1 >> 1, key)
            for end, key in self._built.iter(_bytes_of(text))
            if end & 1
        ]


def _bytes_of(text: str) -> str:
    return text.encode("utf-16-be").decode("latin-1")


def _commonest_first(keys: Sequence[str]) -> Iterable[int]:
    counts = Counter(character for key in keys for character in key)
    rank = {character: i for i, (character, _) in enumerate(counts.most_common())}
    return sorted(range(len(keys)), key=lambda index: [rank[character] for character in keys[index]])
