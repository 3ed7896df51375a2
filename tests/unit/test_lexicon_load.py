"""A lexicon loads whole or not at all, and every complaint names file, line and rule."""

import shutil

import pytest

from screener.errors import LexiconError
from screener.lexicon import load_lexicon
from screener.lexicon.load import version_with
from tests.conftest import ROOT

RULE = """category: N7.gambling
source: 测试
rules:
  - id: TST-0010
    message: 疑似测试
    terms: [测试词语]
    positive: [这里有测试词语, 测试词语在这里]
    negative: [普通的话, 另一句话]
"""


@pytest.fixture
def folder(tmp_path):
    for path in (ROOT / "lexicons").glob("*.yaml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "test.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


def test_a_sound_lexicon_loads(folder):
    lexicon = load_lexicon(folder)
    assert [rule.id for rule in lexicon.rules] == ["TST-0010"]
    assert lexicon.rules[0].severity == "high"
    assert lexicon.rules[0].place.line == 4


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param("terms:", "term:", "test.yaml:6: TST-0010: unknown key 'term'", id="unknown-key"),
        pytest.param("[测试词语]", "[]", "test.yaml:6: TST-0010: 'terms' holds an empty list", id="no-terms"),
        pytest.param("[测试词语]", "['，']", "punctuation", id="punctuation"),
        pytest.param("[测试词语]", "[测试词语, 测试词语]", "twice", id="term-twice"),
        pytest.param("[普通的话, 另一句话]", "[普通的话]", "needs at least 2 negative examples", id="one-negative"),
        pytest.param("message: 疑似测试", "message: ''", "'message' must be a non-empty string", id="no-message"),
        pytest.param("message:", "severity: huge\n    message:", "'severity' must be one of", id="severity"),
        pytest.param("message:", "contexts: [nosuch]\n    message:", "unknown context 'nosuch'", id="context"),
        pytest.param("message:", "boundary: sometimes\n    message:", "'boundary' must be one of", id="boundary"),
        pytest.param("N7.gambling", "N7.chess", "unknown category 'N7.chess'", id="category"),
        pytest.param("rules:", "rules: [", "no valid YAML", id="yaml"),
        pytest.param("source: 测试", "source: 测试\nsource: 又", "is given twice", id="key-twice"),
        pytest.param(RULE, "category: N7.gambling\nrules: []\n", "holds no rule", id="empty"),
    ],
)
def test_a_broken_rule_file_is_refused(folder, old, new, complaint):
    path = folder / "rules" / "test.yaml"
    path.write_text(RULE.replace(old, new), encoding="utf-8")
    with pytest.raises(LexiconError, match=complaint.replace("[", r"\[")):
        load_lexicon(folder)


LISTS = """lists:
  - name: trade
    terms: [出售, 供应]
"""


def test_a_rule_uses_lists_of_words_by_name(folder):
    (folder / "words.yaml").write_text(LISTS, encoding="utf-8")
    path = folder / "rules" / "test.yaml"
    path.write_text(RULE.replace("terms: [测试词语]", "all: [[测试词语], [转让, $trade]]"), encoding="utf-8")
    assert load_lexicon(folder).rules[0].groups == (("测试词语",), ("转让", "出售", "供应"))


def test_a_list_must_be_known(folder):
    (folder / "words.yaml").write_text(LISTS, encoding="utf-8")
    path = folder / "rules" / "test.yaml"
    path.write_text(RULE.replace("[测试词语]", "[$nosuch]"), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"test.yaml:6: TST-0010: 'terms': there is no list '\$nosuch'"):
        load_lexicon(folder)


def test_a_list_given_twice_is_refused(folder):
    (folder / "words.yaml").write_text(LISTS + LISTS.removeprefix("lists:\n"), encoding="utf-8")
    with pytest.raises(LexiconError, match="there is a list 'trade' already"):
        load_lexicon(folder)


def test_an_id_given_twice_names_both_places(folder):
    (folder / "rules" / "other.yaml").write_text(RULE, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"test\.yaml:4: TST-0010: id 'TST-0010' is taken, see .*other\.yaml:4"):
        load_lexicon(folder)


def test_a_file_that_is_no_utf8_is_named(folder):
    (folder / "rules" / "test.yaml").write_bytes(b"rules: \xff")
    with pytest.raises(LexiconError, match=r"test\.yaml: is no UTF-8 at byte 7"):
        load_lexicon(folder)


def test_a_missing_lexicon_says_which_setting(tmp_path):
    with pytest.raises(LexiconError, match="SCREENER_LEXICONS"):
        load_lexicon(tmp_path)


def test_version_changes_with_any_file(folder):
    before = load_lexicon(folder).version
    with (folder / "contexts.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# another remark\n")
    assert load_lexicon(folder).version != before


def test_exceptions_in_a_file_of_their_own_are_part_of_the_version(tmp_path):
    grants = tmp_path / "grants.yaml"
    grants.write_text("grants: []\n", encoding="utf-8")
    before = version_with(grants, "a1")
    grants.write_text("grants: []  # reviewed\n", encoding="utf-8")
    assert len({version_with(None, "a1"), before, version_with(grants, "a1"), version_with(grants, "b2")}) == 4
    with pytest.raises(LexiconError, match="nowhere"):
        version_with(tmp_path / "nowhere.yaml", "a1")


@pytest.mark.parametrize("line", ["expires: 明年", "granted_by: ''", "categories: []"])
def test_a_grant_needs_expiry_and_grantor_and_subject(folder, line):
    key = line.split(":")[0]
    grant = {
        "id": "id: G-1",
        "because": "because: 持牌",
        "granted_by": "granted_by: 合规部",
        "expires": "expires: 2030-01-01",
        "categories": "categories: [N9.illegal_finance]",
        "sectors": "sectors: [持牌小贷]",
    } | {key: line}
    entry = "grants:\n  - " + "\n    ".join(grant.values()) + "\n"
    (folder / "grants.yaml").write_text(entry, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"grants\.yaml"):
        load_lexicon(folder)


def test_a_rule_has_the_contexts_it_lists_and_those_that_always_hold(folder):
    lexicon = load_lexicon(folder)
    always = {context.name for context in lexicon.contexts if context.always}
    default = {context.name for context in lexicon.contexts if context.default}
    assert always
    assert set(lexicon.rules[0].contexts) == default | always
    path = folder / "rules" / "test.yaml"
    path.write_text(RULE.replace("terms:", "contexts: [law]\n    terms:"), encoding="utf-8")
    assert set(load_lexicon(folder).rules[0].contexts) == {"law"} | always
