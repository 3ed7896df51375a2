import json

import pytest

from models.public_sets import Row, joined, main, read_labelled, read_sets, rows, word_list
from screener.errors import DatasetError
from screener.evaluate import Item


def write(path, *values):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(v, ensure_ascii=False) for v in values) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("segmented", "text"),
    [
        ("尊敬 的 会员 您好 URL 喜迎", "尊敬的会员您好URL喜迎"),
        ("room to room 请 拨 1", "room to room请拨1"),
        ("好", "好"),
    ],
)
def test_segmented_text_is_joined_but_latin_words_stay_apart(segmented, text):
    assert joined(segmented) == text


def test_both_formats_are_read(tmp_path):
    path = write(
        tmp_path / "x.jsonl",
        {"text": "下 注", "label": "博彩", "category": "N7.gambling"},
        {"text": "您好", "label": "不违规", "category": ""},
        {"text": "骂", "toxic": 1, "topic": "race"},
        {"text": "谈", "toxic": 0, "topic": "race"},
    )
    assert list(read_labelled(path)) == [
        Item("1", "下注", True, ("N7.gambling",), "博彩"),
        Item("2", "您好", False, (), "不违规"),
        Item("3", "骂", True, (), "race, toxic"),
        Item("4", "谈", False, (), "race, not toxic"),
    ]


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"label": "博彩", "category": ""}'])
def test_a_bad_line_is_named(tmp_path, line):
    path = tmp_path / "x.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"x\.jsonl:1"):
        list(read_labelled(path))


def test_a_word_list_flags_anywhere_or_on_edges(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("大麻\n\n赌\n", encoding="utf-8")
    anywhere, on_edges = (word_list(path, on_edges=edges) for edges in (False, True))
    assert (anywhere("遇到大麻烦"), on_edges("遇到大麻烦")) == ((), None)
    assert (anywhere("出售大麻"), on_edges("出售大麻")) == ((), ())
    assert anywhere("赌") is None  # words of one character are left out


def test_rows_count_flags_and_right_clauses_of_a_seeded_sample():
    items = [Item(str(i), f"{i}", True, ("N7.gambling",), "bets") for i in range(10)]
    items += [Item("x", "x", False, (), "bets"), Item("y", "y", True, (), "toxic")]
    seen = []

    def first(text):
        seen.append(text)
        return ("N7.obscenity", "N9.fraud") if text < "5" else ("N9.fraud", "N7.gambling")

    found = list(rows("set", items, {"first": first, "second": lambda text: None}, 4))
    right = sum(text < "5" for text in seen[:4])
    assert found == [
        Row("set", "bets", True, 10, 4, {"first": 4, "second": 0}, right),
        Row("set", "bets", False, 1, 1, {"first": 1, "second": 0}, None),
        Row("set", "toxic", True, 1, 1, {"first": 1, "second": 0}, None),
    ]
    again = seen[:]
    seen.clear()
    list(rows("set", items, {"first": first}, 4))
    assert seen == again


@pytest.fixture
def shared(tmp_path):
    folder = tmp_path / "shared"
    write(folder / "eval" / "ivr_dev.jsonl", {"text": "下注返水", "decision": "flag", "categories": ["N7.gambling"]})
    for name in ("chineseharm_half", "fbs_sms_half", "toxicn_half"):
        write(folder / "data" / "eval_only" / f"{name}.jsonl", {"text": "您好", "label": "x", "category": ""})
    for name in ("konsheng", "houbb_dict"):
        write(folder / "wordlists" / f"{name}.txt", "赌场")
    return folder


def test_the_sets_are_read_in_the_order_of_the_table(shared):
    assert list(read_sets(shared)) == ["ivr_dev", "ChineseHarm", "FBS SMS", "ToxiCN"]


def test_everything_is_measured_and_kept(shared, tmp_path, monkeypatch, settings):
    monkeypatch.setenv("SCREENER_CACHE_DIR", str(settings.cache_dir))
    assert main([str(shared), "--save", str(tmp_path / "public.json")]) == 0
    kept = json.loads((tmp_path / "public.json").read_text(encoding="utf-8"))
    assert len(kept["systems"]) == 6
    assert [row["set"] for row in kept["rows"]] == ["ivr_dev", "ChineseHarm", "FBS SMS", "ToxiCN"]
    assert all(set(row["flagged"]) == set(kept["systems"]) for row in kept["rows"])


def test_a_missing_set_leaves_what_was_kept(shared, tmp_path, monkeypatch, settings, capsys):
    monkeypatch.setenv("SCREENER_CACHE_DIR", str(settings.cache_dir))
    kept = write(tmp_path / "public.json", {"as": "it was"})
    (shared / "data" / "eval_only" / "fbs_sms_half.jsonl").unlink()
    assert main([str(shared), "--save", str(kept)]) == 2
    assert "fbs_sms_half.jsonl" in capsys.readouterr().err
    assert json.loads(kept.read_text(encoding="utf-8")) == {"as": "it was"}
