"""Text files of data -> their lines, with one wording for what can be wrong with a file.

Owns reading; what a line means is its reader's business.
"""

from pathlib import Path

from screener.errors import DatasetError


def read_lines(path: Path, encoding: str = "utf-8") -> list[str]:
    """Return the lines of the file `path`, without line ends.

    Raises:
        DatasetError: the file cannot be read or is no UTF-8; names it and the byte.
    """
    try:
        return path.read_text(encoding=encoding).splitlines()
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: is no UTF-8 at byte {error.start}; save it as UTF-8") from error
