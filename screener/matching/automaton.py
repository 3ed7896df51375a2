"""Many keys -> where each occurs in a text, in one pass.

Owns pyahocorasick. Text goes in as its UTF-16 bytes, a character a byte: nodes search their children one after another,
and a root over Chinese characters would have thousands of them (3 times as slow); and byte ends halve to offsets.
"""

from collections.abc import Sequence
from pathlib import Path

import ahocorasick


class Automaton:
    """Searches a fixed sequence of distinct, non-empty keys of the basic plane; answers with their indexes."""

    def __init__(self, keys: Sequence[str], built: ahocorasick.Automaton) -> None:
        """Wrap a built automaton whose values are indexes into `keys`."""
        self.keys = keys
        self._lengths = [len(key) for key in keys]
        self._built = built

    @classmethod
    def build(cls, keys: Sequence[str]) -> "Automaton":
        """Return an automaton over `keys`."""
        built = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for index, key in enumerate(keys):
            built.add_word(_as_bytes(key), index)
        built.make_automaton()
        return cls(keys, built)

    def save(self, path: Path) -> None:
        """Write the built automaton to `path`; the keys are the caller's to keep."""
        self._built.save(str(path))

    @classmethod
    def load(cls, keys: Sequence[str], path: Path) -> "Automaton":
        """Return the automaton that `save` wrote for the same `keys`."""
        return cls(keys, ahocorasick.load(str(path), int))

    def scan(self, text: str) -> list[tuple[int, int, int]]:
        """Return (start, end, key index) of every occurrence of every key, in order of their ends."""
        if not self.keys:
            return []
        lengths = self._lengths
        # An occurrence ends on the second byte of a character; one that does not straddles two and is none.
        return [
            ((end + 1 >> 1) - lengths[key], end + 1 >> 1, key)
            for end, key in self._built.iter(_as_bytes(text))
            if end & 1
        ]


def _as_bytes(text: str) -> str:
    return text.encode("utf-16-be").decode("latin-1")
