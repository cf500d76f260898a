"""A report that is open in a browser, and what tests read and do in it."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from lunarsim.words.units import decimal_year

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Opened:
    """A report in a page of its own.

    Attributes
    ----------
    page
        Playwright's page.
    faults : list of str
        Warnings, errors and exceptions that the browser's console was told.
    fetched : list of str
        Addresses that the page asked for, but for its own; they were refused.
    """

    def __init__(self, context: Any, file: Path, fragment: str = "") -> None:
        self.context = context
        self.file = file
        self.faults: list[str] = []
        self.fetched: list[str] = []
        context.set_offline(True)
        context.route(lambda address: not address.startswith("file:"), self._refuse)
        context.grant_permissions([])
        self.page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        self.page.goto(f"{file.as_uri()}{fragment}")
        self.page.wait_for_selector("html[data-ready]", timeout=60_000)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type}: {message.text}")

    def _refuse(self, route: Any) -> None:
        self.fetched.append(route.request.url)
        route.abort()

    def run(self, script: str, given: Any = None) -> Any:
        """Return what a function in the page's own language returns."""
        return self.page.evaluate(script, given)

    def text(self, selector: str) -> str:
        """Return the text of the first element that fits."""
        return str(self.page.locator(selector).first.inner_text())

    def settle(self) -> None:
        """Wait until all asked for is drawn and the address says what is chosen."""
        for _ in range(200):
            if not self.run("lunarsim.page.isAsked || lunarsim.page.cards.some((card) => card.isDirty)"):
                break
            self.page.wait_for_timeout(50)
        self.page.wait_for_timeout(350)

    def effective(self) -> float:
        """Return the effective number of runs that is shown."""
        return float(self.text("#status .effective"))

    def overflow(self) -> int:
        """Return by how much the page is wider than the window [px]."""
        self.run("lunarsim.page.drawAll()")
        return int(self.run("document.documentElement.scrollWidth - innerWidth"))


class Embedded:
    """What a report holds, read without the page's own code.

    Attributes
    ----------
    about : dict
        What the sweep is.
    """

    def __init__(self, file: Path) -> None:
        html = file.read_text(encoding="utf-8")
        about = re.search(r'<script type="application/json" id="about">(.*?)</script>', html, re.DOTALL)
        data = re.search(r'<script type="text/plain" id="data">(.*?)</script>', html, re.DOTALL)
        assert about is not None
        assert data is not None
        self.about: dict[str, Any] = json.loads(about[1])
        packed = base64.b85decode(data[1].strip().translate(str.maketrans(".,/", "<>&")))
        self._bytes = zlib.decompress(packed, -zlib.MAX_WBITS)

    def codes(self, column: int) -> np.ndarray:
        """Return the codes of a column, which may be stored as differences from those of another one."""
        what = self.about["columns"][column]
        low, high = (
            np.frombuffer(self._bytes, np.uint8, 2 * what["count"], 2 * what["offset"]).reshape(2, -1).astype(int)
        )
        stored = low + 256 * high
        if what["base"] is None:
            return np.asarray(stored)
        return np.asarray((self.codes(what["base"]) + np.where(stored % 2, -(stored + 1) // 2, stored // 2)) % 65_536)

    def values(self, column: int) -> np.ndarray:
        """Return the numbers of a column: infinite for never, NaN for none."""
        what, codes = self.about["columns"][column], self.codes(column)
        low, high, part = what["low"], what["high"], codes / what["steps"]
        if what["kind"] == "code":
            numbers = codes.astype(float)
        elif what["transform"] == "days":
            numbers = np.array([in_years(low + code / 2) for code in np.where(codes < 65_534, codes, 0).tolist()])
        elif what["transform"] == "bins":
            numbers = (codes + 0.5) / what["steps"]
        elif low == high:
            numbers = np.full(codes.shape, float(low))
        elif what["transform"] == "log":
            numbers = np.exp(np.log(low) + (np.log(high) - np.log(low)) * part)
        elif what["transform"] == "symlog":
            bent = np.arcsinh(np.array([low, high]) / what["linear_width"])
            numbers = what["linear_width"] * np.sinh(bent[0] + (bent[1] - bent[0]) * part)
        else:
            numbers = low + (high - low) * part
        return np.where(codes == 65535, np.nan, np.where(codes == 65534, np.inf, numbers))


def in_years(day: float) -> float:
    """Return the decimal year of a day since 1970-01-01: of a whole one its start, of a half one its middle."""
    start, end = (decimal_year(dt.date(1970, 1, 1) + dt.timedelta(days=int(day) + more)) for more in (0, 1))
    return start if day == int(day) else (start + end) / 2
