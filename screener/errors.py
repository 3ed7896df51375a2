"""The errors that callers may meet: every one says what is wrong, where, and how to mend it.

Owns the exception types only. The command line maps them to exit codes, the HTTP service to problem details.
"""


class ScreenerError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(ScreenerError):
    """What was handed in cannot be screened: the caller has to mend it."""


class TextError(InputError):
    """A text is empty, too long or not valid Unicode."""


class AudioError(InputError):
    """A recording is missing, too large, too long, without an audio track or not decodable."""


class AudioTooLargeError(AudioError):
    """A recording has more bytes or seconds than the settings allow."""


class DatasetError(InputError):
    """A labelled set or batch file is not what its format says; the message gives file and line."""


class ConfigError(ScreenerError):
    """A setting is unknown or out of range; the message names it and its source."""


class LexiconError(ScreenerError):
    """A lexicon file is broken; the message gives file, line and rule."""


class ModelError(ScreenerError):
    """The classifier's files are missing, altered or of another version."""


class TranscriptionError(ScreenerError):
    """The speech recogniser is missing, its weights cannot be had, or it failed."""


class StoreError(ScreenerError):
    """The database of results could not be read or written."""


class PackageError(ScreenerError):
    """A Python package of an optional extra is missing; the message says how to install it."""
