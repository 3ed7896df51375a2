"""Rules as data: reading, checking and versioning the files of `lexicons/`."""

from screener.lexicon.load import load_lexicon
from screener.lexicon.rules import Boundary, Context, Exclusion, Grant, Lexicon, Rule, Scope, Status, Variants
from screener.lexicon.taxonomy import Category, Taxonomy

__all__ = [
    "Boundary",
    "Category",
    "Context",
    "Exclusion",
    "Grant",
    "Lexicon",
    "Rule",
    "Scope",
    "Status",
    "Taxonomy",
    "Variants",
    "load_lexicon",
]
