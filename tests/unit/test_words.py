import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.words import Words, is_ordinary

REFERENCE = jieba.Tokenizer()


def test_words_cut_once_and_join_again():
    words = Words("我们可以代开发票")
    assert "".join(words.tokens) == "我们可以代开发票"
    assert words.tokens is words.tokens


def test_is_edge_sees_a_word_across_other_words():
    words = Words("替代开发票务系统的方案")
    start = words.folded.index("开发票")
    assert (words.is_edge(start), words.is_edge(start + 3)) == (True, False)
    assert words.is_edge(0)
    assert words.is_edge(len(words.folded))


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [("堵车", True), ("法律讲座", True), ("读博", False), ("网上读", False), ("好", False), ("", False)],
)
def test_is_ordinary(text, ordinary):
    assert is_ordinary(text) is ordinary


PIECES = (
    "代开发票",
    "您好欢迎致电",
    "替代",
    "务系统",
    "的",
    "vpn",
    "a1",
    "1",
    "2000",
    "%",
    " ",
    "，",
    "。",
    "한",
    "㐀",
    "龘",
    "c++",
)


@settings(deadline=None)  # the first example loads two dictionaries
@given(st.lists(st.sampled_from(PIECES) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)).map("".join))
def test_words_are_those_of_jieba(text):
    assert Words(text).tokens == list(REFERENCE.cut(text, HMM=False))


def test_long_texts_keep_every_character():
    text = "您好欢迎致电" * 9_000
    assert "".join(Words(text).tokens) == text


def test_windows_cut_between_words_and_lose_nothing():
    words = Words("您好欢迎致电预约挂号请按一" * 40)
    parts = list(words.windows(100))
    assert "".join(part.folded for _, part in parts) == words.folded
    assert all(words.folded[offset:].startswith(part.folded) for offset, part in parts)
    assert all(100 <= len(part.folded) < 110 for _, part in parts[:-1])
    assert [token for _, part in parts for token in part.tokens] == words.tokens
