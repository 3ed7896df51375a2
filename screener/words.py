"""Text -> words and their edges.

Owns jieba: a private tokenizer with its own dictionary only (lexicon terms given to it would re-cut sentences and
defeat the boundary checks), without the hidden Markov model, so that the same text always has the same words.
"""

import logging
from collections.abc import Iterator
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

    def windows(self, size: int) -> Iterator[tuple[int, "Words"]]:
        """Yield (offset, words) of consecutive stretches of at least `size` characters, but for the last."""
        offset, position, taken = 0, 0, list[str]()
        for token in [*self.tokens, None]:
            if taken and (token is None or position - offset >= size):
                part = Words("".join(taken))
                part.tokens = taken
                yield offset, part
                offset, taken = position, []
            if token is not None:
                taken.append(token)
                position += len(token)

    def is_edge(self, offset: int) -> bool:
        """Return whether a word starts or ends at `offset`."""
        return offset in self.ends or offset == len(self.folded)


def is_ordinary(text: str) -> bool:
    """Return whether `text` can be cut wholly into dictionary words of two or more characters.

    What reads as everyday words (堵车) was most likely meant as them, whatever it sounds like. Asks the dictionary
    only: a guess is not worth cutting the whole announcement for.
    """
    frequency = _tokenizer().FREQ
    reachable = {0}
    for end in range(2, len(text) + 1):
        if any(end - start > 1 and frequency.get(text[start:end]) for start in reachable):
            reachable.add(end)
    return len(text) in reachable and len(text) > 1
