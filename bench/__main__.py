"""`python -m bench`: what each stage costs, beside what a user would compare it with, on the same texts in one run.

Ratios hold on any machine, times do not. Words come from `--words FILE` (one a line), else from the shipped lexicon.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import ahocorasick
import jieba

from bench.lexicons import plain
from screener.classifier import Classifier
from screener.cli.main import spare_collector
from screener.compiled import load_matcher
from screener.config import Settings
from screener.corpus import read_corpus
from screener.curation.survey import terms_of
from screener.lexicon import load_lexicon
from screener.matching import Matcher
from screener.normalize import fold
from screener.pipeline import Screener
from screener.words import Words

ROUNDS = 5
LENGTH = 50


def race(works: Sequence[Callable[[str], object]], texts: Sequence[str], most: int = ROUNDS) -> list[float]:
    """Return seconds of each work for all texts: the best of `most` rounds in turns, so that all meet one load."""
    rounds: list[list[float]] = []
    for _ in range(most + 1):
        rounds.append([])
        for work in works:
            started = time.process_time()
            for text in texts:
                work(text)
            rounds[-1].append(time.process_time() - started)
    return [min(times) for times in zip(*rounds[1:], strict=True)]  # the first round warms up


def bare(words: Iterable[str], encode: Callable[[str], str] = str) -> Callable[[str], object]:
    """Return pyahocorasick alone: out of the box on str, or on what `encode` makes of keys and text."""
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(encode(word), word)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(encode(text)))


def as_bytes(text: str) -> str:
    """Return the UTF-8 bytes of a text as characters: pyahocorasick is quickest over few distinct ones."""
    return text.encode().decode("latin-1")


def matching(words: Sequence[str], kinds: Mapping[str, Sequence[str]]) -> None:
    """Print the match stage beside bare pyahocorasick, over the same words and texts, for each kind of texts."""
    matcher = Matcher(plain(words))
    works = [matcher.match, bare(words), bare(words, as_bytes)]
    print(f"match stage, {len(words)} words, texts of {LENGTH} characters")
    for kind, texts in kinds.items():
        ours, on_str, on_bytes = race(works, texts)
        hits = sum(len(matcher.match(text).hits) for text in texts) / len(texts)
        print(f"  {kind}: {len(texts)} texts, {hits:.1f} hits each, {len(texts) / ours:,.0f} texts/s")
        for name, taken in (("str", on_str), ("UTF-8 bytes", on_bytes)):
            print(f"    bare pyahocorasick on {name}: {len(texts) / taken:,.0f} texts/s, ratio {taken / ours:.2f}")


def classifying(screener: Screener, model: Path, texts: Sequence[str]) -> None:
    """Print prediction beside jieba alone."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    classifier, matcher = Classifier.load(model), screener.matcher
    prepared = {text: matcher.match(text) for text in texts}

    def predict(text: str) -> object:
        return classifier.predict(classifier.read(Words(fold(text)), prepared[text]))

    cutting, predicting, whole = race([tokenizer.lcut, predict, screener.screen_text], texts)
    print(f"prediction: {predicting / cutting:.2f} times jieba.lcut; whole screening {whole / cutting:.2f}")


def loading(settings: Settings) -> None:
    """Print what loading takes with and without the cache, and what a start takes."""
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for _ in range(3):
            started = time.process_time()
            load_matcher(settings.lexicons, Path(folder))
            times.append(time.process_time() - started)
    compiled, cached = times[0], min(times[1:])
    print(f"lexicon: compiled in {compiled:.2f} s, from the cache in {cached:.2f} s: ratio {compiled / cached:.0f}")
    started = time.process_time()
    Classifier.load(settings.model)
    print(f"model: loaded in {time.process_time() - started:.2f} s")


def long_texts(screener: Screener, sample: str) -> None:
    """Print seconds for texts of a megabyte, ordinary and adversarial, and as a ratio to bare pyahocorasick."""
    alone = bare({term for rule in screener.matcher.lexicon.rules for term in terms_of(rule)})
    texts = {
        "varied announcements": sample[:340_000],
        "“赌” x 300,000": "赌" * 300_000,
        "“赌博网” x 100,000": "赌博网" * 100_000,
        "“赌博网站赌博平台” x 40,000": "赌博网站赌博平台" * 40_000,
        "a symbol between all characters": "*".join(sample[:250_000]),
        "pinyin": "duBo wang zhan " * 60_000,
    }
    for name, text in texts.items():
        taken, least = race([screener.screen_text, alone], [text], most=1)
        print(f"1 MB, {name}: {taken:.2f} s, {taken / least:.1f} times bare pyahocorasick")


def _shuffled(texts: Iterable[str]) -> str:
    """Return all texts as one, in an order that is the same every time."""
    texts = list(texts)
    random.Random(1).shuffle(texts)
    return "".join(texts)


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=main.__doc__)
    parser.add_argument("--words", type=Path, help="word list, one a line; default: the terms of the shipped lexicon")
    parser.add_argument("--corpus", type=Path, default=Path("models/corpus"))
    options = parser.parse_args()
    spare_collector()  # as every command does
    settings = Settings(max_text_chars=2_000_000)
    entries = read_corpus(options.corpus)
    long_enough = [entry for entry in entries if len(entry.text) >= LENGTH]
    ordinary = [entry for entry in long_enough if not entry.categories and entry.kind == "plain"]
    kinds = {
        name: [entry.text[:LENGTH] for entry in chosen]
        for name, chosen in {"all announcements": long_enough, "ordinary ones": ordinary}.items()
    }
    if options.words:
        words = options.words.read_text(encoding="utf-8").split()
    else:
        words = [term for rule in load_lexicon(settings.lexicons).rules for term in terms_of(rule)]
    print(f"Python {sys.version.split()[0]}")
    matching(sorted(set(words)), kinds)
    screener = Screener.load(settings)
    classifying(screener, settings.model, [entry.text[:100] for entry in entries if len(entry.text) >= 100])
    loading(settings)
    long_texts(screener, _shuffled(entry.text for entry in entries))


if __name__ == "__main__":
    main()
