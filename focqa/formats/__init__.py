"""Readers of file formats: a file becomes ``RawText``. They know nothing of provisions.

A format is a file here with ``SUFFIXES`` and ``read(path) -> RawText``; it imports its vendor inside ``read``.
"""

from pathlib import Path

from focqa.errors import FormatError
from focqa.types import RawText

MAX_BYTES = 50_000_000
_BY_SUFFIX = {".txt": "text", ".md": "markdown", ".markdown": "markdown", ".pdf": "pdf"}
SUFFIXES = tuple(_BY_SUFFIX)


def read(path: Path) -> RawText:
    """Read a document file by its suffix.

    Raises:
        FormatError: If it is missing, no regular file, empty, over 50 MB, of an unknown format, or unreadable.
    """
    from focqa import registry

    name = _BY_SUFFIX.get(path.suffix.lower())
    if name is None:
        raise FormatError(f"{path}: unknown format; focqa reads {', '.join(SUFFIXES)}", "unknown-format")
    if not path.is_file():
        raise FormatError(f"{path}: no such file; check the path", "not-regular")
    size = path.stat().st_size
    if size == 0:
        raise FormatError(f"{path}: the file is empty; give the document's file", "empty")
    if size > MAX_BYTES:
        raise FormatError(f"{path}: {size:,} bytes is over the limit of {MAX_BYTES:,}; split the file", "limit")
    raw: RawText = registry.load("formats", name).read(path)
    if not any(block.text for block in raw.blocks):
        raise FormatError(f"{path}: no text in it (a scan?); give a file whose text can be selected", "no-text")
    return raw


def decode(path: Path) -> str:
    """The text of a file in UTF-8 or, by its byte order mark, UTF-16.

    Raises:
        FormatError: If it is in neither.
    """
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: not UTF-8 text (byte {error.start}); save it as UTF-8", "encoding") from None
