"""Character tables generated from OpenCC and pypinyin, and the code that reads them.

Owns the files `t2s.txt` and `pinyin.txt` beside this module. They are data so that neither library is needed, or can
change a decision, at run time; `python -m screener.tables.build` writes them again and a test compares.
"""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def simplified() -> dict[str, str]:
    """Return traditional character -> simplified character (source: OpenCC, configuration t2s, single characters)."""
    pairs = (FOLDER / "t2s.txt").read_text(encoding="utf-8").split()
    return {pair[0]: pair[1] for pair in pairs}


@cache
def syllables() -> dict[str, str]:
    """Return character -> its commonest toneless syllable, ü as v (source: pypinyin, first reading)."""
    table = {}
    for line in (FOLDER / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split(" ")
        table.update(dict.fromkeys(characters, syllable))
    return table
