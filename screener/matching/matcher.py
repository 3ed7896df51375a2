"""Text -> every occurrence of every spelling, over all readings of the text.

Owns the readings: the text as folded, without inserted symbols, without repeats, without padding, as sounds, and with
Latin letters read as pinyin. What the occurrences mean is `logic`'s to say.
"""

from collections.abc import Iterator

from screener.lexicon.rules import Lexicon
from screener.matching.automaton import Automaton
from screener.matching.hits import Find, Matches
from screener.matching.logic import judge
from screener.matching.patterns import Patterns, Spelling, compile_patterns
from screener.normalize import Stream, collapse, fold, is_suspicious, strip, unpad
from screener.phonetics import sounds, spoken
from screener.words import Words

Automata = tuple[Automaton, Automaton, Automaton]


class Matcher:
    """Finds what one lexicon looks for; holds no state of any text."""

    def __init__(self, lexicon: Lexicon, patterns: Patterns | None = None, automata: Automata | None = None) -> None:
        """Compile the lexicon, or take what was compiled from it before."""
        self.lexicon = lexicon
        self.patterns = patterns = patterns or compile_patterns(lexicon)
        self.automata = automata or (
            Automaton.build(patterns.keys),
            Automaton.build(patterns.sound_keys),
            Automaton.build(patterns.pinyin_keys),
        )
        self._characters, self._sounds, self._pinyin = self.automata
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
        spellings, sound_spellings = self.patterns.spellings, self.patterns.sound_spellings
        plain = self._characters.scan(folded)
        finds = [Find(start, end, sp, sp.variant) for start, end, key in plain for sp in spellings[key]]
        for start, end, key in self._sounds.scan(sounds(folded)):
            said = folded[start:end]
            finds += [Find(start, end, sp, "sound") for sp in sound_spellings[key] if sp.folded != said]
        if is_suspicious(folded):
            seen = {(start, end, self.patterns.keys[key]) for start, end, key in plain}
            finds += self._disguised(folded, seen)
        return finds

    def _disguised(self, folded: str, seen: set[tuple[int, int, str]]) -> Iterator[Find]:
        stripped = strip(folded)
        for variant, stream in _readings(stripped):
            for start, end, key in self._characters.scan(stream.text):
                occurrence = stream.starts[start], stream.ends[end - 1], self.patterns.keys[key]
                if occurrence not in seen:
                    seen.add(occurrence)
                    for spelling in self.patterns.spellings[key]:
                        named = spelling.variant if spelling.variant != "exact" else variant
                        yield Find(occurrence[0], occurrence[1], spelling, named)
        yield from self._sounded(stripped, len(stripped.text) < len(folded))

    def _sounded(self, stripped: Stream, shortened: bool) -> Iterator[Find]:
        """Yield what is found by sound once letters are read as pinyin, or symbols taken out."""
        stream = spoken(stripped)
        if stream is not None:
            yield from self._by_sound(self._pinyin, self.patterns.pinyin_spellings, stream, stripped)
        elif shortened:
            stream = Stream(sounds(stripped.text), stripped.starts, stripped.ends)
        if stream is not None:
            yield from self._by_sound(self._sounds, self.patterns.sound_spellings, stream, stripped)

    def _by_sound(
        self, automaton: Automaton, spellings: tuple[tuple[Spelling, ...], ...], stream: Stream, stripped: Stream
    ) -> Iterator[Find]:
        at = {start: i for i, start in enumerate(stripped.starts)}
        after = {end: i + 1 for i, end in enumerate(stripped.ends)}
        for start, end, key in automaton.scan(stream.text):
            span = stream.starts[start], stream.ends[end - 1]
            text = stripped.text[at[span[0]] : after[span[1]]]
            for spelling in spellings[key]:
                if spelling.folded != text:
                    yield Find(*span, spelling, _name_spoken(text, spelling.folded))


def _readings(stripped: Stream) -> Iterator[tuple[str, Stream]]:
    yield "symbols", stripped
    collapsed = collapse(stripped)
    if collapsed:
        yield "repeat", collapsed
    unpadded = unpad(stripped)
    if unpadded:
        yield "padding", unpadded


def _name_spoken(text: str, term: str) -> str:
    """Return how `text` says `term`: in letters, in letters mixed with its characters, or by sound alone."""
    if not any("a" <= c <= "z" for c in text):
        return "sound"
    return "mixed" if set(text) & set(term) else "pinyin"
