"""The parts of a report as one HTML file."""

import base64
import hashlib
import html.parser
import json
import re

import pytest

from lunarsim.reading.report.assemble import as_json, assemble
from lunarsim.reading.report.content import Content

SCRIPT = "'use strict';\nconst x = 1 < 2;\n"
STYLE = "body { margin: 0 }\n"
TEMPLATE = (
    '<meta http-equiv="Content-Security-Policy" content="@@CSP@@"><title>@@TITLE@@</title><style>@@STYLE@@</style>'
    '<script type="application/json" id="about">@@ABOUT@@</script><script type="text/plain" id="data">@@DATA@@</script>'
    "@@SCRIPTS@@"
)
HOSTILE = "</script><script>alert(1)</script><!-- \" ' & \u2028 \u2029 \ud800 @@DATA@@ \\u003c é"


class Read(html.parser.HTMLParser):
    """The elements of a page with their attributes and texts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append([tag, dict(attrs), ""])

    def handle_data(self, data):
        self.found[-1][2] += data


@pytest.fixture
def page(tmp_path):
    for name, text in {
        "template.html": TEMPLATE,
        "style.css": STYLE,
        "scripts.txt": "one.js\n",
        "one.js": SCRIPT,
        "vendor/drawn.css": "svg {}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def source(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_allows_the_scripts_and_styles_of_the_page_and_nothing_else(page):
    (policy, *_) = [
        attrs["content"] for _, attrs, _ in Read(assemble(Content({}, ""), page)).found if "content" in attrs
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": source(SCRIPT),
        "style-src": f"{source(STYLE)} {source('svg {}')}",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_texts_of_a_sweep_stay_texts(page):
    """Labels may hold what ends a script, opens a comment or breaks a line; it comes back as it was."""
    about = {"title": HOSTILE.replace("\ud800", ""), "levers": [{"values": [HOSTILE]}], HOSTILE: 1}
    written = assemble(Content(about, "QUJD"), page)
    elements = Read(written).found
    assert [tag for tag, _, _ in elements] == ["meta", "title", "style", "script", "script", "script"]
    by_id = {attrs.get("id"): text for _, attrs, text in elements}
    assert json.loads(by_id["about"]) == about
    assert by_id["data"] == "QUJD"
    assert elements[1][2] == about["title"]
    assert written.encode("utf-8")


def test_json_holds_no_letter_that_html_or_scripts_take_for_their_own():
    text = as_json({"label": HOSTILE})
    assert text.isascii()
    assert not re.search(r"[<>&\u2028\u2029]", text)
    with pytest.raises(ValueError, match="JSON"):
        as_json({"value": float("nan")})


@pytest.mark.parametrize(("name", "text"), [("one.js", "let x = '</SCRIPT>'"), ("style.css", "a { } </style>")])
def test_a_file_of_the_page_that_would_end_its_element_is_refused(page, name, text):
    (page / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="would end it early"):
        assemble(Content({}, ""), page)
