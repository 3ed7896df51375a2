"""Text -> every occurrence of every spelling -> the hits of a text.

Owns the order of the searches: the text as it stands, by characters and by sound, and where anything in it could be a
disguise the other readings of it. What the occurrences mean is `logic`'s to say.
"""

from screener.lexicon.rules import Lexicon
from screener.matching.hits import Find, Matches
from screener.matching.logic import judge
from screener.matching.patterns import Patterns, compile_patterns
from screener.matching.readings import disguised
from screener.normalize import fold, is_suspicious
from screener.phonetics import sounds
from screener.words import Words


class Matcher:
    """Finds what one lexicon looks for; holds no state of any text."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns | None = None) -> None:
        """Compile the lexicon, or take what was compiled from it before."""
        self.lexicon = lexicon
        self.patterns = patterns or compile_patterns(lexicon)
        self._full = [(1 << len(rule.groups)) - 1 for rule in lexicon.rules]

    def match(self, text: str) -> Matches:
        """Return the hits of `text`; spans refer to `text` itself."""
        return self.match_words(text, Words(fold(text)))

    def match_words(self, text: str, words: Words) -> Matches:
        """Return the hits of `text`, whose folded form and word edges the caller already has in `words`."""
        finds = self._finds(words.folded)
        complete = self._complete(finds)
        return judge(text, words, finds, self.lexicon, complete) if complete else Matches()

    def _complete(self, finds: list[Find]) -> set[int]:
        """Return the indexes of the rules of which every group was found somewhere."""
        masks: dict[int, int] = {}
        for _, _, spelling, _ in finds:
            for owner, bit in spelling.bits:
                masks[owner] = masks.get(owner, 0) | bit
        full = self._full
        return {owner for owner, mask in masks.items() if mask == full[owner]}

    def _finds(self, folded: str) -> list[Find]:
        """Return every occurrence, each span and spelling once, under its plainest reading."""
        characters, heard = self.patterns.characters, self.patterns.sounds
        plain = characters.scan(folded)
        of = characters.made  # asked first, as most were found before
        finds = [Find(start, end, sp, sp.variant) for start, end, key in plain for sp in of[key] or characters[key]]
        for start, end, key in heard.scan(sounds(folded)):
            said = folded[start:end]
            finds += [Find(start, end, sp, "sound") for sp in heard[key] if sp.folded != said]
        if is_suspicious(folded):
            finds += disguised(folded, self.patterns, set(plain))
        return finds
