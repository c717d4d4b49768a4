"""The worked example of the page, recomputed from what the page shows."""

from __future__ import annotations

import math

import pytest

from services.worked_example import SideExample, worked_example
from tests.support.requests import Browser, page

EXAMPLE = worked_example()


def _figure(text: str) -> float:
    return float(text.replace(",", "."))


@pytest.mark.parametrize("side", [EXAMPLE.doctor, EXAMPLE.host], ids=["doctor", "host"])
def test_the_formula_gives_the_score(side: SideExample) -> None:
    known = [line for line in side.lines if line.value is not None]
    weights = sum(line.weight for line in known)
    assert side.score == pytest.approx(sum(x.weight * (x.value or 0) for x in known) / weights)
    assert side.known == pytest.approx(weights / sum(line.weight for line in side.lines))
    assert {line.reason.verdict for line in side.lines} >= {"fits", "check", "unknown"}


def test_the_page_shows_figures_that_add_up(client: Browser) -> None:
    read = page(client.get("/classement"))
    tables = read.find_all("table")
    assert len(tables) == 2
    scores = []
    for table, side in zip(tables, (EXAMPLE.doctor, EXAMPLE.host), strict=True):
        weights = products = 0.0
        for row in table.find("tbody").find_all("tr"):  # type: ignore[union-attr]
            weight, value, product = (cell.get_text() for cell in row.find_all("td")[1:])
            if value == "non dit":
                assert product == "–"
                continue
            assert _figure(weight) * _figure(value) == pytest.approx(_figure(product), abs=2e-3)
            weights, products = weights + _figure(weight), products + _figure(product)
        scores.append(products / weights)
        assert scores[-1] == pytest.approx(side.score, abs=1e-3)
        assert f"{round(side.score * 100)}\u00a0%" in read.get_text()
    assert math.sqrt(scores[0] * scores[1]) == pytest.approx(EXAMPLE.mutual, abs=1e-3)
    assert f"{EXAMPLE.mutual:.3f}".rstrip("0").replace(".", ",") in read.get_text()
