"""A real Chromium against the real page, for tests: what it asked for, what it complained of, where the focus is."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_MS = 30_000
# Named where a run is to keep its pictures of the page's main states.
PICTURES = os.environ.get("FOCQA_PICTURES")


@dataclass
class Seen:
    """A page in the browser, what it asked for and what it complained of."""

    page: Any
    url: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def elsewhere(self) -> set[str]:
        """Addresses asked for that are not on the page's own host."""
        here = urlparse(self.url).netloc
        return {r for r in self.requests if urlparse(r).scheme not in ("data", "blob") and urlparse(r).netloc != here}

    def ask(self, question: str) -> None:
        """Type a question, press Enter and wait for its answer."""
        self.page.get_by_label("Your question").fill(question)
        self.page.get_by_label("Your question").press("Enter")
        self.page.wait_for_function("q => document.querySelector('#fq-asked')?.innerText === q", arg=question)

    def text(self, selector: str) -> str:
        """The words an element shows."""
        return str(self.page.locator(selector).first.inner_text())

    def focused(self) -> str:
        """Id of the element that has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def picture(self, name: str) -> None:
        """Keep a picture of the page, where the run keeps pictures."""
        if PICTURES:
            self.page.wait_for_timeout(300)
            self.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


@contextmanager
def visiting(
    browser: Any, url: str, path: str = "/", first: str = ".fq-ask, .fq-answer", **options: Any
) -> Iterator[Seen]:
    """A fresh visit; at the end nothing may have been asked for elsewhere, nothing have failed."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    seen = Seen(page, url)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("response", lambda r: seen.errors.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on("console", lambda m: seen.errors.append(m.text) if m.type in ("error", "warning") else None)
    # Gradio's client ends its own stream once it has the answer; the browser calls that a failure.
    page.on("requestfailed", lambda r: seen.errors.append(r.url) if "/queue/data" not in r.url else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.goto(f"{url}{path}")
    page.locator(first).first.wait_for()
    yield seen
    assert seen.elsewhere() == set()
    assert seen.errors == []
    context.close()
