"""Text -> every occurrence of every spelling -> the hits of a text.

Owns the order of the searches: the text as it stands, by characters and by sound, and where anything in it could be a
disguise the other readings of it. What the occurrences mean is `logic`'s to say.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from screener.contacts import contacts
from screener.lexicon.rules import MOST_GROUPS, Lexicon
from screener.matching.hits import Find, Found, Matches
from screener.matching.index import Located, slot_of
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
        occurrences = patterns.characters.scan(folded)
        if self._contacts:
            named = self._contacts
            occurrences += [(start, end, named[name]) for start, end, name in contacts(text, folded) if name in named]
        plain = patterns.characters.located(occurrences)
        heard = patterns.sounds.located(patterns.sounds.scan(sounds(folded)))
        read = list(disguised(folded, patterns, set(occurrences))) if is_suspicious(folded) else []
        complete = self._complete(chain(plain, heard, read))
        if not complete:
            return Matches()
        wanted = frozenset[int]().union(*[self._needed[owner] for owner in complete])
        found = _finds(plain, wanted) + _finds(_unwritten(heard, folded), wanted) + _finds(read, wanted)
        return judge(text, words, found, self.lexicon, complete, wanted)

    def _complete(self, located: Iterable[Located]) -> list[int]:
        """Return the indexes of the rules of which every group may have been found somewhere; others cannot hit."""
        slots = {slot for spelling, _, _ in located for slot in spelling.slots}
        firsts = [slot // MOST_GROUPS for slot in slots if not slot % MOST_GROUPS]
        return sorted([owner for owner in firsts if self._needed[owner] <= slots])


def _unwritten(heard: list[Located], folded: str) -> Iterator[Located]:
    """Yield what the text sounds like, but is not written as."""
    for spelling, variant, spans in heard:
        yield spelling, variant, [span for span in spans if folded[slice(*span)] != spelling.folded]


def _finds(located: Iterable[Located], wanted: frozenset[int]) -> list[Found]:
    """Return the finds that are words of the rules that may hit, or may speak against them."""
    return [
        (spelling, [Find(start, end, spelling, variant) for start, end in spans])
        for spelling, variant, spans in located
        if spelling.cited or not wanted.isdisjoint(spelling.slots)
    ]
