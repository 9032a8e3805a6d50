"""The corpus: a folder becomes sources, then documents, then passages.

A folder with ``corpus.toml`` is read as that manifest says. A folder without one is read by its files' names: a file
named after a document of the shipped manifest (``poa-2024.txt``) is that document's official text; where no name is
known, every readable file is a document of its own.
"""

import hashlib
import json
import shutil
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from focqa import formats, registry
from focqa.catalogue import Catalogue
from focqa.errors import CorpusError, StructureError
from focqa.passages import passages
from focqa.settings import default_corpus
from focqa.text import slug
from focqa.types import Document, Phrasings, RawText, Source

MANIFEST, PHRASINGS, ADAPTER = "corpus.toml", "phrasings.jsonl", "adapter.safetensors"
# The id in the phrasings under which questions about quite other things stand, as silences.
ELSEWHERE = "elsewhere"
# Raise when formats, structures or passages give other passages for the same files: indexes are then rebuilt.
PARSERS = 2
# What people call a web page, and a text that is neither a page nor a programme.
_PAGES = ("page", "web page", "webpage", "site")
_NEWS = ("news", "news item", "news story", "news article", "news piece", "press item", "press release")
_PIECES = (*_NEWS, "article", "story", "piece", "post", "release", "announcement", "statement", "text")
_ABOUT = ("on", "about", "regarding", "on the", "about the", "regarding the")
_REQUIRED = ("id", "kind", "title", "issuer", "url", "edition", "file", "structure")
_OPTIONAL = ("year", "chair", "chair_names", "printed_title", "names", "subjects", "provisions")


@dataclass(frozen=True)
class Corpus:
    """A folder of documents; its files are read when its documents are first asked for.

    Attributes:
        root: The folder.
        sources: In the manifest's order.
        skipped: Files that were left out, each with the reason.
        phrasings: Passage id to questions about the provision in our own words; ``ELSEWHERE`` to questions about other things.
        adapter: What the packaged model learnt from them, if anything.
    """

    root: Path
    sources: tuple[Source, ...]
    skipped: tuple[str, ...] = ()
    phrasings: dict[str, Phrasings] = field(default_factory=dict)
    adapter: Path | None = None

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the files' bytes and what the manifest says of them; where the folder lies does not count."""
        digest = hashlib.sha256(f"parsers {PARSERS}".encode())
        for source in self.sources:
            if not source.path.is_file():
                raise CorpusError(f"{source.path}: no such file; put it there or remove {source.id!r} from {MANIFEST}")
            about = [value for name, value in asdict(source).items() if name != "path"]
            digest.update(json.dumps([about, source.path.suffix]).encode())
            digest.update(hashlib.sha256(source.path.read_bytes()).digest())
        digest.update(json.dumps({i: asdict(p) for i, p in self.phrasings.items()}, sort_keys=True).encode())
        return digest.hexdigest()

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents, read and parsed on first use."""
        return tuple(read_document(source) for source in self.sources)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Its documents and passages as a tree."""
        found = tuple(p for document in self.documents for p in passages(document))
        return Catalogue(tuple(d.source for d in self.documents), found)


def open_corpus(folder: Path | None = None, overlay: Path | None = None) -> Corpus:
    """Read a corpus folder; None is the plain edition, with official texts of ``overlay`` in place of plain ones.

    Raises:
        CorpusError: If the folder or manifest is missing or wrong.
    """
    root = folder or default_corpus()
    if not root.is_dir():
        raise CorpusError(f"{root}: no such corpus folder; give a folder of documents or leave --corpus out")
    skipped: tuple[str, ...] = ()
    if (root / MANIFEST).is_file():
        sources = read_manifest(root)
        if folder is None and overlay:
            sources = tuple(_overlaid(source, overlay) for source in sources)
    else:
        sources, skipped = _bare(root)
    ids = {source.id for source in sources}
    phrased = root if (root / PHRASINGS).is_file() else default_corpus()
    phrasings = {i: p for i, p in read_phrasings(phrased).items() if i.split("/")[0] in {*ids, ELSEWHERE}}
    if phrasings.keys() <= {ELSEWHERE}:
        phrasings = {}
    adapter = phrased / ADAPTER
    return Corpus(root, sources, skipped, phrasings, adapter if phrasings and adapter.is_file() else None)


def read_manifest(root: Path) -> tuple[Source, ...]:
    """The sources that ``corpus.toml`` names.

    Raises:
        CorpusError: If it does not parse, lacks a field, has an unknown one, or names an id twice.
    """
    path = root / MANIFEST
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not valid TOML ({error}); correct it") from None
    entries = table.get("document", [])
    if not entries:
        raise CorpusError(f"{path}: it names no document; add a [[document]] table for each")
    sources = tuple(_source(entry, n, path) for n, entry in enumerate(entries, start=1))
    ids = [s.id for s in sources]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise CorpusError(f"{path}: document id {twice[0]!r} is used twice; ids must differ")
    return sources


def read_phrasings(root: Path) -> dict[str, Phrasings]:
    """Passage id to its phrasings, from ``phrasings.jsonl`` where there is one.

    Raises:
        CorpusError: Naming the line that is not ``{"id": …, "glosses": […], "silences": […]}``.
    """
    path = root / PHRASINGS
    found: dict[str, Phrasings] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines() if path.is_file() else [], start=1):
        try:
            row = json.loads(line)
            found[str(row["id"])] = Phrasings(tuple(map(str, row["glosses"])), tuple(map(str, row.get("silences", ()))))
        except (ValueError, KeyError, TypeError):
            raise CorpusError(
                f"{path}, line {number}: needs an id and lists of glosses and silences; correct it"
            ) from None
    return found


def _source(entry: dict[str, Any], n: int, manifest: Path) -> Source:
    where = f"{manifest}: document {entry.get('id', f'number {n}')!r}"
    missing = [name for name in _REQUIRED if name not in entry]
    if missing:
        raise CorpusError(f"{where} lacks {missing[0]!r}; every document has: {', '.join(_REQUIRED)}")
    unknown = sorted(set(entry) - {*_REQUIRED, *_OPTIONAL})
    if unknown:
        raise CorpusError(
            f"{where} has an unknown field {unknown[0]!r}; there are: {', '.join((*_REQUIRED, *_OPTIONAL))}"
        )
    if slug(str(entry["id"])) != entry["id"]:
        raise CorpusError(f"{where}: an id is lower-case letters, digits and hyphens")
    path = (manifest.parent / str(entry["file"])).resolve()
    if manifest.parent.resolve() not in path.parents:
        raise CorpusError(f"{where}: file {entry['file']!r} lies outside the corpus folder; move it inside")
    return Source(
        id=entry["id"],
        kind=entry["kind"],
        title=entry["title"],
        issuer=entry["issuer"],
        year=entry.get("year"),
        chair=entry.get("chair", ""),
        chair_names=tuple(entry.get("chair_names", ())),
        url=entry["url"],
        edition=entry["edition"],
        path=path,
        structure=entry["structure"],
        printed_title=entry.get("printed_title", ""),
        locators=tuple(str(entry.get("provisions", "")).split()),
        names=(*entry.get("names", ()), *_spoken(entry.get("subjects", ()), entry["kind"])),
    )


def _spoken(subjects: Iterable[str], kind: str) -> list[str]:
    """How people name a text by what it is about: "article on the ITU", "ITU news item"."""
    return [
        name
        for subject in subjects
        for medium in (_PAGES if kind == "page" else _PIECES)
        for name in (f"{subject} {medium}", *(f"{medium} {w} {subject}" for w in _ABOUT))
    ]


def _overlaid(source: Source, overlay: Path) -> Source:
    """The source with its official text, where one was added."""
    found = [overlay / f"{source.id}{suffix}" for suffix in formats.SUFFIXES]
    official = next((path for path in found if path.is_file()), None)
    return replace(source, path=official, edition="official") if official else source


def add_official(document: str, file: Path, overlay: Path) -> Path:
    """Take the official text of a document of the shipped corpus into the overlay, in place of the plain edition.

    Args:
        document: Document id.
        file: The official text, in any format focqa reads.
        overlay: Folder for official texts, outside what git tracks.

    Returns:
        Where the text was put.

    Raises:
        CorpusError: If the id is unknown, or the file's provisions are not those the manifest expects.
    """
    known = {s.id: s for s in read_manifest(default_corpus())}
    if document not in known:
        raise CorpusError(f"no document {document!r} in the corpus; there are: {', '.join(known)}")
    read_document(replace(known[document], path=file, edition="official"))
    overlay.mkdir(parents=True, exist_ok=True)
    target = overlay / f"{document}{file.suffix.lower()}"
    staged = overlay / f".{target.name}.new"
    shutil.copyfile(file, staged)
    for suffix in formats.SUFFIXES:
        (overlay / f"{document}{suffix}").unlink(missing_ok=True)
    staged.replace(target)
    return target


def _bare(root: Path) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """Sources of a folder without a manifest, and what was left out of it."""
    files = sorted(p for p in root.iterdir() if p.is_file() and not p.is_symlink() and not p.name.startswith("."))
    readable = [p for p in files if p.suffix.lower() in formats.SUFFIXES]
    skipped = [f"{p.name}: unknown format" for p in files if p not in readable]
    known = {s.id: s for s in read_manifest(default_corpus())}
    official = {p.stem: p for p in readable if p.stem in known}
    if official:
        skipped += [f"{p.name}: not named after a known document" for p in readable if p.stem not in known]
        return tuple(
            replace(s, path=official[i], edition="official") for i, s in known.items() if i in official
        ), tuple(skipped)
    if not readable:
        raise CorpusError(
            f"{root}: no corpus.toml and no {', '.join(formats.SUFFIXES)} file in it; add documents or give another folder"
        )
    return tuple(_unnamed(p) for p in readable), tuple(skipped)


def _unnamed(path: Path) -> Source:
    """A source for a file that no manifest describes."""
    title = path.stem.replace("-", " ").replace("_", " ").strip()
    return Source(slug(path.stem) or "document", "document", title, "", None, "", "", "official", path, "auto")


def read_document(source: Source) -> Document:
    """Read and parse one document, and check its provisions against those the manifest expects.

    Raises:
        CorpusError: If the file cannot be read, or its provisions are not the expected ones.
    """
    raw = formats.read(source.path)
    if source.structure == "auto":
        return _guess(raw, source)
    document: Document = registry.load("structures", source.structure).parse(raw, source)
    _check(document)
    return document


def _guess(raw: RawText, source: Source) -> Document:
    """Parse by goals and objectives where there are any, as sectioned prose otherwise; the first heading is the title."""
    first = raw.blocks[0]
    if first.kind == "heading":
        source = replace(source, title=first.text, printed_title=first.text)
    try:
        document: Document = registry.load("structures", "numbered").parse(raw, replace(source, structure="numbered"))
    except StructureError:
        document = registry.load("structures", "sections").parse(raw, replace(source, structure="sections"))
    return document


def _check(document: Document) -> None:
    expected, found = document.source.locators, tuple(p.locator for p in document.provisions)
    if not expected or set(expected) == set(found):
        return
    lacks = sorted(set(expected) - set(found))
    extra = sorted(set(found) - set(expected))
    said = [f"lacks {', '.join(lacks[:3])}" for _ in lacks[:1]] + [
        f"has unexpected {', '.join(extra[:3])}" for _ in extra[:1]
    ]
    source = document.source
    raise StructureError(
        f"{source.path}: read as {source.id}, it {' and '.join(said)} ({len(found)} provisions, {len(expected)} expected)"
    )
