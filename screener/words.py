"""Text -> words and their edges.

Owns jieba: a private tokenizer with its own dictionary only (lexicon terms given to it would re-cut sentences and
defeat the boundary checks), without the hidden Markov model, so that the same text always has the same words.
"""

import logging
from functools import cache, cached_property

import jieba

jieba.setLogLevel(logging.WARNING)

_PIECE = 20_000  # characters given to jieba at once: it builds tables over each, and memory must stay flat


@cache
def _tokenizer() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


class Words:
    """The words of one folded text, cut when first asked for and once only."""

    def __init__(self, folded: str) -> None:
        """Take the text; nothing is cut yet."""
        self.folded = folded

    @cached_property
    def tokens(self) -> list[str]:
        """The words in order; joined they are the text again."""
        pieces = (self.folded[i : i + _PIECE] for i in range(0, len(self.folded), _PIECE))
        return [word for piece in pieces for word in _tokenizer().cut(piece, HMM=False)]

    @cached_property
    def ends(self) -> dict[int, int]:
        """Offset at which a word starts -> offset at which it ends, for every word."""
        found, position = {}, 0
        for token in self.tokens:
            found[position] = position = position + len(token)
        return found

    def on_edges(self, start: int, end: int) -> bool:
        """Return whether both ends of `[start, end)` lie on word edges."""
        return start in self.ends and (end in self.ends or end == len(self.folded))

    def is_ordinary(self, start: int, end: int) -> bool:
        """Return whether `[start, end)` is made of whole dictionary words of two or more characters.

        What reads as everyday words (堵车) was most likely meant as them, whatever it sounds like.
        """
        if not self.on_edges(start, end):
            return False
        frequency = _tokenizer().FREQ
        while start < end:
            stop = self.ends[start]
            if stop - start < 2 or not frequency.get(self.folded[start:stop]):
                return False
            start = stop
        return True
