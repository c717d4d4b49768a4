"""Pools that change row by row, and top lists that equal a sort."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bench.imaginary import imaginary_doctors, imaginary_offers
from matching.affinity import TextModel
from matching.batch import score_block
from matching.encode import encode_offers
from matching.pools import DoctorPool, OfferPool
from matching.profiles import DoctorProfile, OfferProfile
from matching.ranking import rank_for_doctor, rank_for_offer, rank_many, top_k, top_k_rows
from matching.verify import verify_ranking

SCORES = st.integers(0, 20).map(lambda n: n / 20)


@cache
def world() -> tuple[list[DoctorProfile], list[OfferProfile], TextModel]:
    doctors, offers = imaginary_doctors(60), imaginary_offers(400)
    return doctors, offers, TextModel().fit(offer.text for offer in offers)


@given(arrays(np.float32, st.integers(0, 40), elements=SCORES), st.integers(0, 45), st.data())
def test_top_k_is_a_sort(row: np.ndarray, k: int, data: st.DataObject) -> None:
    mask = data.draw(arrays(np.bool_, len(row)))
    expected = [at for at in np.argsort(-row, kind="stable").tolist() if mask[at]][:k]
    assert top_k(row, mask, k).tolist() == expected


@pytest.mark.parametrize("columns", [5, 200, 1000, 4097])
@pytest.mark.parametrize("levels", [10, 10**6])
def test_top_k_of_rows_is_a_sort(columns: int, levels: int) -> None:
    rng = np.random.default_rng(columns)
    block = (rng.integers(0, levels, (7, columns)) / levels).astype(np.float32)
    mask = rng.random(block.shape) < 0.5
    mask[0] = False
    for row, keep, best in zip(block, mask, top_k_rows(block, mask, 20), strict=True):
        assert best.tolist() == top_k(row, keep, 20).tolist()


def same_answers(pool: OfferPool, offers: list[OfferProfile], doctor_pool: DoctorPool) -> None:
    fresh = encode_offers(offers, pool.model)
    order = [pool.row(offer.id) for offer in offers]
    held = score_block(doctor_pool.codes(), pool.codes())
    plain = score_block(doctor_pool.codes(), fresh)
    for name in ("mutual", "score_d", "known_h"):
        a, b = getattr(held, name)[:, order], getattr(plain, name)
        assert np.allclose(a, b, atol=1e-5, equal_nan=True)
    assert (held.excluded_d[:, order] == plain.excluded_d).all()
    assert (held.excluded_h[:, order] == plain.excluded_h).all()


@pytest.mark.parametrize("seed", range(3))
def test_a_pool_follows_every_change(seed: int) -> None:
    doctors, offers, model = world()
    random, pool = Random(seed), OfferPool(model)
    truth: dict[int, OfferProfile] = {}
    doctor_pool = DoctorPool(model)
    doctor_pool.upsert(doctors[:10])
    for step in range(30):
        some = random.sample(offers, random.randint(0, 20))
        if random.random() < 0.3:
            pool.remove([offer.id for offer in some])
            for offer in some:
                truth.pop(offer.id, None)
        else:
            changed = [replace(offer, text=random.choice(offers).text) for offer in some]
            pool.upsert(changed)
            truth |= {offer.id: offer for offer in changed}
        assert sorted(pool.ids.tolist()) == sorted(truth)
        if step % 10 == 9:
            same_answers(pool, list(truth.values()), doctor_pool)
    assert all(pool.get(key) == offer and key in pool for key, offer in truth.items())


def test_a_pool_forgets_ids_it_never_had() -> None:
    pool = OfferPool()
    pool.remove([1])
    pool.upsert([OfferProfile(1), OfferProfile(2)])
    pool.remove([2, 2, 9])
    assert len(pool) == 1
    assert pool.mask([1, 9]).tolist() == [True]
    with pytest.raises(KeyError):
        pool.get(2)


def test_rankings_are_verified() -> None:
    doctors, offers, model = world()
    pool = OfferPool(model)
    pool.replace_all(offers)
    for doctor in doctors[:8]:
        ranked = rank_for_doctor(pool, doctor, 20)
        assert verify_ranking(doctor, offers, ranked, model, 20) == []
        if len(ranked.ids) > 1:
            swapped = replace(ranked, ids=ranked.ids[::-1], mutual=ranked.mutual[::-1])
            tied = ranked.mutual[0] == ranked.mutual[-1]
            assert tied or verify_ranking(doctor, offers, swapped, model, 20)


def test_many_at_once_is_one_at_a_time() -> None:
    doctors, offers, model = world()
    doctor_pool, offer_pool = DoctorPool(model), OfferPool(model)
    doctor_pool.replace_all(doctors)
    offer_pool.replace_all(offers)
    answers = dict(rank_many(doctor_pool, offer_pool, 10, block=16))
    assert sorted(answers) == sorted(doctor.id for doctor in doctors)
    for doctor in doctors:
        alone = rank_for_doctor(offer_pool, doctor, 10)
        assert np.allclose(answers[doctor.id].mutual, alone.mutual, atol=1e-6)
        assert len(set(answers[doctor.id].ids.tolist()) ^ set(alone.ids.tolist())) <= 2


def test_only_what_is_allowed_is_ranked() -> None:
    doctors, offers, model = world()
    pool = OfferPool(model)
    pool.replace_all(offers)
    allowed = pool.mask(range(1, 50))
    ranked = rank_for_doctor(pool, doctors[0], 400, allowed=allowed)
    assert set(ranked.ids.tolist()) < set(range(1, 50))


def test_a_host_ranks_doctors_without_their_household() -> None:
    doctors, offers, model = world()
    pool = DoctorPool(model)
    pool.replace_all(doctors)
    bare = DoctorPool(model)
    bare.replace_all(
        replace(each, places=(), partner_sectors=None, childcare=None, schools=None, housing=None)
        for each in doctors
    )
    for offer in offers[:20]:
        a, b = rank_for_offer(pool, offer), rank_for_offer(bare, offer)
        assert a.ids.tolist() == b.ids.tolist()
        assert np.allclose(a.score_d, b.score_d, atol=1e-6, equal_nan=True)
