"""The log-ins of the demo world, shown on the log-in page in demo mode only."""

from __future__ import annotations

from models.vocabulary import Role

DEMO_DOMAIN = "demo.ancrage.example"  # reserved for examples: no mail can leave for it
# Public on purpose: it opens imaginary people only, and demo mode prints it on the log-in page.
DEMO_PASSWORD = "ancrage-demo-2026"  # noqa: S105

DOCTOR_EMAIL = f"doctor@{DEMO_DOMAIN}"
HOST_EMAIL = f"host@{DEMO_DOMAIN}"
ORGANISER_EMAIL = f"organiser@{DEMO_DOMAIN}"
AMBASSADOR_EMAIL = f"ambassador@{DEMO_DOMAIN}"
STEWARD_EMAIL = f"steward@{DEMO_DOMAIN}"

EMAIL_OF_ROLE: dict[Role, str] = {
    Role.DOCTOR: DOCTOR_EMAIL,
    Role.HOST: HOST_EMAIL,
    Role.ORGANISER: ORGANISER_EMAIL,
    Role.AMBASSADOR: AMBASSADOR_EMAIL,
    Role.STEWARD: STEWARD_EMAIL,
}


def demo_logins() -> list[tuple[str, str]]:
    """(label of the role, e-mail address) of each demo log-in; all share ``DEMO_PASSWORD``."""
    return [(role.label, email) for role, email in EMAIL_OF_ROLE.items()]
