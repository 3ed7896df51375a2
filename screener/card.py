"""A trained model and what was measured of it -> its card, `models/CARD.md`.

Owns the card's words; every figure is read from the manifest, the corpus or a stored measurement. What was measured
with another model, corpus or lexicon than the card describes is said to be so.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from screener.card_sections import comparison, curve, evaluation, public, unseen
from screener.corpus import Entry
from screener.lexicon.taxonomy import clause_of
from screener.measurements import COMPARISON, CURVE, EVALUATION, PUBLIC, UNSEEN, read_kept
from screener.tabular import table

_ABOUT = """# Model card

Written by `screener model card` from the manifest, the corpus and `models/measurements/`; no figure is
typed.

A linear classifier (logistic regression, scikit-learn) over characters, words, toneless pinyin syllables
and what the lexicon found and set aside, scaled by how unevenly they occur among harmful and harmless
announcements (the root of naive Bayes' log ratio). One head tells harmless from harmful, one head a category names it.
It learns every announcement also in changed copies: misheard (homophones, no punctuation, fillers),
disguised (symbols, pinyin, traditional characters), and among clauses of harmless announcements by others,
as an offer hides in an ordinary menu. Kept as plain arrays; prediction needs numpy only. Probabilities are
calibrated (Platt) and thresholds chosen on announcements by writers that the model in question had not
seen, of those writers who wrote both sides: 3.5 % of their harmless announcements reach the flag threshold.
That is more than the 1 % aimed at. Most of these announcements are twins of harmful ones, of the same trade
and in the same words, which harmless announcements elsewhere are not; the level was set by looking at what
later writers wrote (W141 to W159, before they were in the corpus) and at the development set below, whose figures are
somewhat too good for it. Rules were written with most of the corpus in view, so the figures held out within it
are too good as well; those on unseen writers below are not."""

_LICENCES = """The announcements were written for this project and have its licence (Apache-2.0); reviewers' verdicts,
where there are any, belong to whoever runs the service. Public sets are measured on and never trained on:
ChineseHarm-bench (CC BY-NC 4.0), FBS SMS (research, to be cited), ToxiCN (CC BY-NC-ND 4.0); word lists for
comparison: konsheng (MIT), houbb (Apache-2.0)."""

_LIMITS = """## Limits

- A pass says nothing about clauses without any announcement above, and little about those with few.
  The political clauses (N1, S1 to S6) are read narrowly, as concrete misconduct of a business; political
  opinion as such was deliberately not written as training data and is not looked for.
- Held-out figures are by writer, but all writers followed briefs of one team; text by other hands is
  harder. Only such text counts.
- A manner of speaking that the model has not met is harder still. Before it had learned from them it stopped
  23 % of the honest lines of chatty shops of the southwest (W149), 17 % of rambling ones of the countryside (W164),
  12 to 15 % of lines under 32 characters (W162, W169); it passed 20 % of the notices that lead to a false address
  (W147) and 22 % of violated rights in polite words (W163). Other such manners surely exist.
- Not for anything but announcements of businesses: not for private speech, not for comments, not for
  judging persons.
- A flag is a finding for a person, never an accusation, and must be possible to overturn; the model must
  not be the only ground on which somebody loses a number.
- Words of a dialect, a minority or a lawful but sensitive trade can look like those of an offence.
  Reviewers' releases are the remedy: they are learned from (`--feedback`).

## Retraining

`make model` trains from `models/corpus/`, byte for byte the same on one machine with the same library
versions. Change the corpus, then `screener model check`, `make model`, and `make evaluate-all SHARED=…`,
which measures again and writes this card. [docs/model.md](../docs/model.md) says how, and how reviewers'
verdicts are learned from."""

_SECTIONS = {EVALUATION: evaluation, UNSEEN: unseen, CURVE: curve, COMPARISON: comparison, PUBLIC: public}
_NOT_A_CLAUSE = "A1"  # audio that could not be screened


def card(manifest: Mapping[str, Any], corpus: Sequence[Entry], codes: Iterable[str], measurements: Path) -> str:
    """Return the card as Markdown, without the measurements that are not in the folder; `codes` are all categories.

    Raises:
        DatasetError: a stored measurement is no JSON.
    """
    lines = [_ABOUT, "", "## Data", "", *_data(corpus, codes, manifest), "", _LICENCES, ""]
    lines += ["## Model", "", *_model(manifest), ""]
    for name, section in _SECTIONS.items():
        values = read_kept(measurements / name)
        if values:
            lines += [*section(values), *_measured_with(values["versions"], manifest), ""]
    return "\n".join([*lines, _LIMITS]) + "\n"


def _measured_with(versions: Mapping[str, str], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield a warning where a measurement belongs to something else than this model."""
    here = {"model": manifest["version"], "corpus": manifest.get("corpus")}
    stale = [f"{key} {versions[key]}" for key, value in here.items() if key in versions and versions[key] != value]
    if stale:
        yield ""
        yield f"**Measured with {' and '.join(stale)}, not with what this card describes: measure again.**"


def _data(corpus: Sequence[Entry], codes: Iterable[str], manifest: Mapping[str, Any]) -> Iterator[str]:
    kinds = Counter((bool(entry.categories), entry.kind) for entry in corpus)
    categories = Counter(code for entry in corpus for code in entry.categories)
    writers = len({entry.writer for entry in corpus})
    yield f"{len(corpus)} announcements to {writers} briefs ([their card](corpus/README.md))."
    counts = manifest["announcements"]
    yield (
        f"The model learned from {counts['all']}, {counts['harmful']} of them harmful and "
        f"{counts.get('feedback', 0)} from reviewers' verdicts."
    )
    yield ""
    rows = (
        ("to flag" if harmful else "harmless", kind, str(count)) for (harmful, kind), count in sorted(kinds.items())
    )
    yield from table(("", "kind", "announcements"), rows)
    yield ""
    yield "By category: " + ", ".join(f"{code} {count}" for code, count in sorted(categories.items())) + "."
    absent = sorted({*map(clause_of, codes)} - {*map(clause_of, categories)} - {_NOT_A_CLAUSE})
    yield f"Clauses without any announcement: {', '.join(absent) or 'none'}."


def _model(manifest: Mapping[str, Any]) -> Iterator[str]:
    yield "`held_out` is what the classifier alone reaches on announcements by unseen writers at the flag threshold."
    yield ""
    for key in ("version", "lexicon", "corpus", "thresholds", "held_out", "libraries"):
        if key in manifest:
            yield f"- {key}: {json.dumps(manifest[key], ensure_ascii=False)}"
