"""Text -> folded text of the same length, and streams with noise taken out plus a map back to original offsets.

Owns width, case, script and digit folding, and what counts as noise or as a clause end. Folding is one character to one
character, so that offsets of folded text *are* offsets of the original; only `strip` and its siblings need a map.
"""

import re
import unicodedata
from codecs import utf_16_le_decode
from dataclasses import dataclass
from functools import cache
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


def _fold_digit(character: str) -> str | None:
    """Return the digit that an enclosed, full-width or other numeral stands for, 0 to 9, else None."""
    value = unicodedata.numeric(character, None)
    if value is not None and value in range(10) and not "\u3400" <= character <= "\u9fff":
        return str(int(value))
    return None


def _fold_character(character: str) -> str:
    if character in _COMMAS:
        return COMMA
    if character in _STOPS:
        return STOP
    digit = _DIGITS.get(character) or _fold_digit(character)
    if digit:
        return digit
    compatible = unicodedata.normalize("NFKC", character)
    base = unicodedata.normalize("NFD", compatible)[:1].lower()
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
    if not text.isascii():
        text = _BEYOND.sub(lambda match: _fold_character(match.group()), text)
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    return utf_16_le_decode(_folding().take(units).data)[0]


@cache
def _simplification() -> dict[int, str]:
    return {ord(traditional): simple for traditional, simple in simplified().items()}


def simplify(text: str) -> str:
    """Return `text` with traditional characters written as simplified ones; same length."""
    return text.translate(_simplification())


def fold_term(term: str) -> str:
    """Return a lexicon term as it is looked for: folded, without noise."""
    return fold(term).replace(NOISE, "")


@dataclass(frozen=True, slots=True)
class Stream:
    """A reading of the text: `text[i]` stands for original characters `[starts[i], ends[i])`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def keep(self, kept: list[int]) -> "Stream":
        """Return the stream reduced to the positions `kept` (ascending)."""
        return Stream(
            "".join([self.text[i] for i in kept]),
            tuple([self.starts[i] for i in kept]),
            tuple([self.ends[i] for i in kept]),
        )


# A single character between pause marks: 身、份、证. Words and phrases leave longer runs.
_SPELLED = re.compile(r"(?<=[^，。 ])[，。][^，。 ](?:[，。][^，。 ])*[，。](?=[^，。 ])")
_REPEATED = re.compile(r"(.)\1\1|(.)\2(.)\3")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff])[a-z0-9]{1,2}(?=[\u3400-\u9fff])")
_FILLERS = re.compile(r"(?<=[\u3400-\u9fff])(?:这个|那个|[嗯呃啊哦噢哎呐吖])+(?=[\u3400-\u9fff])")


_SOUGHT = re.compile(rf"{NOISE}|[a-z]|[，。][^，。][，。]|{_REPEATED.pattern}|[嗯呃啊哦噢哎呐吖]|[这那]个")


def is_suspicious(folded: str) -> bool:
    """Return whether anything in `folded` could be a disguise that only other readings of it undo."""
    return _SOUGHT.search(folded) is not None


def strip(folded: str) -> Stream:
    """Return the stream of `folded` without noise, and without pause marks that spell a word out."""
    spelled = {i for match in _SPELLED.finditer(folded) for i in range(match.start(), match.end(), 2)}
    whole = Stream(folded, tuple(range(len(folded))), tuple(range(1, len(folded) + 1)))
    return whole.keep([i for i, c in enumerate(folded) if c != NOISE and i not in spelled])


def collapse(stream: Stream) -> Stream | None:
    """Return the stream with runs of one character reduced to one, or None where nothing is drawn out."""
    if not _REPEATED.search(stream.text):
        return None
    text = stream.text
    return stream.keep([i for i in range(len(text)) if i == 0 or text[i] != text[i - 1]])


def unpad(stream: Stream) -> Stream | None:
    """Return the stream without fillers and stray letters or digits between characters, or None without any."""
    matches = [*_BETWEEN.finditer(stream.text), *_FILLERS.finditer(stream.text)]
    if not matches:
        return None
    padding = {i for match in matches for i in range(*match.span())}
    return stream.keep([i for i in range(len(stream.text)) if i not in padding])
