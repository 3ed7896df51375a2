"""Text -> folded text of the same length, and streams with noise taken out plus a map back to original offsets.

Owns width, case, script and digit folding, and what counts as noise or as a clause end. Folding is one character to one
character, so that offsets of folded text *are* offsets of the original; only `strip` and its siblings need a map.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from codecs import utf_16_le_decode
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from screener.tables import simplified

NOISE = " "
"""What symbols, spaces, emoji and invisible characters fold to."""
COMMA = "，"
"""What marks a pause inside a sentence folds to."""
STOP = "。"
"""What ends a sentence folds to."""

_COMMAS = frozenset("，、；：,;:")
_STOPS = frozenset("。！？!?…\n\r｡")
# Financial numerals and the plain ones fold to digits, so that 一二三, 壹贰叁, ①②③ and 123 are one spelling.
_DIGITS = dict(zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "00123456789123456789" + "1", strict=True)) | {
    "弌": "1", "弍": "2", "弎": "3", "拾": "十", "佰": "百", "仟": "千", "萬": "万",
}  # fmt: skip
# Letters of other alphabets that look like Latin ones (a subset of Unicode's confusables, UTS #39).
_CONFUSABLES = dict(zip("аеорсухіјѕвнктмαορυνικτ", "aeopcyxijsbhktmaopuvikt", strict=True))

_FRAMED = re.compile(r"NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER ([A-Z])")


def _fold_digit(character: str) -> str | None:
    """Return the digit that an enclosed, full-width or other numeral stands for, 0 to 9, else None."""
    value = unicodedata.numeric(character, None)
    if value is not None and value in range(10) and not "\u3400" <= character <= "\u9fff":
        return str(int(value))
    return None


def _unframe(character: str) -> str | None:
    """Return the letter in a black circle or square (🅰), which Unicode does not hold to be a form of it, else None."""
    match = _FRAMED.fullmatch(unicodedata.name(character, ""))
    return match[1] if match else None


def _fold_character(character: str) -> str:
    if character in _COMMAS:
        return COMMA
    if character in _STOPS:
        return STOP
    digit = _DIGITS.get(character) or _fold_digit(character)
    if digit:
        return digit
    compatible = unicodedata.normalize("NFKC", character).strip("()")  # ⒜ is "(a)"
    base = unicodedata.normalize("NFD", _unframe(character) or compatible)[:1].lower()
    base = _CONFUSABLES.get(base, base)
    base = simplified().get(base, base)
    base = _DIGITS.get(base, base)
    return base if base.isalnum() and len(base.encode("utf-16-le")) == 2 else NOISE


_WORKED_OUT = (range(0x3400), range(0xF900, 0x10000))
_NOT_TEXT = (0xD800, 0xF900)  # surrogates and private use


@cache
def _folding() -> npt.NDArray[np.uint16]:
    """Return the folded character of every character of the basic plane, as code points."""
    table = np.arange(0x10000, dtype="<u2")
    for code in chain(*_WORKED_OUT):
        table[code] = ord(_fold_character(chr(code)))
    for character in chain(simplified(), _DIGITS):
        table[ord(character)] = ord(_fold_character(character))
    table[slice(*_NOT_TEXT)] = ord(NOISE)
    return table


_BEYOND = re.compile("[\U00010000-\U0010ffff]")


def fold(text: str) -> str:
    """Return `text` with width, case, script and digits folded; same length, so offsets stay true."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    if len(encoded) > 2 * len(text):
        text = _BEYOND.sub(lambda match: _fold_character(match.group()), text)
        encoded = text.encode("utf-16-le", "surrogatepass")
    return utf_16_le_decode(_folding().take(np.frombuffer(encoded, "<u2")).data)[0]


@cache
def _simplification() -> dict[int, str]:
    return {ord(traditional): simple for traditional, simple in simplified().items()}


def simplify(text: str) -> str:
    """Return `text` with traditional characters written as simplified ones; same length."""
    return text.translate(_simplification())


CONTACTS = {"<number>": "\ue000", "<email>": "\ue001", "<url>": "\ue002"}
"""Names that stand in a rule for any address of a kind -> what they fold to, which no text folds to."""


def fold_term(term: str) -> str:
    """Return a lexicon term as it is looked for: folded, without noise."""
    return CONTACTS.get(term) or fold(term).replace(NOISE, "")


class Stream:
    """A reading of a text that leaves some of it out: what remains is `text`, and `at(i)` is where `text[i]` stands.

    `seams` are the positions in `text` whose left neighbour was none before: only there can something new be read.
    """

    def __init__(self, text: str, cuts: list[int], left_out: list[int], seams: list[int]) -> None:
        """Take the text, where something is left out before it (ascending), and how much there and further left."""
        self.text, self._cuts, self._left_out, self.seams = text, cuts, left_out, seams

    def at(self, position: int) -> int:
        """Return the original offset of the character at `position`."""
        if not self._cuts:
            return position
        cut = bisect_right(self._cuts, position) - 1
        return position + self._left_out[cut] if cut >= 0 else position

    @cached_property
    def starts(self) -> Sequence[int]:
        """The original offset of every character."""
        if not self._cuts:
            return range(len(self.text))
        pieces = zip([0, *self._cuts], [*self._cuts, len(self.text)], [0, *self._left_out], strict=True)
        return [offset for start, end, left_out in pieces for offset in range(start + left_out, end + left_out)]

    @cached_property
    def ends(self) -> list[int]:
        """The original offset behind every character."""
        return [start + 1 for start in self.starts]

    def without(self, spans: Iterable[tuple[int, int]]) -> "Stream":
        """Return the stream without `spans` of it: ascending, none empty and none overlapping another."""
        pieces, cuts, left_out, seams = list[str](), list[int](), list[int](), list[int]()
        size = position = 0  # of what is kept; in what is read
        for start, end in (*spans, (len(self.text), len(self.text))):
            if start > position:
                if size:
                    seams.append(size)
                if self._cuts:
                    self._keep(position, start, size, cuts, left_out)
                elif position:
                    cuts.append(size)
                    left_out.append(position - size)
                pieces.append(self.text[position:start])
                size += start - position
            position = end
        return Stream("".join(pieces), cuts, left_out, seams)

    def _keep(self, start: int, end: int, size: int, cuts: list[int], left_out: list[int]) -> None:
        """Note for `[start, end)`, which begins at `size` of what is kept, what lies left out before and inside it."""
        cuts.append(size)
        left_out.append(self.at(start) - size)
        for i in range(bisect_right(self._cuts, start), bisect_left(self._cuts, end)):
            cuts.append(size + self._cuts[i] - start)
            left_out.append(self._left_out[i] + start - size)


# What stands before a match is looked at behind its first character: so `re` skips to such characters at once.
# A single character between pause marks: 身、份、证. Words and phrases leave longer runs.
_SPELLED = re.compile(r"[，。](?<=[^，。 ].)[^，。 ](?:[，。][^，。 ])*[，。](?=[^，。 ])")
_NOISES = re.compile(f"{NOISE}+")
_RUN = re.compile(r"(.)\1+")
_REPEATED = re.compile(r"(.)\1(?:\1|(.)\2)")
_BETWEEN = re.compile(r"[a-z0-9](?<=[\u3400-\u9fff].)[a-z0-9]?(?=[\u3400-\u9fff])")
_FILLER = re.compile("[嗯呃啊哦噢哎呐吖这那]")
_FILLERS = re.compile(r"(?<=[\u3400-\u9fff])(?:这个|那个|[嗯呃啊哦噢哎呐吖])+(?=[\u3400-\u9fff])")


_SOUGHT = re.compile(rf"{NOISE}|[a-z]|[，。][^，。][，。]|{_REPEATED.pattern}|[嗯呃啊哦噢哎呐吖]|[这那]个")


def is_suspicious(folded: str) -> bool:
    """Return whether anything in `folded` could be a disguise that only other readings of it undo."""
    return _SOUGHT.search(folded) is not None


def strip(folded: str) -> Stream:
    """Return the stream of `folded` without noise, and without pause marks that spell a word out."""
    spans = [match.span() for match in _NOISES.finditer(folded)] if NOISE in folded else []
    for match in _SPELLED.finditer(folded):
        spans += [(i, i + 1) for i in range(match.start(), match.end(), 2)]
    whole = Stream(folded, [], [], [])
    return whole.without(sorted(spans)) if spans else whole


def collapse(stream: Stream) -> Stream | None:
    """Return the stream with runs of one character reduced to one, or None where nothing is drawn out."""
    if not _REPEATED.search(stream.text):
        return None
    return stream.without((match.start() + 1, match.end()) for match in _RUN.finditer(stream.text))


def unpad(stream: Stream) -> Stream | None:
    """Return the stream without fillers and stray letters or digits between characters, or None without any."""
    patterns = (_BETWEEN, _FILLERS) if _FILLER.search(stream.text) else (_BETWEEN,)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(stream.text)]
    return stream.without(sorted(spans)) if spans else None
