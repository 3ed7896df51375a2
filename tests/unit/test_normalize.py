import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.normalize import COMMA, NOISE, STOP, collapse, fold, fold_term, strip, unpad


@pytest.mark.parametrize(
    ("original", "folded"),
    [
        pytest.param("ＡＢＣ１２３", "abc123", id="width"),
        pytest.param("VPN", "vpn", id="case"),
        pytest.param("ⓋⓟN⒩🅽🅝", "vpnnnn", id="letters-in-frames"),
        pytest.param("9⓿二肆⁹₈③⑸⒋➃㈤㊄", "902498354455", id="styles-of-digits"),
        pytest.param("賭博網站", "赌博网站", id="traditional"),
        pytest.param("一二三壹贰叁①②③⑴⒈㈠", "123123123111", id="digits"),
        pytest.param("dǔ bó", "du bo", id="toned-pinyin"),
        pytest.param("а", "a", id="cyrillic-look-alike"),
        pytest.param("赌*博·★_", "赌 博   ", id="symbols-are-noise"),
        pytest.param("a\u200bb🀄", "a b ", id="invisible-and-emoji-are-noise"),
        pytest.param("您好,再见!", "您好，再见。", id="pauses-and-stops"),
    ],
)
def test_fold(original, folded):
    assert fold(original) == folded


@given(st.text())
def test_fold_keeps_length_and_is_stable(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@given(st.text(alphabet=st.sampled_from("赌博网 *·aA1①，。\u200b🀄"), max_size=40))
def test_streams_point_back_to_what_they_were_made_of(text):
    folded = fold(text)
    stripped = strip(folded)
    for stream in filter(None, (stripped, collapse(stripped), unpad(stripped))):
        assert [folded[start] for start in stream.starts] == list(stream.text)
        assert all(end == start + 1 for start, end in zip(stream.starts, stream.ends, strict=True))
        assert NOISE not in stream.text


def test_strip_joins_words_spelled_out_with_pauses_but_not_clauses():
    assert strip(fold("身、份、证")).text == "身份证"
    assert strip(fold("我爱赌，博物馆")).text == f"我爱赌{COMMA}博物馆"


def test_collapse_reduces_runs_only_where_something_is_drawn_out():
    assert collapse(strip(fold("网网赌赌场场"))).text == "网赌场"
    assert (
        collapse(strip(fold("看看爸爸"))) is not None
    )  # two doubles in a row look the same; a second reading is cheap
    assert collapse(strip(fold("时时彩"))) is None


def test_unpad_drops_fillers_and_stray_letters_between_characters():
    assert unpad(strip(fold("赌嗯博x平台"))).text == "赌博平台"
    assert unpad(strip(fold("您好"))) is None


def test_fold_term_has_no_noise():
    assert fold_term("V P N") == "vpn"
    assert STOP not in fold_term("开户")
