"""A Chromium for the tests: the machine's own, else one from apt, else one from Playwright."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from scripts.environment import PYTHON
from scripts.terminal import give_up, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The path of a Chromium that starts, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path and _runs([path, "--version"]):
            return path
    return None


def install_browser() -> None:
    """Get a Chromium in the way this machine allows."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installation de Chromium avec apt (environ une minute)…")
        _runs(["apt-get", "update", "-q"], loud=True)
        _runs(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
            loud=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if find_browser():
            return
    say("Installation de Chromium avec Playwright (environ une minute)…")
    if not _runs([str(PYTHON), "-m", "playwright", "install", "chromium"], loud=True):
        give_up(
            "Aucun navigateur n'a pu être installé ; installez Chromium, puis relancez.",
            "No browser could be installed; install Chromium, then run again.",
        )


def _runs(command: list[str], *, loud: bool = False, env: dict[str, str] | None = None) -> bool:
    output = None if loud else subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    if not find_browser():
        install_browser()
    sys.exit(0)
