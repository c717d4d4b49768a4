"""Rank offers for doctors: the readable function on every pair beside the code matrices.

``python -m bench.ranking`` prints one table; ``--pairs 2000`` reads fewer pairs one by one. Linear
algebra is held to one core, so that the figures are those of one web worker.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # no published types

from bench.imaginary import imaginary_doctors, imaginary_offers
from matching.affinity import TextModel
from matching.encode import DoctorCodes, OfferCodes
from matching.pair import mutual, score_for_doctor, score_for_host
from matching.pools import DoctorPool, OfferPool
from matching.profiles import DoctorProfile, OfferProfile
from matching.ranking import rank_for_doctor, rank_for_offer, rank_many
from matching.verify import verify_ranking

OFFERS, DOCTORS, MANY, TOP = 20_000, 20_000, 2_000, 20


def seconds(work: Callable[[], Any], repeats: int = 1) -> float:
    """The best wall time of some repeats."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def line(label: str, figure: str, note: str = "") -> None:
    """Print one line of the table as soon as it is known."""
    print(f"{label:<56}{figure:>14}  {note}")
    sys.stdout.flush()


def one_by_one(doctor: DoctorProfile, offers: list[OfferProfile], model: TextModel) -> list[int]:
    """The top offers by the readable function on every pair; cosines come all at once."""
    cosines = (
        model.transform(offer.text for offer in offers) @ model.transform([doctor.project]).T
    ).toarray()[:, 0]
    found = []
    for offer, cosine in zip(offers, cosines.tolist(), strict=True):
        ours = score_for_doctor(doctor, offer, affinity=cosine)
        theirs = score_for_host(offer, doctor, affinity=cosine)
        if not ours.excluded:
            found.append((-mutual(ours.value, theirs.value), offer.id))
    return [key for _, key in sorted(found)[:TOP]]


def products_only(doctors: DoctorCodes, offers: OfferCodes, block: int = 128) -> None:
    """Only the four dense products of the fast way: what linear algebra alone would allow."""
    sides = (
        (doctors.wants, offers.tells),
        (doctors.weights, offers.known),
        (doctors.tells, offers.wants),
        (doctors.known, offers.weights),
    )
    for at in range(0, len(doctors), block):
        for mine, other in sides:
            for left in range(0, len(other), 1024):
                np.matmul(mine[at : at + block], other[left : left + 1024].T)


def peak_mb(work: Callable[[], Any]) -> float:
    """Megabytes allocated beyond the start, at the peak."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def bench_one(offers: OfferPool, listed: list[OfferProfile], pairs: int) -> None:
    """One doctor among all offers: a general practitioner with places and a project."""
    doctor = next(
        each
        for each in imaginary_doctors(500, seed=5)
        if each.specialty == "general" and len(each.places) == 2 and each.project
    )
    slow = seconds(lambda: one_by_one(doctor, listed[:pairs], offers.model)) * OFFERS / pairs
    note = "run in full" if pairs == OFFERS else f"{pairs} pairs, scaled"
    line("one doctor, readable function on every pair", f"{slow * 1e3:,.0f} ms", note)
    fast = seconds(lambda: rank_for_doctor(offers, doctor, TOP), 20)
    line("one doctor, pool", f"{fast * 1e3:.1f} ms", f"{slow / fast:,.0f} x; top {TOP}, both ways")
    line("  memory of one ranking", f"{peak_mb(lambda: rank_for_doctor(offers, doctor)):.1f} MB")
    problems = verify_ranking(
        doctor, listed, rank_for_doctor(offers, doctor, TOP), offers.model, TOP
    )
    line("  verified against the readable function", "yes" if not problems else "NO", str(problems))

    def change_one() -> None:
        offers.upsert(listed[:1])
        offers.codes()

    change = seconds(change_one, 10)
    line("one offer changed in the pool", f"{change * 1e3:.1f} ms")


def bench_many(doctors: DoctorPool, offers: OfferPool) -> None:
    """Many doctors among all offers, beside the products alone."""
    pairs = len(doctors) * len(offers)
    ranked = seconds(lambda: sum(1 for _ in rank_many(doctors, offers, TOP)))
    ceiling = seconds(lambda: products_only(doctors.codes(), offers.codes()), 2)
    line(f"{len(doctors)} doctors x {len(offers)} offers, ranked", f"{ranked:.2f} s")
    line("  pairs a second", f"{pairs / ranked / 1e6:.0f} M", "counting pairs closed by specialty")
    line(
        "  dense products alone, every pair", f"{ceiling:.2f} s", f"{pairs / ceiling / 1e6:.0f} M/s"
    )
    line("  share of that ceiling", f"{ceiling / ranked:.0%}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=OFFERS, help="pairs read one by one")
    pairs = min(parser.parse_args().pairs, OFFERS)
    listed, people = imaginary_offers(OFFERS), imaginary_doctors(DOCTORS)
    texts = [offer.text for offer in listed] + [doctor.project for doctor in people]
    model = TextModel()
    line(f"fit {len(texts)} texts", f"{seconds(lambda: model.fit(texts)):.2f} s")
    offers, doctors = OfferPool(model), DoctorPool(model)
    line(f"encode {OFFERS} offers", f"{seconds(lambda: offers.replace_all(listed)):.2f} s")
    line(f"encode {DOCTORS} doctors", f"{seconds(lambda: doctors.replace_all(people)):.2f} s")
    codes = offers.codes()
    held = sum(array.nbytes for array in vars(codes).values() if isinstance(array, np.ndarray))
    line("  the offers' code matrices", f"{(held + codes.texts.data.nbytes * 2) / 1e6:.0f} MB")
    bench_one(offers, listed, pairs)
    hosts = seconds(lambda: rank_for_offer(doctors, listed[0], TOP), 10)
    line(f"one host among {DOCTORS} doctors, pool", f"{hosts * 1e3:.1f} ms")
    some = DoctorPool(model)
    some.replace_all(people[:MANY])
    bench_many(some, offers)
    line(
        "memory of the process",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB",
    )


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
