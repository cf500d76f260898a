"""Pages: each can be found from the README, and each link leads somewhere."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.house.test_floors import ROOT

FOLDERS = ("", "docs", "docs/decisions", "experiments", "notebooks", "benchmarks")
PAGES = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text_of(page):
    """Return a page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def links(page):
    """Return the file and anchor of each link of a page that leads into the project."""
    inside = (link for link in LINK.findall(text_of(page)) if "://" not in link and not link.startswith("mailto:"))
    parts = (link.partition("#") for link in inside)
    return [((page.parent / unquote(file)).resolve() if file else page, anchor) for file, _, anchor in parts]


def anchors(page):
    """Return the anchors of the headings of a page, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", LINK.sub("]", head).lower()).replace(" ", "-") for head in heads}


def test_every_page_is_found_from_the_readme():
    found, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        found.add(page)
        ahead += {file for file, _ in links(page) if file.suffix == ".md" and file.exists()} - found
    assert len(PAGES) > 20
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in found] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    lost = [str(file) for file, _ in links(page) if not file.exists()]
    pages = [(file, anchor) for file, anchor in links(page) if anchor and file.suffix == ".md" and file.exists()]
    lost += [f"{file.name}#{anchor}" for file, anchor in pages if anchor not in anchors(file)]
    assert lost == []


def test_anchors_are_those_of_github(tmp_path: Path):
    page = tmp_path / "a.md"
    page.write_text("# Deciding, `lunarsim compare`\n```\n# none\n```\n## [Two](x.md) sweeps\n", encoding="utf-8")
    assert anchors(page) == {"deciding-lunarsim-compare", "two-sweeps"}
