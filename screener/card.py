"""A trained model and what it was measured on -> its card, `models/CARD.md`.

Owns the card's words; every figure is read from the manifest, the corpus or an evaluation made for the card.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from screener.config import Settings
from screener.corpus import Entry
from screener.evaluate import Figures, Item, Share, measure
from screener.pipeline import Screener

_ABOUT = """# Model card

Written by `screener model card`; figures are measured, never typed.

A linear classifier (logistic regression, scikit-learn) over TF-IDF of characters (1–3), words of jieba (1–2),
toneless pinyin syllables (2–3) and what the lexicon found and set aside. One head tells harmless from harmful, one
head a category names it. Trained on the corpus and on two damaged copies of every announcement: misheard
(homophones, no punctuation, fillers) and disguised (symbols, pinyin, traditional characters). Kept as plain arrays;
prediction needs numpy only. Probabilities are calibrated (Platt) and thresholds chosen on announcements by writers
that the model in question had not seen."""

_LIMITS = """## Known failures and limits

- Implicit offers without any tell-tale word are missed most often, then political and rumour clauses, for which
  there is little data.
- N1, S1 and S2 have no corpus, S1, S2 and S4 no rules: political opinion as such was deliberately not written as
  training data. A reviewer must not read a pass as a statement on those clauses.
- Held-out figures are by writer, but all writers followed briefs of one team; text by other hands is harder. Only
  such text counts.
- A flag is a finding for a person, never an accusation; the model must not be used to judge persons, private speech
  or anything but announcements.

## Retraining

`make model` (a few minutes on 2 cores, deterministic on one machine and library versions). Change `models/corpus/`,
then `screener model check`, `make model`, `screener evaluate` on text that neither has seen, `screener model card
GOLD > models/CARD.md`."""


def card(settings: Settings, screener: Screener, corpus: Sequence[Entry], gold: Mapping[str, list[Item]]) -> str:
    """Return the card as Markdown; `gold` are labelled sets by name."""
    manifest = json.loads((settings.model / "manifest.json").read_text(encoding="utf-8"))
    lines = [_ABOUT, "", "## Data", "", *_data(corpus), "", "## Model", "", *_model(manifest), ""]
    for name, items in gold.items():
        lines += [f"## Figures on {name}", "", *_measured(items, screener, settings), ""]
    return "\n".join([*lines, _LIMITS])


def _data(corpus: Sequence[Entry]) -> Iterator[str]:
    kinds = Counter((bool(entry.categories), entry.kind) for entry in corpus)
    categories = Counter(code for entry in corpus for code in entry.categories)
    writers = len({entry.writer for entry in corpus})
    yield f"{len(corpus)} announcements to {writers} briefs (`models/corpus/README.md`)."
    yield ""
    yield "| | kind | announcements |"
    yield "|---|---|---|"
    for (harmful, kind), count in sorted(kinds.items()):
        yield f"| {'to flag' if harmful else 'harmless'} | {kind} | {count} |"
    yield ""
    yield "By category: " + ", ".join(f"{code} {count}" for code, count in sorted(categories.items())) + "."


def _model(manifest: Mapping[str, object]) -> Iterator[str]:
    for key in ("version", "lexicon", "corpus", "thresholds", "held_out", "libraries"):
        if key in manifest:
            yield f"- {key}: {json.dumps(manifest[key], ensure_ascii=False)}"


def _measured(items: list[Item], screener: Screener, settings: Settings) -> Iterator[str]:
    rules = Screener.load(replace(settings, use_classifier=False))
    both = [measure(items, (s.screen_text(item.text) for item in items)) for s in (screener, rules)]
    yield f"{len(items)} announcements, never trained on."
    yield ""
    yield "| | rules and classifier | rules alone |"
    yield "|---|---|---|"
    for name, shares in _rows(both):
        yield f"| {name} | " + " | ".join(_shown(share) for share in shares) + " |"


def _rows(both: Sequence[Figures]) -> Iterator[tuple[str, list[Share]]]:
    for name in ("recall", "false_alarm", "clause_accuracy", "category_accuracy"):
        yield name.replace("_", " "), [getattr(figures, name) for figures in both]
    for group in ("recall_by_kind", "false_alarm_by_kind", "recall_by_clause"):
        for key in getattr(both[0], group):
            yield f"{group.split('_by_')[0].replace('_', ' ')}, {key}", [getattr(f, group)[key] for f in both]


def _shown(share: Share) -> str:
    return "–" if share.rate is None else f"{share.rate:.3f} ({share.part} of {share.whole})"
