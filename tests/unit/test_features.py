"""Features: the same wherever they stand, and where they stand is told."""

import numpy as np
import pytest

from screener.features import features
from screener.matching import Matches
from screener.normalize import fold
from screener.words import Words


def found(text):
    return features(Words(fold(text)), Matches())


def codes(text):
    return set(found(text).codes.tolist())


def spans(text, code):
    got = found(text)
    return {(int(a), int(b)) for a, b in zip(got.starts[got.codes == code], got.ends[got.codes == code], strict=True)}


def test_a_run_has_the_same_code_wherever_it_stands():
    shared = codes("真人荷官") & codes("您好，真人荷官在线")
    assert len(shared) > 4 + 3 + 2  # at least its characters, pairs and triples


def test_homophones_share_sounds_but_not_characters():
    one, other = codes("荷官"), codes("何关")
    assert one & other
    assert one - other


def test_the_order_of_units_counts():
    assert codes("上海") != codes("海上")


def test_script_says_nothing():
    assert codes("賭博") == codes("赌博")


def test_which_digit_it_is_says_nothing_but_to_the_ear():
    assert len(codes("满300元") & codes("满100元")) >= 4 + 4 + 3  # characters, pairs and triples with 0 for every digit


def test_features_stand_where_the_original_has_them():
    text = "请按＊一，真 人荷官"
    characters = codes("真人荷官") & codes(text)
    places = set().union(*(spans(text, code) for code in characters))
    assert (text.index("真"), text.index("官") + 1 - 1) in places  # the triple 真人荷 over the space
    assert all(text[a:b].strip() for a, b in places)


@pytest.mark.parametrize("text", ["", " ", "，。", "𠀀", "好", "a" * 200])
def test_odd_texts_have_features_of_one_length(text):
    got = found(text)
    assert len(got.codes) == len(got.starts) == len(got.ends)
    assert got.codes.dtype == np.uint64


def test_codes_do_not_collide_on_the_lexicon(lexicon):
    text = "".join(term for rule in lexicon.rules for group in rule.groups for term in group)
    folded = fold(text.translate(dict.fromkeys(map(ord, "123456789"), "0")))
    got = found(text)
    runs = {folded[i : i + n] for n in (1, 2, 3) for i in range(len(folded) - n + 1)}
    assert len(set(got.codes.tolist())) > len(runs)  # characters alone; sounds and words come on top
