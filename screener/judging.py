"""Words and hits of a text -> what the classifier says of it.

Owns how much of a text is weighed at once: the whole, or where it is long its worst part, and what surrounds a find.
"""

from collections.abc import Iterator

from screener.classifier import Classifier, Phrase
from screener.features import BREAKS
from screener.matching import Matches
from screener.reasons import Judgement
from screener.words import Words

_FEWEST = 8
"""Characters from which a text has a purpose to judge: the shortest announcement that the classifier learned from."""
_WINDOW = 240
"""Characters that the classifier weighs at once; a longer text is weighed in pieces and its worst piece counts."""
_STRETCH = 80
"""Characters around a rule's find that are weighed by themselves in a longer text."""


def judge(classifier: Classifier, words: Words, matches: Matches) -> Judgement | None:
    """Return what the classifier says of a text: of its worst window where it is long, None of a word or two."""
    if sum(character not in BREAKS for character in words.folded[:_WINDOW]) < _FEWEST:
        return None
    readings = ((offset, part, classifier.read(part, found)) for offset, part, found in _windows(words, matches))
    offset, part, reading = max(readings, key=lambda placed: classifier.harm(placed[2]))
    scores = classifier.predict(reading)
    phrases: tuple[Phrase, ...] = ()
    if scores.harm >= classifier.thresholds.support:
        found = classifier.explain(reading, part, scores.categories[0][0])
        phrases = tuple(Phrase(p.start + offset, p.end + offset, p.weight) for p in found)
    nearby = _nearby(classifier, words, matches) if scores.harm < classifier.thresholds.clear else 0.0
    return Judgement(scores, classifier.thresholds, phrases, classifier.known, nearby)


def _nearby(classifier: Classifier, words: Words, matches: Matches) -> float:
    """Return the probability of harm of the worst stretch in which a rule found something, 0 in a short text."""
    if not matches.hits or len(words.folded) <= _STRETCH:
        return 0.0
    parts = _parts(words, matches, _STRETCH)
    return max(classifier.harm(classifier.read(part, found)) for _, part, found in parts if found.hits)


def _windows(words: Words, matches: Matches) -> Iterator[tuple[int, Words, Matches]]:
    """Yield (offset, words, hits) of the whole, or where it is long of its windows."""
    if len(words.folded) <= 2 * _WINDOW:
        yield 0, words, matches
    else:
        yield from _parts(words, matches, _WINDOW)


def _parts(words: Words, matches: Matches, size: int) -> Iterator[tuple[int, Words, Matches]]:
    """Yield (offset, words, hits) of stretches of about `size` characters, cut where words end."""
    for start, part in words.windows(size):
        yield start, part, matches.within(start, start + len(part.folded))
