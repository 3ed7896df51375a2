"""Owns the mapping between Whisper's 51,865 tokens and the few of them that the fixture uses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from whisper.tokenizer import Tokenizer, get_tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable

N_VOCAB = 51865
_TIMESTAMP_STEP_S = 0.02
_N_TIMESTAMPS = 1501


@dataclass(frozen=True)
class Vocabulary:
    """The tokens in use, in ascending order of Whisper's ids; a token's place in that order is its local id.

    Attributes:
        tokenizer: Whisper's multilingual tokenizer, set to Mandarin transcription.
        ids: Whisper's ids of the tokens in use.
    """

    tokenizer: Tokenizer
    ids: tuple[int, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """Collect the tokens that the texts' characters need, and the special ones."""
        tokenizer = get_tokenizer(multilingual=True, language="zh", task="transcribe")
        spoken = {token for char in set("".join(texts)) for token in tokenizer.encode(char)}
        special = {*tokenizer.sot_sequence, tokenizer.eot, tokenizer.no_speech}
        stamps = range(tokenizer.timestamp_begin, tokenizer.timestamp_begin + _N_TIMESTAMPS)
        return cls(tokenizer, tuple(sorted(spoken | special | set(stamps))))

    @cached_property
    def local(self) -> dict[int, int]:
        """Local id of each of Whisper's ids in use."""
        return {token: index for index, token in enumerate(self.ids)}

    @property
    def first_timestamp(self) -> int:
        """Local id of the timestamp 0.00; the 1,500 others follow it."""
        return self.local[self.tokenizer.timestamp_begin]

    def text(self, text: str) -> list[int]:
        """Local ids of a text, character by character, so that a character always has the same tokens."""
        return [self.local[token] for char in text for token in self.tokenizer.encode(char)]

    def stamp(self, seconds: float) -> int:
        """Local id of the timestamp nearest to ``seconds``."""
        return self.first_timestamp + min(_N_TIMESTAMPS - 1, round(seconds / _TIMESTAMP_STEP_S))
