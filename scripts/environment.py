"""The virtual environment: made once, filled from the lock file, left alone while it is unchanged.

``python -m scripts.environment [--dev]``, with any Python from 3.11 on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path

from scripts.terminal import end_steps, give_up, say, show_step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"


def stamp_of(lock: Path) -> Path:
    """Where a copy of the lock file is kept once all of it is installed."""
    return VENV / f"{lock.name}.installed"


def is_installed(lock: Path) -> bool:
    """Was exactly this lock file installed last?"""
    stamp = stamp_of(lock)
    return stamp.exists() and stamp.read_bytes() == lock.read_bytes()


def venv_works() -> bool:
    """Does the environment still start, where it stands, with a Python that is recent enough?"""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11) or sys.prefix != sys.argv[1])"
    try:
        done = subprocess.run([PYTHON, "-c", probe, VENV], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make_venv() -> None:
    """Create ``.venv`` with the Python that runs this script."""
    say(f"Création de l'environnement Python {sys.version_info.major}.{sys.version_info.minor}…")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode == 0:
        return
    if uv := shutil.which("uv"):  # Debian without python3-venv: uv brings pip itself
        shutil.rmtree(VENV, ignore_errors=True)
        command = [uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(VENV)]
        if subprocess.run(command, env=_uv_environment(), check=False).returncode == 0:
            return
    print(made.stdout, made.stderr, file=sys.stderr)
    give_up(
        "L'environnement n'a pas pu être créé. Sous Debian ou Ubuntu : apt install python3-venv.",
        "The environment could not be made. On Debian or Ubuntu: apt install python3-venv.",
    )


def install(lock: Path) -> None:
    """Install every pinned package of ``lock``, checking its hash."""
    total = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), flags=re.MULTILINE))
    say(f"Installation de {total} bibliothèques, empreintes vérifiées (environ une minute)…")
    if not (_install_with_uv(lock) or _install_with_pip(lock, total)):
        give_up(
            "L'installation a échoué. Vérifiez l'accès au réseau, puis relancez la commande.",
            "The installation failed. Check the network, then run the command again.",
        )
    for stale in (stamp_of(RUN_LOCK), stamp_of(DEV_LOCK)):
        stale.unlink(missing_ok=True)
    shutil.copyfile(lock, stamp_of(lock))
    if lock == DEV_LOCK:  # it holds every pin of the other one
        shutil.copyfile(RUN_LOCK, stamp_of(RUN_LOCK))


def _uv_environment() -> dict[str, str]:
    return {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}


def _install_with_uv(lock: Path) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    command = [uv, "pip", "install", "--python", str(PYTHON), "--no-deps", "--require-hashes"]
    done = subprocess.run([*command, "-r", str(lock)], env=_uv_environment(), check=False)
    if done.returncode:
        say("uv n'y est pas parvenu ; pip prend le relais.")
    return done.returncode == 0


def _install_with_pip(lock: Path, total: int) -> bool:
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "-r", str(lock)]
    last_lines: deque[str] = deque(maxlen=15)
    collected = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            last_lines.append(line)
            if line.startswith("Collecting "):
                collected += 1
                show_step(f"{collected}/{total} {line.split()[1].partition('==')[0]}")
            elif line.startswith("Installing collected packages"):
                show_step(f"{total}/{total} mise en place")
    end_steps()
    if pip.returncode:
        print("".join(last_lines), file=sys.stderr)
    return pip.returncode == 0


def prepare(*, dev: bool = False) -> None:
    """Make the environment ready; nothing is done, and nothing said, when it already is."""
    lock = DEV_LOCK if dev else RUN_LOCK
    if not venv_works():
        make_venv()
    if not is_installed(lock):
        install(lock)


if __name__ == "__main__":
    prepare(dev="--dev" in sys.argv[1:])
