import pytest

from screener.normalize import fold
from screener.phonetics import NO_SOUND, confuse, sounds, split_pinyin, spoken


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zhi", "zi"),
        ("chang", "can"),
        ("shen", "seng"),
        ("nan", "lan"),
        ("fu", "hu"),
        ("fang", "huan"),
        ("jin", "jing"),
    ],
)
def test_confuse_folds_what_is_confused(one, other):
    assert confuse(one) == confuse(other)


@pytest.mark.parametrize(("one", "other"), [("ba", "pa"), ("du", "tu"), ("e", "a"), ("n", "l")])
def test_confuse_keeps_other_sounds_apart(one, other):
    assert confuse(one) != confuse(other)


def test_sounds_are_one_printable_character_each():
    heard = sounds("读博1，x")
    assert len(heard) == 5
    assert heard[:2] == sounds("赌勃")
    assert heard[2] == sounds("一")
    assert heard[3:] == NO_SOUND * 2
    assert "\n" not in sounds("".join(map(chr, range(0x4E00, 0x9FFF))))


@pytest.mark.parametrize(
    ("letters", "syllables"),
    [("dubo", ("du", "bo")), ("zhenren", ("zhen", "ren")), ("hello", None), ("xian", ("xian",)), ("x", None)],
)
def test_split_pinyin(letters, syllables):
    assert split_pinyin(letters) == syllables


def test_spoken_reads_letters_as_pinyin_and_keeps_spans():
    heard = spoken(fold("去du博吧x"))
    assert heard.sounds == sounds("去赌博吧") + NO_SOUND
    assert list(zip(heard.starts, heard.ends, strict=True)) == [(0, 1), (1, 3), (3, 4), (4, 5), (5, 6)]
    assert heard.runs == [(1, 2)]


def test_spoken_is_the_sounds_alone_without_letters():
    heard = spoken("没有字母")
    assert heard.sounds == sounds("没有字母")
    assert not heard.runs
