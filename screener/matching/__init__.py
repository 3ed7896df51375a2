"""Finding what a lexicon looks for in a text, however it is written, and deciding which finds count."""

from screener.matching.hits import Hit, Matches, Part
from screener.matching.matcher import Matcher

__all__ = ["Hit", "Matcher", "Matches", "Part"]
