"""Text -> words and their edges.

Owns jieba: its own dictionary only (lexicon terms given to it would re-cut sentences and defeat the boundary checks),
without the hidden Markov model, so that the same text always has the same words. They are the words that
`jieba.cut(text, HMM=False)` gives, found in half its time; a test compares.
"""

import logging
import math
import re
from collections.abc import Iterator
from functools import cache, cached_property

import jieba

jieba.setLogLevel(logging.WARNING)

_BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+|.", re.DOTALL)  # what jieba cuts as one; the rest one by one
_LATIN = re.compile("[a-zA-Z0-9]")


@cache
def _tokenizer() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


class _Weights(dict[int, float]):
    """How often a word occurs in jieba's texts -> the logarithm of its share, as jieba computes it."""

    def __init__(self, total: int) -> None:
        self._log_total = math.log(total)

    def __missing__(self, count: int) -> float:
        self[count] = math.log(count) - self._log_total
        return self[count]


@cache
def _weights() -> _Weights:
    return _Weights(_tokenizer().total)


def _cut(block: str) -> Iterator[str]:
    """Yield the likeliest words of a block; letters and digits that are no word stay together."""
    ends = _likeliest(block)
    start, latin = 0, ""
    while start < len(block):
        word = block[start : ends[start]]
        start = ends[start]
        if len(word) == 1 and _LATIN.match(word):
            latin += word
            continue
        if latin:
            yield latin
            latin = ""
        yield word
    if latin:
        yield latin


def _likeliest(block: str) -> list[int]:
    """Return for each offset where the word that starts there ends, so that the words together are the likeliest."""
    count_of, weights, size = _tokenizer().FREQ.get, _weights(), len(block)
    scores, ends = [0.0] * (size + 1), [0] * size
    for start in range(size - 1, -1, -1):
        best, best_end, end = -math.inf, 0, start + 1
        count = count_of(block[start])
        while count is not None:  # every beginning of a word is in the dictionary, with a count of 0 if it is none
            if count:
                score = weights[count] + scores[end]
                if score >= best:
                    best, best_end = score, end
            end += 1
            count = count_of(block[start:end]) if end <= size else None
        if not best_end:
            best, best_end = weights[1] + scores[start + 1], start + 1
        scores[start], ends[start] = best, best_end
    return ends


class Words:
    """The words of one folded text, cut when first asked for and once only."""

    def __init__(self, folded: str) -> None:
        """Take the text; nothing is cut yet."""
        self.folded = folded

    @cached_property
    def tokens(self) -> list[str]:
        """The words in order; joined they are the text again."""
        return [word for block in _BLOCK.findall(self.folded) for word in (_cut(block) if len(block) > 1 else (block,))]

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
