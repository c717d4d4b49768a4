"""Communes are found the way people type them."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from services.communes import (
    AmbiguousCommune,
    UnknownCommune,
    commune_label,
    fold_name,
    resolve_commune,
    search_communes,
)
from tests.support.queries import QueryRecorder


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cahors", "Cahors"),
        ("CAHORS", "Cahors"),
        ("l hay les roses", "L'Haÿ-les-Roses"),
        ("L’Haÿ", "L'Haÿ-les-Roses"),
        ("St Cirq Lapopie", "Saint-Cirq-Lapopie"),
        ("ste-anastasie", "Sainte-Anastasie"),
        ("lapopie", "Saint-Cirq-Lapopie"),
        ("oeting", "Œting"),
        ("46000", "Cahors"),
        ("la roche sur", "La Roche-sur-Yon"),
    ],
)
def test_a_part_of_the_name_is_enough(app: Flask, typed: str, found: str) -> None:
    assert search_communes(typed)[0].name == found


def test_an_exact_name_comes_before_larger_communes_that_contain_it(app: Flask) -> None:
    assert search_communes("lyon")[0].code == "69123"
    assert search_communes("die")[0].name == "Die"


@pytest.mark.parametrize("typed", ["", " ", "x", "%", "__", "zzzzz", "99999", "'; drop table"])
def test_nothing_is_found_for_nothing(app: Flask, typed: str) -> None:
    assert search_communes(typed) == []


def test_a_search_is_one_query(app: Flask, queries: QueryRecorder) -> None:
    with queries:
        labels = [commune_label(commune) for commune in search_communes("saint")]
    assert len(labels) == 10
    assert len(queries) == 1  # communes with their départements


def test_a_postal_code_of_several_communes_offers_the_choice(app: Flask) -> None:
    with pytest.raises(AmbiguousCommune) as refusal:
        resolve_commune("46300")
    names = [commune.name for commune in refusal.value.data["choices"]]  # type: ignore[attr-defined]
    assert "Gourdon" in names
    assert len(names) > 5


def test_namesakes_offer_the_choice_and_their_labels_settle_it(app: Flask) -> None:
    with pytest.raises(AmbiguousCommune) as refusal:
        resolve_commune("Sainte-Anastasie")
    for commune in refusal.value.data["choices"]:  # type: ignore[attr-defined]
        assert resolve_commune(commune_label(commune)) == commune


@pytest.mark.parametrize(("typed", "code"), [("2a004", "2A004"), ("Cahors (46)", "46042")])
def test_codes_and_labels_are_read(app: Flask, typed: str, code: str) -> None:
    assert resolve_commune(typed).code == code


@pytest.mark.parametrize("typed", ["Atlantis", "Cahors (75)", "00000", "é" * 100_000])
def test_an_unknown_commune_is_refused_by_name(app: Flask, typed: str) -> None:
    with pytest.raises(UnknownCommune):
        resolve_commune(typed)


@given(st.text(max_size=40))
def test_folding_is_stable_and_plain(text: str) -> None:
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert folded.isascii()
