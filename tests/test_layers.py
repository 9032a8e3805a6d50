"""Data flows one way, and each vendor stays in its room."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "focqa"
# From left to right; a module imports only from its left (and from its own room).
ORDER = [
    "errors", "types", "timing", "text", "settings", "registry", "formats", "structures", "passages", "catalogue", "corpus",
    "adapter", "embedders", "stores", "lexical", "likeness", "odds", "wordings", "coverage", "index", "understand", "retrieve", "lineage", "background", "answer", "local", "llms", "render",
    "sheet", "export", "questions", "assistant", "chain", "page", "cli",
]  # fmt: skip
ROOMS = {
    "faiss": {"stores/faiss.py"},
    "sentence_transformers": {"embedders/sentence_transformer.py"},
    "transformers": {"embedders/sentence_transformer.py"},
    "safetensors": {"adapter.py"},
    "torch": {"embedders/sentence_transformer.py"},
    "huggingface_hub": {"embedders/sentence_transformer.py"},
    "onnxruntime": set(),
    "langchain": {"chain.py", "llms.py"},
    "langchain_core": {"chain.py", "llms.py"},
    "xllamacpp": {"local.py"},
    "langchain_openai": set(),
    "langchain_ollama": set(),
    "pypdf": {"formats/pdf.py"},
    "markdown_it": {"formats/markdown.py"},
    "docx": {"export/docx.py"},
    "lxml": set(),
    "gradio": {"page/handlers.py", "page/layout.py", "page/machines.py", "page/server.py"},
    "gradio_client": set(),
    "fastapi": {"page/api.py", "page/server.py"},
    "uvicorn": {"page/server.py", "page/listen.py"},
    "starlette": {"page/security.py", "page/api.py", "page/server.py", "page/mcp.py"},
    "mcp": {"page/mcp.py", "page/server.py"},
    "typer": {"cli.py"},
    "rich": {"cli.py"},
    "bm25s": {"lexical.py"},
    "Stemmer": {"lexical.py"},
    "pickle": set(),
}
FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> list[str]:
    """All modules a file imports, wherever in it."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module] + [f"{node.module}.{a.name}" for a in node.names if node.module == "focqa"]
    return found


def room(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_left(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    assert here in ORDER, f"{here} has no place in the order"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "focqa" and len(parts) > 1 and parts[1] in ORDER:
            assert ORDER.index(parts[1]) <= ORDER.index(here), f"{path.name} imports {name} from its right"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_vendors_stay_in_their_rooms(path: Path) -> None:
    relative = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        allowed = ROOMS.get(name.split(".")[0])
        assert allowed is None or relative in allowed, f"{relative} imports {name}"


def test_types_need_only_the_standard_library() -> None:
    assert all(name.split(".")[0] in sys.stdlib_module_names for name in imports(PACKAGE / "types.py"))


def test_a_cold_start_imports_no_heavy_vendor() -> None:
    code = "import sys, focqa, focqa.cli; print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for vendor in (
        "torch",
        "transformers",
        "sentence_transformers",
        "langchain_core",
        "langchain",
        "gradio",
        "fastapi",
        "mcp",
        "pypdf",
        "faiss",
        "docx",
    ):
        assert f"'{vendor}'" not in loaded


def test_public_names_are_those_exported() -> None:
    import focqa

    assert set(focqa.__all__) <= set(vars(focqa))
    assert {"open", "Answer", "Assistant", "FocqaError"} <= set(focqa.__all__)
