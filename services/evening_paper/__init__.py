"""What an evening prints: schedules, table signs, badges, the organiser's overview, blank sheets.

``reading`` turns rows into plain values once, ``sheets`` into what each document says, ``codes``
draws QR codes, ``setting`` gives all of it to the typesetter. Paper must do if the network dies.
"""

from services.evening_paper.printing import (
    Document,
    PaperKind,
    PaperState,
    pack_all,
    print_document,
    print_own_schedule,
    read_state,
)

__all__ = [
    "Document",
    "PaperKind",
    "PaperState",
    "pack_all",
    "print_document",
    "print_own_schedule",
    "read_state",
]
