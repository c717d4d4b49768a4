from __future__ import annotations

import json
import math

import numpy as np
import pytest

from matching.affinity import TextModel, plain
from matching.stop_words import FRENCH_STOP_WORDS

TEXTS = [
    "Une maison de santé à la montagne, équipe soudée, pédiatrie",
    "Au bord de la mer, gériatrie et EHPAD",
    "Urgences et montagne, secours en avalanche",
]


@pytest.fixture
def model() -> TextModel:
    return TextModel().fit(TEXTS)


def test_accents_apostrophes_and_ligatures_are_opened() -> None:
    assert plain("Équipe d’Œuvre\N{NO-BREAK SPACE}: l'été") == "equipe d'oeuvre : l'ete"


def test_stop_words_are_plain_and_absent(model: TextModel) -> None:
    assert all(plain(word) == word for word in FRENCH_STOP_WORDS)
    assert not set(model.terms_) & set(FRENCH_STOP_WORDS)


def test_rows_have_norm_one_or_zero(model: TextModel) -> None:
    rows = model.transform([*TEXTS, "", "zzz"])
    assert rows.dtype == np.float32
    assert pytest.approx([1, 1, 1, 0, 0], abs=1e-6) == rows.multiply(rows).sum(axis=1).A1


def test_a_model_survives_json(model: TextModel) -> None:
    again = TextModel.from_dict(json.loads(json.dumps(model.to_dict())))
    assert again.terms_ == model.terms_
    assert (again.transform(TEXTS) != model.transform(TEXTS)).nnz == 0


@pytest.mark.parametrize("texts", [[], [""], ["le la les"]])
def test_an_empty_corpus_knows_nothing(texts: list[str]) -> None:
    model = TextModel().fit(texts)
    again = TextModel.from_dict(model.to_dict())
    assert model.transform(["montagne"]).shape == (1, 0)
    assert again.cosine("montagne", "montagne") is None


def test_cosine_tells_silence_from_ignorance(model: TextModel) -> None:
    assert model.cosine("", "montagne") is None
    assert math.isnan(model.cosine("montagne", "xyz") or 0)
    assert model.cosine("montagne", "Montagne !") == pytest.approx(1)
    assert model.cosine("mer", "montagne") == 0


def test_shared_words_keep_their_accents(model: TextModel) -> None:
    words = model.shared_words("montagne pediatrie equipe", "L’Équipe de pédiatrie", 2)
    assert set(words) == {"équipe", "pédiatrie"}
    assert model.shared_words("mer", "montagne") == ()
