"""Writes the character tables: `python -m screener.tables.build` (needs the `dev` extra: OpenCC, pypinyin).

Owns how the tables are derived; nothing at run time imports this module.
"""

import re
from collections import defaultdict
from itertools import chain

from screener.tables import FOLDER

# CJK Unified Ideographs, Extension A and the compatibility block: what phone announcements are written in.
IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))


def t2s_lines() -> list[str]:
    """Return "traditional simplified" pairs, one a line, for characters that OpenCC maps to another one."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    pairs = ((c, convert(c)) for c in map(chr, chain(*IDEOGRAPHS)))
    return [c + s for c, s in pairs if len(s) == 1 and s != c]


def pinyin_lines() -> list[str]:
    """Return "syllable characters" lines over every ideograph that pypinyin can read."""
    from pypinyin import Style, lazy_pinyin

    by_syllable = defaultdict(list)
    for c in map(chr, chain(*IDEOGRAPHS)):
        syllable = lazy_pinyin(c, style=Style.NORMAL, v_to_u=False, errors="ignore")
        if syllable and re.fullmatch("[a-z]+", syllable[0]):
            by_syllable[syllable[0]].append(c)
    return [f"{syllable} {''.join(characters)}" for syllable, characters in sorted(by_syllable.items())]


def main() -> None:
    """Write both tables beside this module."""
    for name, lines in (("t2s.txt", t2s_lines()), ("pinyin.txt", pinyin_lines())):
        (FOLDER / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
