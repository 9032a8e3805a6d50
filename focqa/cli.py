"""The command line: answers to stdout, progress and errors to stderr.

Exit status: 0 answered, 3 abstained, 2 bad input, 1 anything else.
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from focqa import export, questions, render
from focqa.errors import FocqaError, InputError, MissingExtra
from focqa.text import clean, normalise

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Cited answers from numbered policy documents.",
)
index_app = typer.Typer(no_args_is_help=True, help="Build, check or describe the index.")
app.add_typer(index_app, name="index")
corpus_app = typer.Typer(no_args_is_help=True, help="Add official texts, or check a corpus.")
app.add_typer(corpus_app, name="corpus")

CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", help="Folder of documents; left out, the plain edition that comes with focqa."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DocumentOption = Annotated[
    list[str] | None, typer.Option("--document", help="Keep to this document id; may be repeated.")
]
YearOption = Annotated[
    list[int] | None, typer.Option("--year", help="Keep to documents of this year; may be repeated.")
]
FormOption = Annotated[
    str | None, typer.Option("--format", help="Print it as markdown, text, docx, bibtex, csl or json.", metavar="FORM")
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", help="With --format: write to this file; a docx needs one.")
]
LlmOption = Annotated[
    str | None,
    typer.Option(
        "--llm",
        help="A chat model that phrases the answer: provider:model, local, or local:FILE.gguf. None by default.",
    ),
]
ABSTAINED = 3


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from", help="A JSONL file of questions (id, question, history), - for stdin.")
    ] = None,
    as_json: JsonOption = False,
    form: FormOption = None,
    output: OutputOption = None,
    document: DocumentOption = None,
    year: YearOption = None,
    llm: LlmOption = None,
    corpus: CorpusOption = None,
) -> None:
    """Answer a question, or every question of a file."""
    _check_form(form, output, alone=not as_json and from_file is None)
    if (question is None) == (from_file is None):
        raise InputError(
            'give a question in quotes, or --from FILE; for example: focqa ask "What is Goal 2 of the 2024 programme?"'
        )
    if from_file is not None:
        _ask_file(from_file, corpus, llm, document or [], year or [])
        return
    assert question is not None
    assistant = _open(corpus, question, llm)
    answer = assistant.ask(question, documents=document or [], years=year or [])
    if form is not None:
        _write(assistant.export(answer, form), output)
    else:
        _print(render.answer_json(answer) if as_json else render.answer_text(answer))
    if answer.status == "abstained":
        raise typer.Exit(ABSTAINED)


def _check_form(form: str | None, output: Path | None, alone: bool) -> None:
    """Refuse what does not go together before anything is opened."""
    if form is None and output is not None:
        raise InputError(f"--output {output} needs --format; for example: --format docx --output answer.docx")
    if form is None:
        return
    if not alone:
        raise InputError("--format is for one question and takes the place of --json; leave out --json and --from")
    export.form(form)
    if form == "docx" and output is None:
        raise InputError("a docx is no text to print; name a file: --format docx --output answer.docx")


def _write(data: bytes, output: Path | None) -> None:
    """Bytes to a file, or to stdout as they are."""
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(data)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{output}: cannot be written ({getattr(error, 'strerror', error)}); name another file"
        ) from None


def _ask_file(path: Path, corpus: Path | None, llm: str | None, documents: list[str], years: list[int]) -> None:
    records = questions.read(path)
    assistant = _open(corpus, llm=llm)
    failed = 0
    for record in records:
        try:
            answer = assistant.ask(record.question, record.history, documents, years)
        except InputError as error:
            failed += 1
            _print({"id": record.id, "error": str(error)})
            continue
        _print({"id": record.id} | render.answer_json(answer))
    if failed:
        raise InputError(f"{path}: {failed} of {len(records)} questions could not be read; their lines carry an error")


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What to search for.")],
    k: Annotated[int, typer.Option("-k", help="How many passages, 1 to 100.")] = 10,
    as_json: JsonOption = False,
    document: DocumentOption = None,
    corpus: CorpusOption = None,
) -> None:
    """List the passages nearest to a text."""
    for hit in _open(corpus, text).search(text, k, document or []):
        _print(
            render.hit_json(hit)
            if as_json
            else f"{hit.rank:3}  {hit.score:.3f}  {hit.passage.id}\n{_indented(hit.passage.text)}"
        )


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A passage id such as poa-2024/2.1.c.")],
    as_json: JsonOption = False,
    corpus: CorpusOption = None,
) -> None:
    """Show one provision."""
    passage = _open(corpus).show(id_)
    _print(render.passage_json(passage) if as_json else render.passage_text(passage))


@app.command("list")
def list_(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A document or passage id.")],
    as_json: JsonOption = False,
    corpus: CorpusOption = None,
) -> None:
    """List everything under a document or provision."""
    for passage in _open(corpus).list(id_):
        _print(render.passage_json(passage) if as_json else f"{passage.id}\n{_indented(passage.text)}")


@app.command()
def passages(as_json: JsonOption = False, corpus: CorpusOption = None) -> None:
    """Print every provision of the corpus; needs no index."""
    from focqa import settings
    from focqa.corpus import open_corpus

    chosen = settings.load(corpus=corpus)
    for passage in open_corpus(chosen.corpus, chosen.home / "official").catalogue.passages:
        _print(render.passage_json(passage) if as_json else f"{passage.id}\n{_indented(passage.text)}")


@app.command()
def compare(
    before: Annotated[int, typer.Argument(help="The earlier year.")],
    after: Annotated[int, typer.Argument(help="The later year.")],
    topic: Annotated[str | None, typer.Argument(help="What to keep to; left out, everything.")] = None,
    as_json: JsonOption = False,
    corpus: CorpusOption = None,
) -> None:
    """Align two years' programmes: what was carried over, reworded, dropped, and what is new."""
    for change in _open(corpus, topic).compare(before, after, topic):
        _print(render.change_json(change) if as_json else render.change_text(change))


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="An answer as focqa ask --json printed it, - for stdin.")],
    corpus: CorpusOption = None,
) -> None:
    """Check a stored answer's citations against today's corpus; exit status 1 if one no longer holds."""
    from focqa import settings
    from focqa.answer.verify import recheck
    from focqa.corpus import open_corpus

    stored = questions.read_citations(file)
    chosen = settings.load(corpus=corpus)
    checked = recheck(stored, open_corpus(chosen.corpus, chosen.home / "official").catalogue)
    for one in checked:
        _print(f"{one.state:8}{one.id}")
    if any(one.state != "holds" for one in checked):
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; left out, this machine only.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes any free one, left out it is 7860.")] = None,
    corpus: CorpusOption = None,
) -> None:
    """Serve the web page, the HTTP functions and the MCP tools."""
    try:
        from focqa.page import server
    except ModuleNotFoundError as missing:
        raise MissingExtra("web", missing.name or "gradio") from None
    server.serve(corpus, host, port)


@corpus_app.command("add")
def corpus_add(
    document: Annotated[str, typer.Argument(help="Document id such as poa-2024.")],
    file: Annotated[Path, typer.Argument(help="The official text: PDF, Markdown or plain text.")],
) -> None:
    """Take in the official text of a document; from then on quotes are its words."""
    from focqa import settings
    from focqa.corpus import add_official

    target = add_official(document, file, settings.load().home / "official")
    _print(f"{document}: the official text is in {target}; the index is rebuilt with the next question")


@corpus_app.command("check")
def corpus_check(corpus: CorpusOption = None) -> None:
    """Read every document and compare its provisions with those the manifest expects."""
    from focqa import settings
    from focqa.corpus import open_corpus

    chosen = settings.load(corpus=corpus)
    opened = open_corpus(chosen.corpus, chosen.home / "official")
    for read in opened.documents:
        _print(f"{read.source.id}: {len(read.provisions)} provisions, {read.source.edition} edition")
    for skipped in opened.skipped:
        _print(f"left out: {skipped}")


@index_app.command("build")
def index_build(corpus: CorpusOption = None) -> None:
    """Build the index anew; only changed passages are embedded."""
    from focqa import assistant, settings
    from focqa.corpus import open_corpus
    from focqa.embedders import open_embedder
    from focqa.index.build import build_index

    chosen = settings.load(corpus=corpus)
    opened = open_corpus(chosen.corpus, chosen.home / "official")
    for skipped in opened.skipped:
        typer.echo(f"left out: {skipped}", err=True)
    with progress() as tell:
        index = build_index(
            opened, open_embedder(chosen.embedding, opened.adapter), chosen.store, assistant.index_folder(chosen), tell
        )
    _print(
        f"{index.manifest['passages']} passages of {len(index.manifest['documents'])} documents in {assistant.index_folder(chosen)}"
    )


@index_app.command("verify")
def index_verify(corpus: CorpusOption = None) -> None:
    """Check every file of the index, and that it is of this corpus and model."""
    index, folder = _opened_index(corpus)
    _print(
        f"{folder}: whole; {index.manifest['passages']} passages, {len(index.manifest['files'])} files, all hashes match"
    )


@index_app.command("info")
def index_info(as_json: JsonOption = False, corpus: CorpusOption = None) -> None:
    """Say what the index was built from."""
    index, folder = _opened_index(corpus)
    if as_json:
        _print(index.manifest)
        return
    lines = [f"folder      {folder}"] + [
        f"{name:12}{value}" for name, value in index.manifest.items() if name != "files"
    ]
    _print(
        "\n".join(lines + [f"file        {name}  sha256 {value}" for name, value in index.manifest["files"].items()])
    )


def _opened_index(corpus: Path | None) -> tuple[Any, Path]:
    from focqa import assistant, settings
    from focqa.corpus import open_corpus
    from focqa.embedders import open_embedder
    from focqa.index import files
    from focqa.index.build import open_index

    chosen = settings.load(corpus=corpus)
    folder = assistant.index_folder(chosen)
    if not files.exists(folder):
        raise InputError(f"{folder}: there is no index yet; run: focqa index build")
    opened = open_corpus(chosen.corpus, chosen.home / "official")
    return open_index(opened, open_embedder(chosen.embedding, opened.adapter), chosen.store, folder), folder


def _open(corpus: Path | None, question: str | None = None, llm: str | None = None) -> Any:
    """The assistant; a question is checked first, so that a bad one costs nothing."""
    from focqa import assistant, settings
    from focqa.index import files

    chosen = settings.load(corpus=corpus, llm=llm)
    if question is not None:
        assistant.check_question(question, chosen.max_question)
    first = not files.exists(assistant.index_folder(chosen))
    with progress() as tell:
        opened = assistant.open_assistant(progress=tell, settings=chosen)
    if first and opened.chat is None:
        typer.echo("no chat model is named (--llm or FOCQA_LLM), so answers are composed without one", err=True)
    return opened


@contextmanager
def progress(title: str = "Building the index") -> Iterator[Any]:
    """A progress bar on stderr that appears only if there is something to wait for; yields ``tell(done, total)``."""
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(title, total=None)

    def tell(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        if bar.live.is_started:
            bar.stop()


def _indented(text: str) -> str:
    return f"     {clean(text)}"


def _print(value: object) -> None:
    """One record: text as it is, anything else as one line of JSON."""
    sys.stdout.write((value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)) + "\n")
    sys.stdout.flush()


def _add_plugins() -> None:
    """Commands of other packages, such as the evaluation suite's: entry points of the group ``focqa.commands``."""
    from importlib.metadata import entry_points

    for point in entry_points(group="focqa.commands"):
        app.add_typer(point.load(), name=point.name)


def main() -> None:
    """Run the command line; errors of focqa become one line on stderr and their exit status."""
    logging.basicConfig(
        level=logging.INFO if os.environ.get("FOCQA_VERBOSE") else logging.WARNING,
        stream=sys.stderr,
        format="%(message)s",
    )
    # Its lines hold the addresses of requests.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _add_plugins()
    try:
        app(standalone_mode=True)
    except FocqaError as error:
        message = normalise(str(error))
        sys.stderr.write(f"focqa: {message}\n")
        raise SystemExit(error.status) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
