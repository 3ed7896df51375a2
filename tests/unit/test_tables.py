"""The committed tables are what OpenCC and pypinyin say."""

from screener.tables import FOLDER
from screener.tables.build import pinyin_lines, t2s_lines


def test_tables_are_up_to_date():
    assert (FOLDER / "t2s.txt").read_text(encoding="utf-8").splitlines() == t2s_lines()
    assert (FOLDER / "pinyin.txt").read_text(encoding="utf-8").splitlines() == pinyin_lines()
