"""A plain word list -> shadow rules, and a report on how noisy each word is.

Words are counted on harmless announcements before anyone relies on them, and nothing that comes in decides
until a person makes the rule active.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from screener.datasets import read_lines
from screener.lexicon import Lexicon
from screener.matching.automaton import Automaton
from screener.normalize import COMMA, STOP, fold, fold_term

_RULE_TERMS = 500  # terms in one shadow rule: short enough to read, long enough for a list of 50,000
_TOLD = 10  # times that the progress of counting is told


def _in_silence(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The words of a list: `kept` go into rules, `noisy` occur in harmless announcements (word, count)."""

    kept: tuple[str, ...]
    noisy: tuple[tuple[str, int], ...]
    known: int
    unusable: int


def read_words(path: Path) -> list[str]:
    """Return the words of a plain list, one a line; empty lines and lines after `#` are skipped.

    Raises:
        DatasetError: the file cannot be read or is no UTF-8.
    """
    lines = read_lines(path, "utf-8-sig")
    return [word for line in lines if (word := line.strip()) and not word.startswith("#")]


def sift(
    words: Iterable[str], lexicon: Lexicon, benign: Sequence[str], progress: Callable[[str], None] = _in_silence
) -> Imported:
    """Return which words are worth a shadow rule, and how often the others occur where they should not.

    `progress` is told how far the counting is, some ten times.
    """
    present = {fold_term(term) for rule in lexicon.rules for group in rule.groups for term in group}
    usable: dict[str, str] = {}
    known = unusable = 0
    for word in words:
        folded = fold_term(word)
        if len(folded) < 2 or COMMA in folded or STOP in folded:
            unusable += 1
        elif folded in present or folded in usable:
            known += 1
        else:
            usable[folded] = word
    counts = _count(list(usable), benign, progress)
    noisy = sorted(((usable[folded], count) for folded, count in counts.items()), key=lambda pair: (-pair[1], pair[0]))
    kept = tuple(word for folded, word in usable.items() if folded not in counts)
    return Imported(kept, tuple(noisy), known, unusable)


def _count(folded: list[str], benign: Sequence[str], progress: Callable[[str], None]) -> Counter[str]:
    """Return in how many harmless announcements each folded word occurs."""
    progress(f"compiling {len(folded)} new words")
    automaton = Automaton.build(folded)
    counts: Counter[str] = Counter()
    step = max(1, len(benign) // _TOLD)
    for done, text in enumerate(benign, start=1):
        if done % step == 0:
            progress(f"counted on {done} of {len(benign)} harmless announcements")
        counts.update({folded[key] for _, _, key in automaton.scan(fold(text))})
    return counts


def rule_file(imported: Imported, category: str, prefix: str, source: str) -> str:
    """Return the YAML of a rule file with the kept words as shadow rules."""
    return yaml.safe_dump(
        {"category": category, "source": source, "rules": list(_rules(imported.kept, prefix, source))},
        allow_unicode=True,
        sort_keys=False,
        width=120,
    )


def _rules(words: Sequence[str], prefix: str, source: str) -> Iterator[dict[str, object]]:
    for number, start in enumerate(range(0, len(words), _RULE_TERMS), start=1):
        yield {
            "id": f"{prefix}-{number * 10:04d}",
            "status": "shadow",
            "severity": "low",
            "variants": "exact",
            "boundary": "free",
            "message": f"疑似词（导入自{source}，待人工审定）",
            "terms": list(words[start : start + _RULE_TERMS]),
        }
