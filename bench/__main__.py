"""`python -m bench`: what each stage costs, beside what a user would compare it with, on the same texts in one run.

Ratios hold on any machine, times do not. Words come from `--words FILE` (one a line), else from the shipped lexicon.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import ahocorasick
import jieba

from bench.lexicons import plain
from screener.classifier import Classifier
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


def best(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return seconds for all texts: the best of several rounds, after one to warm up."""
    for text in texts[:200]:
        work(text)
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for text in texts:
            work(text)
        rounds.append(time.perf_counter() - started)
    return min(rounds)


def bare(words: Iterable[str]) -> Callable[[str], object]:
    """Return pyahocorasick as one would use it out of the box: str keys, str text."""
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text))


def matching(words: Sequence[str], texts: Sequence[str]) -> None:
    """Print the match stage beside bare pyahocorasick, over the same words and texts."""
    baseline = best(bare(words), texts)
    matcher = Matcher(plain(words))
    ours = best(matcher.match, texts)
    hits = sum(len(matcher.match(text).hits) for text in texts)
    rate = len(texts) / ours
    print(f"match stage, {len(words)} words, {len(texts)} texts of {LENGTH} characters, {hits} hits")
    print(f"  {rate:,.0f} texts/s; bare pyahocorasick on str {len(texts) / baseline:,.0f}: ratio {baseline / ours:.2f}")


def classifying(screener: Screener, model: Path, texts: Sequence[str]) -> None:
    """Print prediction beside jieba alone."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    cutting = best(tokenizer.lcut, texts)
    classifier, matcher = Classifier.load(model), screener.matcher
    prepared = {text: matcher.match(text) for text in texts}
    predicting = best(lambda text: classifier.predict(Words(fold(text)), prepared[text]), texts)
    whole = best(screener.screen_text, texts)
    print(f"prediction: {predicting / cutting:.2f} times jieba.lcut; whole screening {whole / cutting:.2f}")


def loading(settings: Settings) -> None:
    """Print what loading takes with and without the cache, and what a start takes."""
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for _ in range(3):
            started = time.perf_counter()
            load_matcher(settings.lexicons, Path(folder))
            times.append(time.perf_counter() - started)
    print(f"lexicon: compiled in {times[0]:.2f} s, from the cache in {min(times[1:]):.2f} s")
    started = time.perf_counter()
    Classifier.load(settings.model)
    print(f"model: loaded in {time.perf_counter() - started:.2f} s")


def long_texts(screener: Screener, sample: str) -> None:
    """Print seconds for texts of a megabyte, ordinary and adversarial."""
    ordinary = (sample * (340_000 // len(sample) + 1))[:340_000]
    nested = {"“赌” x 300,000": "赌" * 300_000, "“赌博网” x 100,000": "赌博网" * 100_000}
    for name, text in ({"ordinary 1 MB": ordinary} | nested).items():
        started = time.perf_counter()
        screener.screen_text(text)
        print(f"{name}: {time.perf_counter() - started:.2f} s")


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=main.__doc__)
    parser.add_argument("--words", type=Path, help="word list, one a line; default: the terms of the shipped lexicon")
    parser.add_argument("--corpus", type=Path, default=Path("models/corpus"))
    options = parser.parse_args()
    settings = Settings()
    entries = read_corpus(options.corpus)
    texts = [entry.text[:LENGTH] for entry in entries if len(entry.text) >= LENGTH]
    if options.words:
        words = options.words.read_text(encoding="utf-8").split()
    else:
        words = [term for rule in load_lexicon(settings.lexicons).rules for term in terms_of(rule)]
    print(f"Python {sys.version.split()[0]}")
    matching(sorted(set(words)), texts)
    screener = Screener.load(settings)
    classifying(screener, settings.model, [entry.text[:100] for entry in entries if len(entry.text) >= 100])
    loading(settings)
    long_texts(screener, "".join(entry.text for entry in entries[:300]))


if __name__ == "__main__":
    main()
