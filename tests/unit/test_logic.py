"""Groups, distance, edges, covers and contexts: which occurrences count and why others do not."""

import pytest

from screener.lexicon import Boundary, Scope
from screener.matching import Matcher
from screener.matching.hits import STRONG
from tests.lexicons import context, exclusion, lexicon, rule


def matches(text, *rules, **parts):
    return Matcher(lexicon(*rules, **parts)).match(text)


def because(text, *rules, **parts):
    found = matches(text, *rules, **parts)
    assert not found.hits
    return found.set_aside[0].because


BOTH = rule(["投注", "下注"], ["开户", "返水"], within=12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("下注就开户", True),
        ("开户就能投注", True),
        ("只说开户", False),
        ("开户以后过了很久很久很久很久才下注", False),
    ],
)
def test_all_groups_must_be_near_one_another(text, found):
    assert bool(matches(text, BOTH).hits) is found


def test_ordered_groups_keep_their_order():
    ordered = rule(["投注"], ["开户"], ordered=True)
    assert matches("投注请先开户", ordered).hits
    assert not matches("开户以后投注", ordered).hits


def test_the_same_words_do_not_serve_two_groups():
    assert not matches("开户送", rule(["开户"], ["开户送", "开户"])).hits


def test_none_sets_a_hit_aside_wherever_it_stands():
    assert "福利彩票" in because("下注开户。这里是福利彩票销售点", rule(["下注"], ["开户"], none=("福利彩票",)))


@pytest.mark.parametrize(
    ("boundary", "text", "groups", "found"),
    [
        (Boundary.AUTO, "我们可以代开发票", [["代开发票"]], True),
        (Boundary.AUTO, "替代开发票务系统的方案", [["开发票"]], False),
        (Boundary.AUTO, "中华人民共和国", [["华人"]], False),
        (Boundary.ANY, "中华人民共和国", [["华人"]], True),
        (Boundary.ANY, "替代开发票务系统的方案", [["开发票"]], False),
        (Boundary.ANY, "替代开发票务系统的方案", [["开发票"], ["系统"]], True),
        (Boundary.ANY, "替代开发票务系统的方案", [["发票"], ["系统"]], False),
        (Boundary.WORD, "替代开发票务系统的方案", [["开发票"], ["系统"]], False),
        (Boundary.FREE, "替代开发票务系统的方案", [["发票"]], True),
    ],
)
def test_boundaries(boundary, text, groups, found):
    assert bool(matches(text, rule(*groups, boundary=boundary)).hits) is found


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("许可证任易改，当天取", True),
        ("买家须出示许可证，个人一概不售", False),  # 人一概 sounds like 任意改, but cuts 个人 in two
    ],
)
def test_a_short_word_by_sound_lies_between_words(text, counts):
    hits = matches(text, rule(["许可证"], ["任意改"])).hits
    assert any(hit.strength >= STRONG for hit in hits) is counts


def test_a_short_word_by_confusable_sounds_counts_for_nothing():
    found = matches("先送礼品，到店我们找人来取", rule(["礼品"], ["到店"], ["我们造"])).hits  # zao, zhao
    assert [hit.strength < STRONG for hit in found] == [True]


def test_a_covering_phrase_is_named():
    assert "三黄片" in because(
        "本店出售三黄片", rule(["黄片"], boundary=Boundary.ANY), exclusions=(exclusion("三黄片"),)
    )


def test_a_hit_across_the_edge_of_a_covering_phrase_is_none():
    selling = rule(["卖淫"], boundary=Boundary.FREE)
    assert "淫羊藿" in because("药材行售卖淫羊藿", selling, exclusions=(exclusion("淫羊藿"),))


def test_a_longer_hit_is_not_covered():
    assert matches("三黄片子", rule(["三黄片子"]), exclusions=(exclusion("三黄片"),)).hits


@pytest.mark.parametrize(
    ("scope", "text", "cancelled"),
    [
        (Scope.BEFORE, "谨防赌博平台", True),
        (Scope.BEFORE, "赌博平台谨防", False),
        (Scope.AFTER, "赌博平台谨防", True),
        (Scope.AROUND, "赌博平台，谨防", True),
        (Scope.AROUND, "赌博平台。谨防", False),
        (Scope.TEXT, "赌博平台。离得很远很远很远的一句：谨防", True),
        (Scope.BEFORE, "谨防这样那样这样那样的赌博平台", False),
    ],
)
def test_a_context_cancels_within_its_scope(scope, text, cancelled):
    found = matches(text, rule(["赌博平台"]), contexts=(context(scope, "谨防"),))
    assert bool(found.hits) is not cancelled
    assert bool(found.set_aside) is cancelled


@pytest.mark.parametrize(
    ("text", "found"), [("不要办证", False), ("要不要办证", True), ("有没有办证的", True), ("没有办证的", False)]
)
def test_half_a_question_denies_nothing(text, found):
    negation = context(Scope.BEFORE, "没有", "不要")
    assert bool(matches(text, rule(["办证"], contexts=("warning",)), contexts=(negation,)).hits) is found
    assert bool(matches(text, rule(["办证"], none=("没有", "不要"))).hits) is found


def test_a_context_applies_only_to_rules_that_name_it():
    assert matches("谨防赌博平台", rule(["赌博平台"], contexts=())).hits


def test_the_longest_word_speaks_for_those_inside_it():
    found = matches("赌博平台", rule(["赌博", "赌博平台"])).hits
    assert [part.text for hit in found for part in hit.parts] == ["赌博平台"]
