"""How a term may be disguised, and that spans always point into the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.lexicon import Variants
from screener.matching import Matcher
from screener.matching.hits import STRONG
from screener.records import Severity
from tests.lexicons import lexicon, rule

MATCHER = Matcher(lexicon(rule(["赌博网站", "赌博", "VPN"], initials=("dbwz",))))

DISGUISES = [
    ("exact", "来玩赌博网站吧", "赌博网站"),
    ("traditional", "来玩賭博網站吧", "賭博網站"),
    ("case", "出售vpn账号", "vpn"),
    ("width", "出售ＶＰＮ账号", "ＶＰＮ"),
    ("width", "出售Ⓥⓟ⒩账号", "Ⓥⓟ⒩"),
    ("repeat", "出售ⓋⓋVpⓅ⒫⒩账号", "ⓋⓋVpⓅ⒫⒩"),
    ("symbols", "来玩赌*博·网 站吧", "赌*博·网 站"),
    ("symbols", "来玩赌、博、网、站，吧", "赌、博、网、站"),
    ("symbols", "来玩赌\u200b博🎲网站吧", "赌\u200b博🎲网站"),
    ("repeat", "来玩赌赌博博网网站吧", "赌赌博博网网站"),
    ("padding", "来玩赌嗯博x网站吧", "赌嗯博x网站"),
    ("split", "来玩贝者博网站吧", "贝者博网站"),
    ("lookalike", "来玩赌搏网站吧", "赌搏网站"),
    ("homophone", "来玩读勃网站吧", "读勃网站"),
    ("sound", "来玩读勃网赞吧", "读勃网赞"),
    ("mixed", "来玩du博wang站吧", "du博wang站"),
    ("pinyin", "来玩 dubo wangzhan 吧", "dubo wangzhan"),
    ("pinyin", "来玩dǔbó wǎngzhàn吧", "dǔbó wǎngzhàn"),
    ("initials", "来玩dbwz吧", "dbwz"),
]


@pytest.mark.parametrize(("variant", "text", "words"), DISGUISES)
def test_a_disguise_is_found_named_and_placed(variant, text, words):
    parts = [part for hit in MATCHER.match(text).hits for part in hit.parts if part.text == words]
    assert parts
    assert parts[0].variant == variant
    assert text[parts[0].start : parts[0].end] == words


@pytest.mark.parametrize("text", ["读博的日子", "读博", "睹搏", "嘟啵"])
def test_a_short_sound_alike_alone_is_weak(text):
    assert all(hit.strength < STRONG for hit in MATCHER.match(text).hits)


@pytest.mark.parametrize(("between", "found"), [(200, True), (300, False)])
def test_pinyin_makes_sound_alikes_of_short_words_heard_around_it(between, found):
    matcher = Matcher(lexicon(rule(["赌博"], severity=Severity.LOW)))
    assert bool(matcher.match("读勃" + "的" * between + "dubo吧").hits[1:]) is found


def test_words_across_clauses_are_no_hit():
    assert not MATCHER.match("他不会赌，博物馆明天开放").hits


def test_letters_inside_other_words_are_no_hit():
    assert not MATCHER.match("xvpny").hits


@pytest.mark.parametrize(
    ("variants", "text", "found"),
    [
        (Variants.EXACT, "賭博", True),
        (Variants.EXACT, "赌搏网站", False),
        (Variants.SPELLING, "赌搏网站", True),
        (Variants.SPELLING, "读勃网站", False),
    ],
)
def test_a_rule_says_how_far_a_disguise_may_go(variants, text, found):
    matcher = Matcher(lexicon(rule(["赌博网站", "赌博"], variants=variants)))
    assert bool(matcher.match(text).hits) is found


@given(st.text(alphabet=st.sampled_from("赌博网站賭 *·，。dubo贝者读嗯x🎲1一"), max_size=60))
def test_every_part_is_what_stands_at_its_span(text):
    matches = MATCHER.match(text)
    for hit in (*matches.hits, *matches.set_aside):
        for part in hit.parts:
            assert text[part.start : part.end] == part.text
            assert part.text


@pytest.mark.parametrize("text", ["赌" * 300_000, "赌博" * 150_000, "赌博网" * 100_000])
def test_an_adversarial_text_gives_a_bounded_answer(text):
    assert len(MATCHER.match(text).hits) <= 60


def test_a_gap_inside_pinyin_does_not_shorten_what_is_heard_behind_it():
    matcher = Matcher(lexicon(rule(["赌博"], severity=Severity.HIGH), rule(["博网站平台"])))
    found = matcher.match("du bo网站平台")
    assert "博网站平台" in [part.term for hit in (*found.hits, *found.set_aside) for part in hit.parts]
