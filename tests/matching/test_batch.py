"""The fast way gives the numbers of the readable one, in every field of the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.affinity import TextModel
from matching.batch import Block, score_block
from matching.encode import encode_doctors, encode_offers
from matching.pair import mutual, score_for_doctor, score_for_host
from matching.profiles import DoctorProfile, OfferProfile
from matching.score import Score, Term
from matching.tables import MISS_BELOW
from tests.matching.strategies import DOCTORS, OFFERS, WORDS

MODEL = TextModel().fit(WORDS)


def close(computed: np.float32, defined: float | None) -> bool:
    if defined is None:
        return bool(np.isnan(computed))
    return math.isclose(computed, defined, abs_tol=1e-5)


def on_the_edge(score: Score) -> bool:
    """A drive within rounding of the threshold may fall on either side in single precision."""
    drives = [drive for term in score.terms for drive in _drives(term)]
    return any(abs(value - MISS_BELOW) < 1e-4 for _, _, value in drives)


def _drives(term: Term) -> Sequence[tuple[int, float | None, float]]:
    return cast("Any", term.data["places"]) if term.criterion == "travel" else ()


def check(
    block: Block, at: tuple[int, int], doctor: DoctorProfile, offer: OfferProfile, private: bool
) -> None:
    ours = score_for_doctor(
        doctor, offer, affinity=MODEL.cosine(doctor.project, offer.text), private=private
    )
    theirs = score_for_host(offer, doctor, affinity=MODEL.cosine(offer.text, doctor.project))
    assert close(block.score_d[at], ours.value)
    assert close(block.score_h[at], theirs.value)
    assert close(block.known_d[at], ours.known)
    assert close(block.known_h[at], theirs.known)
    assert block.excluded_d[at] == bool(ours.excluded) or on_the_edge(ours)
    assert block.excluded_h[at] == bool(theirs.excluded)
    # The root of a product near 0 stretches rounding: compare squares there.
    both = mutual(ours.value, theirs.value)
    assert close(block.mutual[at], both) or abs(block.mutual[at] ** 2 - both**2) < 1e-6


@settings(max_examples=150)
@given(st.lists(DOCTORS, max_size=3), st.lists(OFFERS, max_size=4), st.booleans())
def test_batch_equals_pair(
    doctors: list[DoctorProfile], offers: list[OfferProfile], private: bool
) -> None:
    block = score_block(
        encode_doctors(doctors, MODEL), encode_offers(offers, MODEL), private=private
    )
    assert block.mutual.shape == (len(doctors), len(offers))
    for row, doctor in enumerate(doctors):
        for column, offer in enumerate(offers):
            check(block, (row, column), doctor, offer, private)


@settings(max_examples=20)
@given(DOCTORS, OFFERS)
def test_an_empty_model_knows_no_affinity(doctor: DoctorProfile, offer: OfferProfile) -> None:
    model = TextModel()
    block = score_block(encode_doctors([doctor], model), encode_offers([offer], model))
    assert close(block.score_d[0, 0], score_for_doctor(doctor, offer).value)
    assert close(block.known_h[0, 0], score_for_host(offer, doctor).known)


@pytest.mark.parametrize(("doctors", "offers"), [(1, 300), (300, 1), (300, 900)])
def test_tiles_do_not_show(doctors: int, offers: int) -> None:
    pair = DoctorProfile(1, days_min=3), OfferProfile(1, days_min=5)
    many = score_block(
        encode_doctors([pair[0]] * doctors, MODEL), encode_offers([pair[1]] * offers, MODEL)
    )
    assert many.mutual.shape == (doctors, offers)
    assert np.unique(many.score_d).tolist() == [0.0]


@settings(max_examples=30)
@given(DOCTORS, OFFERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    doctor: DoctorProfile, offer: OfferProfile, random: Random
) -> None:
    offers = [replace(offer, id=at, days_min=at % 6 + 1) for at in range(8)]
    shuffled = random.sample(offers, 8)
    codes = encode_doctors([doctor], MODEL)
    plain = score_block(codes, encode_offers(offers, MODEL)).mutual[0]
    mixed = score_block(codes, encode_offers(shuffled, MODEL)).mutual[0]
    assert np.allclose(plain[[offer.id for offer in shuffled]], mixed, atol=1e-6)
