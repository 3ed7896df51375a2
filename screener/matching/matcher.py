"""Text -> every occurrence of every spelling -> the hits of a text.

Owns the order of the searches: the text as it stands, by characters and by sound, and where anything in it could be a
disguise the other readings of it. What the occurrences mean is `logic`'s to say.
"""

from collections.abc import Iterator
from itertools import chain

from screener.contacts import contacts
from screener.lexicon.rules import MOST_GROUPS, Lexicon
from screener.matching.hits import Find, Found, Matches
from screener.matching.index import Index, Occurrence, Spelling, slot_of
from screener.matching.logic import judge
from screener.matching.patterns import Patterns, compile_patterns
from screener.matching.readings import disguised
from screener.normalize import CONTACTS, fold, is_suspicious
from screener.phonetics import sounds
from screener.words import Words


class Matcher:
    """Finds what one lexicon looks for; holds no state of any text."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns | None = None) -> None:
        """Compile the lexicon, or take what was compiled from it before."""
        self.lexicon = lexicon
        self.patterns = patterns or compile_patterns(lexicon)
        keys = {name: self.patterns.characters.find(folded) for name, folded in CONTACTS.items()}
        self._contacts = {name: key for name, key in keys.items() if key is not None}
        self._needed = [
            frozenset(slot_of(owner, group) for group in range(len(rule.groups)))
            for owner, rule in enumerate(lexicon.rules)
        ]

    def match(self, text: str) -> Matches:
        """Return the hits of `text`; spans refer to `text` itself."""
        return self.match_words(text, Words(fold(text)))

    def match_words(self, text: str, words: Words) -> Matches:
        """Return the hits of `text`, whose folded form and word edges the caller already has in `words`."""
        folded, patterns = words.folded, self.patterns
        plain = patterns.characters.scan(folded)
        if self._contacts:
            named = self._contacts
            plain += [(start, end, named[name]) for start, end, name in contacts(text, folded) if name in named]
        heard = patterns.sounds.scan(sounds(folded))
        read = list(disguised(folded, patterns, set(plain))) if is_suspicious(folded) else []
        complete = self._complete(plain, heard, read)
        if not complete:
            return Matches()
        found = chain(
            _exact(plain, patterns.characters, complete),
            _alike(heard, patterns.sounds, complete, folded),
            _by_spelling(read),
        )
        return judge(text, words, found, self.lexicon, complete)

    def _complete(self, plain: list[Occurrence], heard: list[Occurrence], read: list[Find]) -> set[int]:
        """Return the indexes of the rules of which every group may have been found somewhere; others cannot hit."""
        slots = {slot for find in read for slot in find.spelling.slots}
        for index, occurrences in ((self.patterns.characters, plain), (self.patterns.sounds, heard)):
            for key in {key for _, _, key in occurrences}:
                for spelling in index[key]:
                    slots.update(spelling.slots)
        needed = self._needed
        owners = [
            slot // MOST_GROUPS for slot in slots if not slot % MOST_GROUPS
        ]  # those of which the first group was found
        return {owner for owner in owners if needed[owner] <= slots}


def _telling(
    occurrences: list[Occurrence], index: Index, complete: set[int]
) -> Iterator[tuple[Spelling, list[tuple[int, int]]]]:
    """Yield the spellings, and the spans of each, that say something of the rules that may hit."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for start, end, key in occurrences:
        spans.setdefault(key, []).append((start, end))
    for key, places in spans.items():
        for spelling in index[key]:
            if len(spelling.slots) < len(spelling.uses) or not complete.isdisjoint(spelling.owners):
                yield spelling, places


def _exact(plain: list[Occurrence], index: Index, complete: set[int]) -> Iterator[Found]:
    """Yield what the text holds as it stands."""
    for spelling, spans in _telling(plain, index, complete):
        yield spelling, [Find(start, end, spelling, spelling.variant) for start, end in spans]


def _alike(heard: list[Occurrence], index: Index, complete: set[int], folded: str) -> Iterator[Found]:
    """Yield what the text sounds like, but is not written as."""
    for spelling, spans in _telling(heard, index, complete):
        alike = [Find(start, end, spelling, "sound") for start, end in spans if folded[start:end] != spelling.folded]
        if alike:
            yield spelling, alike


def _by_spelling(read: list[Find]) -> Iterator[Found]:
    """Yield what other readings hold, spelling by spelling."""
    found: dict[int, list[Find]] = {}
    for find in read:
        found.setdefault(id(find.spelling), []).append(find)
    return ((same[0].spelling, same) for same in found.values())
