"""The tools for lexicons: each finding, count and comparison on small lexicons whose faults are known."""

from dataclasses import replace

import pytest

from screener.corpus import Entry
from screener.curation.check import check
from screener.curation.compare import compare
from screener.curation.explain import explain
from screener.curation.importing import read_words, rule_file, sift
from screener.curation.survey import search, spellings, stats
from screener.errors import DatasetError
from screener.lexicon import Status, load_lexicon
from screener.matching import Matcher
from screener.pipeline import Screener
from tests.lexicons import exclusion, lexicon, rule


def entry(text):
    return Entry(text, (), "plain", "店铺", "notice", "T", "corpus:1")


def kinds(*rules, benign=(), **parts):
    return [finding.kind for finding in check(lexicon(*rules, **parts), [entry(text) for text in benign])]


GOOD = rule(["网上赌场"], positive=("来网上赌场",), negative=("远离网上赌场",))


@pytest.mark.parametrize(
    ("rules", "parts", "expected"),
    [
        pytest.param([GOOD], {}, [], id="sound"),
        pytest.param([GOOD, replace(GOOD, id="T-20")], {}, ["duplicate"], id="duplicate"),
        pytest.param(
            [replace(GOOD, none=("网上赌场",))], {}, ["contradiction", "positive example does not fire"], id="none"
        ),
        pytest.param(
            [GOOD],
            {"exclusions": (exclusion("网上赌场"),)},
            ["contradiction", "positive example does not fire"],
            id="covered",
        ),
        pytest.param([rule(["网上赌场"], ["开户送彩金"], within=6)], {}, ["unreachable"], id="unreachable"),
        pytest.param([replace(GOOD, positive=("别的",))], {}, ["positive example does not fire"], id="positive"),
        pytest.param([replace(GOOD, negative=("来网上赌场",))], {}, ["negative example fires"], id="negative"),
        pytest.param([GOOD], {"benign": ["我们网上赌场"]}, ["fires on harmless announcements"], id="alarm"),
        pytest.param([replace(GOOD, status=Status.SHADOW)], {"benign": ["我们网上赌场"]}, [], id="shadow"),
    ],
)
def test_check(rules, parts, expected):
    assert kinds(*rules, **parts) == expected


def test_a_finding_names_file_line_and_rule():
    finding = next(iter(check(lexicon(GOOD), [entry("我们网上赌场")])))
    expected = "test.yaml:1: T-10: fires on harmless announcements: 1, such as “网上赌场” in corpus:1"
    assert str(finding).startswith(expected)


def test_stats_and_spellings():
    rows = {row.category: row for row in stats(lexicon(GOOD, rule(["下注"], ["开户"], identity="T-20")))}
    assert (rows["N7.gambling"].rules, rows["N7.gambling"].combinations, rows["N7.gambling"].terms) == (2, 1, 3)
    assert rows["N1"].rules == 0
    assert spellings(lexicon(GOOD))["split"] == 1


def test_search_finds_what_holds_the_word_and_what_it_holds():
    found = lexicon(GOOD, exclusions=(exclusion("赌场路"),))
    assert [(place.role, place.term) for place in search(found, "赌场")] == [
        ("term", "网上赌场"),
        ("exclusion", "赌场路"),
    ]
    assert list(search(found, "没有的词")) == []


def test_explain_shows_every_stage(settings):
    screener = Screener(replace(settings, use_classifier=False), Matcher(lexicon(GOOD)), None)
    text = "\n".join(explain("远离网上賭·场", screener))
    for words in ("归一", "分词", "去干扰   远离网上赌场", "不计     T-10", "是警示"):
        assert words in text


def test_compare_names_texts_and_rules(settings):
    off = replace(settings, use_classifier=False)
    old, new = (Screener(off, Matcher(lexicon(r)), None) for r in (GOOD, rule(["下注"], identity="T-20")))
    changes = list(compare(old, new, ["来网上赌场", "来下注", "您好"]))
    assert [(c.before, c.after) for c in changes] == [("flag N7.gambling", "pass"), ("pass", "flag N7.gambling")]
    assert (changes[0].rules_gone, changes[1].rules_new) == (("T-10",), ("T-20",))


def test_import_makes_shadow_rules_and_reports_noise(tmp_path, settings):
    path = tmp_path / "words.txt"
    path.write_text("# 词表\n网上赌场\n新词条\n新词条\n公司\n赌\n有，逗号\n", encoding="utf-8-sig")
    imported = sift(read_words(path), lexicon(GOOD), ["我们公司开门了", "公司地址"])
    assert imported.kept == ("新词条",)
    assert imported.noisy == (("公司", 2),)
    assert (imported.known, imported.unusable) == (2, 2)
    text = rule_file(imported, "N7.gambling", "IMP0", "words.txt")
    folder = tmp_path / "lexicons"
    (folder / "rules").mkdir(parents=True)
    for name in ("categories.yaml", "contexts.yaml"):
        (folder / name).write_bytes((settings.lexicons / name).read_bytes())
    (folder / "rules" / "imported.yaml").write_text(text, encoding="utf-8")
    loaded = load_lexicon(folder)
    assert [(r.status, r.groups) for r in loaded.rules] == [(Status.SHADOW, (("新词条",),))]


def test_a_word_list_that_is_no_utf8_is_named(tmp_path):
    path = tmp_path / "words.txt"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DatasetError, match=r"words\.txt: is no UTF-8"):
        read_words(path)
