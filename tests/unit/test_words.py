from screener.words import Words


def test_words_cut_once_and_join_again():
    words = Words("我们可以代开发票")
    assert "".join(words.tokens) == "我们可以代开发票"
    assert words.tokens is words.tokens


def test_on_edges_sees_a_word_across_other_words():
    words = Words("替代开发票务系统的方案")
    start = words.folded.index("开发票")
    assert not words.on_edges(start, start + 3)


def test_is_ordinary():
    assert Words("今天堵车").is_ordinary(2, 4)
    assert not Words("读博").is_ordinary(0, 2) or Words("读博").tokens == ["读博"]


def test_long_texts_are_cut_in_pieces_and_keep_every_character():
    text = "您好欢迎致电" * 9_000
    assert "".join(Words(text).tokens) == text
