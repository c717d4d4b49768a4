import csv
from io import StringIO

import pytest

from services.csv_safety import safe_cell, write_csv


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+33 5 65 00 00 00",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =HYPERLINK(1)",
        "\x00=1",
        "\ufeff=1",
        "\uff1d1+1",
        "|calc",
        "%0A=1",
    ],
)
def test_what_begins_like_a_formula_is_text(formula):
    assert safe_cell(formula).startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Cahors", "Cahors"),
        ("MSP de Lalbenque = équipe", "MSP de Lalbenque = équipe"),
        (-3, "-3"),
        (2.5, "2.5"),
        (None, ""),
        (True, "True"),
        ("a\x00b", "ab"),
    ],
)
def test_the_rest_is_left_as_it_is(value, cell):
    assert safe_cell(value) == cell


def test_a_file_keeps_quotes_separators_and_line_ends_inside_their_cell():
    text = write_csv(["nom", "projet"], [['dit "Jo"; =1', "a\nb"], ["x", "=cmd|' /C calc'!A0"]])
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text[1:], newline=""), delimiter=";"))
    assert rows == [["nom", "projet"], ['dit "Jo"; =1', "a\nb"], ["x", "'=cmd|' /C calc'!A0"]]
