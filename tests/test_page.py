"""The page in a real browser: ask, evidence, follow-up, abstention, filters, compare, take away, links, keyboard, phone."""

import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import httpx
import pytest

from focqa import settings
from focqa.assistant import Assistant, open_assistant
from focqa.index.build import Progress
from focqa.page.opener import Opener
from tests.browsing import CHROMIUM, Seen, visiting
from tests.serving import served

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this system")
HIVOS = "Who manages the Digital Defenders Partnership?"
HOSTILE = (
    "<script>window.hit=1</script><img src=x onerror='window.hit=2'>![x](http://evil.example/a.png) [z](//evil.example) "
    "[y](javascript:window.hit=3) ${window.hit=4} {{window.hit=5}} $\\href{javascript:window.hit=6}{x}$ &lt;b&gt; "
    "<form action='http://evil.example'><iframe src='http://evil.example'></iframe><style>*{background:url(http://evil.example)}</style>"
)
GOAL = "What is Goal 2 of the 2024 programme?"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def url(plain: Assistant) -> Iterator[str]:
    with served(plain, plain.settings) as running:
        yield running.url


@pytest.fixture
def seen(browser: Any, url: str) -> Iterator[Seen]:
    with visiting(browser, url) as visit:
        yield visit


def test_a_first_visit_says_what_this_is_and_an_example_is_one_click(seen: Seen) -> None:
    assert "Freedom Online Coalition" in seen.text(".fq-welcome")
    assert "does not guess" in seen.text(".fq-welcome")
    assert seen.page.locator(".fq-welcome .fq-ask").count() >= 5
    seen.picture("first-visit")
    example = seen.text(".fq-welcome .fq-ask")
    seen.page.locator(".fq-welcome .fq-ask").first.click()
    seen.page.locator(".fq-card").first.wait_for()
    assert seen.text("#fq-asked") == example


def test_a_marker_opens_the_provision_in_its_document(seen: Seen) -> None:
    seen.ask(HIVOS)
    assert "Hivos" in seen.text(".fq-answer")
    assert "plain-language edition" in seen.text(".fq-card")
    seen.page.locator(".fq-mark").first.click()
    seen.page.locator("#fq-opened").wait_for()
    seen.page.wait_for_function("document.activeElement.id === 'fq-opened'")
    assert "Hivos" in seen.text("#fq-opened mark")
    assert seen.page.locator(".fq-reader .fq-p").count() == 6
    seen.picture("opened")


def test_a_card_opens_an_activity_below_its_goal_and_objective(seen: Seen) -> None:
    seen.ask("Which 2023 activity is about a media and communications plan?")
    seen.page.locator(".fq-card h3 a").first.click()
    seen.page.locator("#fq-opened").wait_for()
    assert seen.page.locator(".fq-path li").all_inner_texts() == ["Goal 3", "Objective 3B", "Activity 5"]
    assert "communications plan" in seen.text("#fq-opened")
    assert seen.page.locator(".fq-lit").count() == 1
    assert "1 source" in seen.text("#fq-live")
    seen.picture("activity")


def test_a_follow_up_keeps_the_conversation(seen: Seen) -> None:
    seen.ask("List all activities under Objective 3C in 2023")
    assert "4 of 4" in seen.text(".fq-answer")
    assert seen.page.locator(".fq-card").count() == 4
    seen.ask("And under 3D?")
    assert "Objective 3D" in seen.text(".fq-answer")
    assert "Objective 3C" in seen.page.locator(".fq-earlier").inner_text()
    seen.page.get_by_role("button", name="New conversation").click()
    seen.page.locator(".fq-welcome").wait_for()
    assert seen.page.locator(".fq-earlier").count() == 0


def test_an_abstention_says_why_and_what_to_try(seen: Seen) -> None:
    seen.ask("What is Goal 7 of the 2024 programme?")
    assert "the documents have no such provision" in seen.text(".fq-reason")
    assert "It has four goals" in seen.text(".fq-answer")
    seen.picture("abstention")
    seen.page.locator(".fq-answer li a").first.click()
    seen.page.locator("#fq-opened").wait_for()
    seen.ask("How long do I boil an egg?")
    assert "outside what the documents are about" in seen.text(".fq-reason")
    suggested = seen.text(".fq-answer .fq-ask")
    seen.page.locator(".fq-answer .fq-ask").first.click()
    seen.page.wait_for_function("q => document.querySelector('#fq-asked')?.innerText === q", arg=suggested)
    assert seen.page.locator(".fq-answered").count() == 1


def test_filters_keep_to_a_year_and_stand_in_the_link(seen: Seen, browser: Any, url: str) -> None:
    seen.page.get_by_role("button", name="Keep to a year or a document").click()
    seen.page.get_by_role("combobox", name="Years").click()
    seen.page.get_by_role("option", name="2023").click()
    seen.ask("What is Goal 1?")
    assert seen.page.locator(".fq-card code").all_inner_texts() == ["poa-2023/1"]
    link = seen.page.get_by_role("link", name="Link to this answer").get_attribute("href")
    with visiting(browser, url, str(link)) as again:
        assert again.text(".fq-answer") == seen.text(".fq-answer")


def test_browse_and_filter_the_tree(seen: Seen) -> None:
    seen.page.get_by_role("tab", name="Browse").click()
    tree = seen.page.locator(".fq-tree")
    assert tree.locator("> details").count() == 5
    seen.page.get_by_role("combobox", name="Years").click()
    seen.page.get_by_role("option", name="2024").click()
    seen.page.wait_for_function("document.querySelectorAll('.fq-tree > details').length === 1")
    tree.get_by_text("2 under Goal 1").click()
    tree.get_by_role("link", name="Objective 1.2:").click()
    seen.page.locator("#fq-opened").wait_for()
    assert seen.page.locator(".fq-path li").all_inner_texts() == ["Goal 1", "Objective 1.2"]
    seen.picture("browse")


def test_compare_two_years_on_a_topic(seen: Seen, plain: Assistant) -> None:
    seen.page.get_by_role("tab", name="Compare").click()
    seen.page.get_by_label("Topic").fill("donor principles")
    seen.page.get_by_role("button", name="Compare").click()
    seen.page.locator(".fq-changes").wait_for()
    found = plain.compare(2023, 2024, "donor principles")
    assert seen.page.locator(".fq-changes tbody tr").count() == len(found)
    assert "Reworded" in seen.text(".fq-changes")
    seen.picture("compare")
    seen.page.get_by_role("link", name="Goal 2, Objective 2.1, activity c").click()
    seen.page.locator("#fq-opened").wait_for()
    assert "Donor Principles" in seen.text("#fq-opened")


@pytest.mark.parametrize("name", ["Markdown", "Plain text", "Word", "BibTeX", "CSL JSON", "JSON"])
def test_downloads(name: str, seen: Seen, tmp_path: Path) -> None:
    seen.ask(HIVOS)
    with seen.page.expect_download() as started:
        seen.page.get_by_role("link", name=name, exact=True).click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    data = file.read_bytes()
    if name == "Word":
        assert any("Hivos" in p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            notes = ElementTree.fromstring(packed.read("word/footnotes.xml"))
            body = ElementTree.fromstring(packed.read("word/document.xml"))
        assert "Hivos" in "".join(t.text or "" for t in notes.iter(f"{WORD}t"))
        assert len(list(body.iter(f"{WORD}footnoteReference"))) == 1
    elif name == "JSON":
        run = subprocess.run(
            [sys.executable, "-m", "focqa.cli", "verify", str(file)], capture_output=True, text=True, check=True
        )
        assert "holds" in run.stdout
    elif name == "CSL JSON":
        assert json.loads(data)[0]["type"]
    else:
        assert b"multistakeholder" in data


def test_copying_as_markdown(browser: Any, url: str) -> None:
    with visiting(browser, url, permissions=["clipboard-read", "clipboard-write"]) as seen:
        seen.ask(HIVOS)
        seen.page.get_by_role("button", name="Copy as Markdown").click()
        seen.page.get_by_role("button", name="Copied").wait_for()
        assert "[^1]" in seen.page.evaluate("navigator.clipboard.readText()")


def test_a_link_reopens_question_conversation_and_provision(seen: Seen, browser: Any, url: str) -> None:
    seen.ask("List all activities under Objective 3C in 2023")
    seen.ask("And under 3D?")
    link = seen.page.get_by_role("link", name="Link to this answer").get_attribute("href")
    answer = seen.text(".fq-answer")
    with visiting(browser, url, f"{link}&at=poa-2023/3D.2") as again:
        assert again.text(".fq-answer") == answer
        again.page.locator("#fq-opened").wait_for()
        assert again.page.locator(".fq-path li").all_inner_texts() == ["Goal 3", "Objective 3D", "Activity 2"]


def test_the_keyboard_alone_is_enough(seen: Seen) -> None:
    seen.page.get_by_label("Your question").focus()
    seen.page.keyboard.type(HIVOS)
    seen.page.keyboard.press("Enter")
    seen.page.locator(".fq-card").first.wait_for()
    for _ in range(12):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("document.activeElement.classList.contains('fq-mark')"):
            break
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function("document.activeElement.id === 'fq-opened'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(scheme: str, browser: Any, url: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = {}

    def look(visit: Seen, state: str) -> None:
        visit.page.wait_for_timeout(500)  # colours on their way are no one's contrast
        found[state] = axe.run(visit.page)

    with visiting(browser, url, color_scheme=scheme) as visit:
        look(visit, "first visit")
        visit.ask(HIVOS)
        visit.page.locator(".fq-mark").first.click()
        visit.page.locator("#fq-opened").wait_for()
        look(visit, "opened")
        visit.picture(f"opened-{scheme}")
        visit.ask("Which organisation hosts the next moon landing?")
        look(visit, "abstention")
        visit.page.get_by_role("tab", name="Browse").click()
        look(visit, "browse")
        visit.page.get_by_role("tab", name="Compare").click()
        visit.page.get_by_role("button", name="Compare").click()
        visit.page.locator(".fq-changes").wait_for()
        look(visit, "compare")
    broken = {
        f"{state}: {v['id']} {n['target']}"
        for state, result in found.items()
        for v in result.response["violations"]
        for n in v["nodes"]
    }
    assert broken == set()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (640, 450)])
def test_a_phone_and_200_percent_need_no_sideways_scrolling(width: int, height: int, browser: Any, url: str) -> None:
    with visiting(browser, url, viewport={"width": width, "height": height}) as seen:
        seen.ask(HIVOS)
        seen.page.locator(".fq-mark").first.click()
        seen.page.locator("#fq-opened").wait_for()
        assert seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert seen.page.locator("#fq-opened").evaluate(
            "e => { const b = e.getBoundingClientRect(); return b.top < innerHeight && b.bottom > 0 }"
        )
        seen.picture(f"width-{width}")


def test_a_remark_is_kept_where_the_operator_names_a_file(browser: Any, plain: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "remarks.jsonl"
    with served(plain, replace(plain.settings, feedback=file)) as running, visiting(browser, running.url) as seen:
        seen.ask(HIVOS)
        seen.page.get_by_label("Not useful").check()
        seen.page.get_by_label("Why").fill("too short")
        seen.page.get_by_role("button", name="Send").click()
        seen.page.get_by_text("your remark is kept").wait_for()
    kept = json.loads(file.read_text("utf-8"))
    assert (kept["question"], kept["useful"], kept["why"]) == (HIVOS, False, "too short")


def test_the_page_is_up_while_the_index_is_built(browser: Any, plain: Assistant) -> None:
    go_on = threading.Event()

    def slowly(tell: Progress) -> Assistant:
        tell(256, 1000)
        go_on.wait(20)
        return plain

    with served(Opener(slowly), plain.settings) as running, visiting(browser, running.url, first=".fq-note") as seen:
        seen.page.get_by_text("Building the index: 256 of 1000 texts").wait_for()
        go_on.set()
        seen.page.locator(".fq-welcome .fq-ask").first.wait_for()
        seen.ask(HIVOS)
        assert "Hivos" in seen.text(".fq-answer")


def test_hostile_words_in_a_question_stay_words(seen: Seen) -> None:
    seen.page.get_by_label("Your question").fill(f"{HOSTILE} spyware")
    seen.page.get_by_label("Your question").press("Enter")
    seen.page.locator(".fq-answer").wait_for()
    assert "<script>" in seen.text("#fq-asked")
    assert_inert(seen)


def test_hostile_words_in_a_document_stay_words(browser: Any, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "rules-2020.md").write_text(
        f"# Rules {HOSTILE}\n\n## Goal 1: Keep {HOSTILE}\n\n### 1.1. Order {HOSTILE}\n\n- a. The gate [1] {HOSTILE} shuts.\n",
        "utf-8",
    )
    toy = open_assistant(settings=settings.load(corpus=folder, home=tmp_path / "home", embedding="hashing"))
    with served(toy, toy.settings) as running, visiting(browser, running.url, "/?at=rules-2020/1.1.a") as seen:
        seen.page.locator("#fq-opened").wait_for()
        assert "onerror" in seen.text("#fq-opened")
        seen.ask("What is activity a of Objective 1.1?")
        assert seen.page.locator(".fq-mark").count() == 1
        seen.page.get_by_role("tab", name="Browse").click()
        assert "<script>" in seen.text(".fq-tree")
        assert_inert(seen)


def assert_inert(seen: Seen) -> None:
    """Nothing of what is hostile ran, was fetched, or became markup."""
    assert seen.page.evaluate("window.hit") is None
    ours = "main, .gradio-container"
    for tag in ("img[src*=evil]", "form", "iframe", "video", "svg image", "a[href^=javascript]", "a[href*='//evil']"):
        assert seen.page.locator(ours).first.locator(tag).count() == 0, tag


def test_every_form_is_a_link_and_bad_ones_are_told(url: str) -> None:
    for form in ("markdown", "text", "docx", "bibtex", "csl", "json"):
        reply = httpx.get(f"{url}/api/export/{form}", params={"q": GOAL})
        assert reply.status_code == 200
        assert "attachment" in reply.headers["content-disposition"]
    assert httpx.get(f"{url}/api/export/odt", params={"q": GOAL}).status_code == 400
    for bad in ({"q": ""}, {"q": GOAL, "y": "MMXXIV"}, {"q": GOAL, "y": "1999"}):
        assert httpx.get(f"{url}/api/export/text", params=bad).status_code == 400
