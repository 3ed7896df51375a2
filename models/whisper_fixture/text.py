"""Owns what the training voice says: phrases, filled templates, and word salad, all disjoint from the test clauses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

HERE = Path(__file__).parent
_DIGITS = "零一二三四五六七八九"
_SLOTS = "WD"
_MAX_CHARACTERS = 20
_TEST_CLAUSE_MIN = 5  # shorter clauses (greetings) are ordinary words, not test sentences


@dataclass(frozen=True)
class Recording:
    """One test recording, as recordings.jsonl describes it.

    Attributes:
        file: name; its suffix and its rate mark (8k, 16k, alaw) say how it is encoded.
        kind: what a test expects of it.
        clauses: what is said, clause by clause.
        lead_s: silence before the speech, in seconds.
        pause_s: silence between clauses, in seconds.
        noise: for recordings without speech: digital, faint, or tones.
        duration_s: for recordings without speech: length in seconds.
    """

    file: str
    kind: str
    clauses: tuple[str, ...]
    lead_s: float = 0.2
    pause_s: float = 0.35
    noise: str = ""
    duration_s: float = 0.0


def recordings() -> list[Recording]:
    """Read the descriptions of all test recordings."""
    lines = (HERE / "recordings.jsonl").read_text(encoding="utf-8").splitlines()
    return [Recording(**{**entry, "clauses": tuple(entry["clauses"])}) for entry in map(json.loads, lines)]


@dataclass
class ClauseSource:
    """Draws training clauses at random.

    Attributes:
        rng: source of randomness.
        phrases: announcement phrases; ``W`` stands for a word, ``D`` for a digit.
        words: words of which no two sound alike.
        characters: characters of which no two sound alike.
        forbidden: test clauses, never drawn.
    """

    rng: np.random.Generator
    phrases: list[str]
    words: list[str]
    characters: list[str]
    forbidden: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def load(cls, rng: np.random.Generator, phonemes: Callable[[str], str]) -> ClauseSource:
        """Read the lists; ``phonemes`` tells how a word sounds."""
        tested = [clause for recording in recordings() for clause in recording.clauses]
        # Only characters that the recordings say: a network this small learns three hundred well, a thousand badly.
        alphabet = "".join(dict.fromkeys("".join(tested)))
        phrases = [p for p in _read("phrases.txt") if set(p) <= {*alphabet, *_SLOTS}]
        words = [w for w in _read("words.txt") if set(w) <= set(alphabet)]
        # Two words of one sound would make the right spelling a guess; the earlier word stays.
        unique = list({phonemes(word): word for word in reversed(words)}.values())
        characters = list({phonemes(character): character for character in reversed(alphabet)}.values())
        forbidden = frozenset(clause for clause in tested if len(clause) >= _TEST_CLAUSE_MIN)
        return cls(rng, [p for p in phrases if p not in forbidden], unique, characters, forbidden)

    def draw(self) -> str:
        """Return one clause of at most 20 characters that no test recording says."""
        makers = (self._phrase, self._salad, self._mixture)
        while True:
            clause = makers[self.rng.choice(3, p=(0.42, 0.38, 0.20))]()
            if clause not in self.forbidden and len(clause) <= _MAX_CHARACTERS:
                return clause

    def _phrase(self) -> str:
        text = self.phrases[self.rng.integers(len(self.phrases))]
        filled = [self._word() if c == "W" else self._digit() if c == "D" else c for c in text]
        return "".join(filled)

    def _salad(self) -> str:
        """Return random words and random pairs of characters: what cannot be guessed must be listened to."""
        pieces = (self._word, self._pair)
        return "".join(pieces[self.rng.integers(2)]() for _ in range(self.rng.integers(1, 6)))

    def _mixture(self) -> str:
        parts = [self._phrase(), self._word()]
        return "".join(parts if self.rng.random() < 0.5 else parts[::-1])

    def _word(self) -> str:
        return self.words[self.rng.integers(len(self.words))]

    def _pair(self) -> str:
        return "".join(self.characters[i] for i in self.rng.integers(len(self.characters), size=2))

    def _digit(self) -> str:
        return _DIGITS[self.rng.integers(len(_DIGITS))]


def _read(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").split()
