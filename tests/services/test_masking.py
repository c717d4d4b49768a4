"""What is taken out of free texts before an introduction."""

from __future__ import annotations

import pytest

from services.masking import MASK, mask_text
from services.pseudonyms import conceal, pseudonym, reveal


@pytest.mark.parametrize(
    "secret",
    [
        "camille.essai@example.org",
        "camille (at) example . org",
        "06 12 34 56 78",
        "+33 (0)6.12.34.56.78",
        "0612345678",
        "10 10123456 7",
        "https://cabinet.example.org/moi",
        "www.camille.fr",
        "camille-essai.fr",
        "@camille_essai",
        "Camille",
        "CAMILLE",
        "Essaï",
    ],
)
def test_what_tells_who_someone_is_disappears(secret: str) -> None:
    masked = mask_text(f"Bonjour, {secret} : à bientôt.", ["Camille", "Essai"])
    assert secret not in masked
    assert MASK in masked
    assert masked.startswith("Bonjour, ")
    assert masked.endswith(": à bientôt.")


@pytest.mark.parametrize(
    "text",
    [
        "De 2026 à 2028, 1 200 € par mois, 12 000 habitants.",
        "La médecine du sport, à 3 km. Essais cliniques.",
        "",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert mask_text(text, ["Camille", "Essai", None]) == text


def test_one_name_for_a_doctor_at_one_offer_another_elsewhere() -> None:
    tokens = {conceal(doctor, offer, "secret") for doctor in range(50) for offer in range(20)}
    assert len(tokens) == 1000
    assert all(reveal(conceal(n, 3, "secret"), 3, "secret") == n for n in (1, 77, 2**31 - 1))
    assert pseudonym(7, 3, "secret") == pseudonym(7, 3, "secret") != pseudonym(7, 4, "secret")
    assert conceal(7, 3, "secret") != conceal(7, 3, "another")
    for nonsense in ("", "1", "zzzzzzzz", "../../etc"):
        assert reveal(nonsense, 3, "secret") is None
