"""Text -> where it names a way to be reached: long numbers, e-mail addresses, addresses on the web.

Owns what such an address looks like, in signs or as a voice reads it out (www点某某点com). A rule asks for one by its
name in place of a word: `all: [[积分, 失效], [<url>]]`; by itself it says nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from screener.normalize import NOISE

_NUMBER = re.compile(rf"[0-9](?:{NOISE}?[0-9]){{7,}}")
_BETWEEN_DIGITS = {"-", ".", " "}
_LATIN = re.compile(rf"[a-z0-9][a-z0-9，点{NOISE}]{{3,}}")  # where an address may be, before its signs are looked at
_ENDINGS = (
    "com|net|org|cn|cc|top|vip|xyz|shop|club|site|online|app|info|io|me|co|tv|link|icu|work|fun|tech|asia|pro|cyou|pw"
    "|wiki|help|win|bid|loan|live|store|space|website|mobi|ink|ltd|gov"
)
# Lengths are bounded, as RFC 1035 and 5321 do, so that the work stays linear: a点a点a点… begins an address everywhere.
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOT = " ?[.点] ?"
_HOUR = "[0-9]{1,2} ?点(?! ?(?:com|net|cn|cc))"  # 8点live is when, not where
_HOST = rf"{_LABEL}(?:{_DOT}{_LABEL}){{0,7}}{_DOT}(?:{_ENDINGS})"
_EMAIL = re.compile(rf"(?<![a-z0-9])[a-z0-9][a-z0-9._-]{{0,63}}@{_HOST}(?![a-z0-9])")
_URL = re.compile(
    rf"(?<![a-z0-9@.-])(?!{_HOUR})(?:https?://)?(?:{_HOST}|[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}})(?![a-z0-9])"
)


def contacts(text: str, folded: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, name) of every address in `text`; `folded` is its folded form."""
    for match in _NUMBER.finditer(folded):
        if all(folded[i] != NOISE or _sign(text[i]) in _BETWEEN_DIGITS for i in range(*match.span())):
            yield *match.span(), "<number>"
    for run in _LATIN.finditer(folded):
        start, end = run.span()
        signs = "".join([_sign(text[i]) if folded[i] in "， " else folded[i] for i in range(start, end)])
        for pattern, name in ((_EMAIL, "<email>"), (_URL, "<url>")):
            for match in pattern.finditer(signs):
                yield start + match.start(), start + match.end(), name


@lru_cache(maxsize=1_000)
def _sign(character: str) -> str:
    """Return the sign that a character is without regard to its width, a space for what is none of an address."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain in {"@", ".", "-", "_", ":", "/"} else " "
