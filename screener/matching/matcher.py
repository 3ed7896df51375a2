"""Text -> every occurrence of every spelling, over all readings of the text.

Owns the readings: the text as folded, without inserted symbols, without repeats, without padding, as sounds,
and with Latin letters read as pinyin. What the occurrences mean is `logic`'s to say.
"""

from collections.abc import Iterator

from screener.lexicon.rules import Lexicon
from screener.matching.automaton import Automaton
from screener.matching.hits import Find, Matches
from screener.matching.logic import judge
from screener.matching.patterns import Patterns, compile_patterns
from screener.normalize import NOISE, Stream, collapse, fold, strip, unpad
from screener.phonetics import sounds, spoken, syllable_of
from screener.words import Words


class Matcher:
    """Finds what one lexicon looks for; holds no state of any text."""

    def __init__(
        self,
        lexicon: Lexicon,
        patterns: Patterns | None = None,
        automata: tuple[Automaton, Automaton] | None = None,
    ) -> None:
        """Compile the lexicon, or take what was compiled from it before."""
        self.lexicon = lexicon
        self.patterns = patterns or compile_patterns(lexicon)
        self._characters, self._sounds = automata or (
            Automaton.build(self.patterns.keys),
            Automaton.build(self.patterns.sound_keys),
        )

    @property
    def automata(self) -> tuple[Automaton, Automaton]:
        """The automata over characters and over sounds, for the cache."""
        return self._characters, self._sounds

    def match(self, text: str) -> Matches:
        """Return the hits of `text`; spans refer to `text` itself."""
        return self.match_words(text, Words(fold(text)))

    def match_words(self, text: str, words: Words) -> Matches:
        """Return the hits of `text`, whose folded form and word edges the caller already has in `words`."""
        finds = list(self.find(words.folded))
        return judge(text, words, finds, self.lexicon) if finds else Matches()

    def find(self, folded: str) -> Iterator[Find]:
        """Yield every occurrence, each span and spelling once, under its plainest reading."""
        spellings = self.patterns.spellings
        plain = self._characters.scan(folded)
        for start, end, key in plain:
            for spelling in spellings[key]:
                yield Find(start, end, spelling, spelling.variant)
        by_sound = self._sounds.scan(sounds(folded))
        for start, end, key in by_sound:
            yield from self._heard(folded, start, end, key)
        # Folding lowers letters, so `islower` says whether there are any: only then is there pinyin to read.
        if NOISE in folded or folded.islower() or _is_disguised(folded):
            seen = {(start, end, self.patterns.keys[key]) for start, end, key in plain}
            yield from self._disguised(folded, seen)

    def _heard(self, folded: str, start: int, end: int, key: int) -> Iterator[Find]:
        text = folded[start:end]
        for spelling in self.patterns.sound_spellings[key]:
            if spelling.folded != text:
                yield Find(start, end, spelling, _name_sound(text, spelling.folded))

    def _disguised(self, folded: str, seen: set[tuple[int, int, str]]) -> Iterator[Find]:
        stripped = strip(folded)
        for variant, stream in _readings(stripped):
            for start, end, key in self._characters.scan(stream.text):
                span = stream.starts[start], stream.ends[end - 1]
                if (*span, self.patterns.keys[key]) in seen:
                    continue
                seen.add((*span, self.patterns.keys[key]))
                for spelling in self.patterns.spellings[key]:
                    named = spelling.variant if spelling.variant != "exact" else variant
                    yield Find(*span, spelling, named)
        yield from self._sounded(stripped, len(stripped.text) < len(folded))

    def _sounded(self, stripped: Stream, shortened: bool) -> Iterator[Find]:
        stream = spoken(stripped)
        if stream is None and shortened:
            stream = Stream(sounds(stripped.text), stripped.starts, stripped.ends)
        if stream is None:
            return
        spelled = {end: text for text, end in zip(stripped.text, stripped.ends, strict=True)}
        for start, end, key in self._sounds.scan(stream.text):
            span = stream.starts[start], stream.ends[end - 1]
            text = "".join(spelled[e] for e in range(span[0] + 1, span[1] + 1) if e in spelled)
            for spelling in self.patterns.sound_spellings[key]:
                if spelling.folded != text:
                    yield Find(*span, spelling, _name_spoken(text, spelling.folded, span))


def _readings(stripped: Stream) -> Iterator[tuple[str, Stream]]:
    yield "symbols", stripped
    collapsed = collapse(stripped)
    if collapsed:
        yield "repeat", collapsed
    unpadded = unpad(stripped)
    if unpadded:
        yield "padding", unpadded


def _is_disguised(folded: str) -> bool:
    """Return whether a text without letters and noise still has repeats, fillers or spelled-out words to undo."""
    stream = strip(folded)
    return len(stream.text) < len(folded) or collapse(stream) is not None or unpad(stream) is not None


def _name_sound(text: str, term: str) -> str:
    """Return "homophone" where all syllables agree as spelled, "sound" where only up to common confusions."""
    same = all(a == b or syllable_of(a) == syllable_of(b) for a, b in zip(text, term, strict=True))
    return "homophone" if same else "sound"


def _name_spoken(text: str, term: str, span: tuple[int, int]) -> str:
    if len(text) == len(term) and not any("a" <= c <= "z" for c in text):
        return _name_sound(text, term)
    return "mixed" if set(text) & set(term) else "pinyin"
