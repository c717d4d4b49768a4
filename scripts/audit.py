"""``make check`` runs it: is what is installed exactly what was locked, whole and consistent?

Offline: each pin has its hashes, each wish of pyproject.toml is met by a pin, what is installed is
what is pinned and nothing else, comes from no private address, and misses nothing it asks for.
``--online`` (``make audit``) also asks OSV, the public database of known vulnerabilities, about
every pin; no database travels with the code, so that part says nothing when it cannot be reached.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
OSV = "https://api.osv.dev/v1/querybatch"
# What makes the environment itself, and is not locked.
TOOLS = frozenset({"pip", "setuptools", "wheel", "uv", "ancrage"})
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$"
)
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@dataclass(frozen=True, slots=True)
class Pin:
    """One locked package; ``hashes`` are those of its files."""

    name: str
    version: str
    applies: bool
    hashes: int


def read_lock(text: str) -> list[Pin]:
    """The pins of a lock file; a line that is none of what one expects stops the audit."""
    pins: list[Pin] = []
    for line in text.splitlines():
        if found := _PIN.match(line):
            marker = found["marker"]
            applies = marker is None or Marker(marker).evaluate()
            pins.append(Pin(canonicalize_name(found["name"]), found["version"], applies, 0))
        elif _HASH.match(line) and pins:
            last = pins[-1]
            pins[-1] = Pin(last.name, last.version, last.applies, last.hashes + 1)
        elif line.strip() and not line.lstrip().startswith("#"):
            raise ValueError(f"neither a pin nor a hash: {line!r}")
    return pins


def faults_of_lock(pins: Iterable[Pin], wishes: Iterable[str]) -> list[str]:
    """Pins without hashes, pins said twice, wishes that no pin meets."""
    pins = list(pins)
    found = [f"{pin.name} {pin.version}: no hash" for pin in pins if not pin.hashes]
    versions = {pin.name: pin.version for pin in pins if pin.applies}
    if len(versions) != sum(pin.applies for pin in pins):
        found.append("a package is pinned twice for this machine")
    return found + _unmet("pyproject.toml", wishes, versions)


def faults_of_installed(installed: Iterable[Distribution], pins: Iterable[Pin]) -> list[str]:
    """What is installed but not pinned, pinned but not installed, or misses what it needs."""
    wanted = {pin.name: pin.version for pin in pins if pin.applies}
    known = {str(canonicalize_name(one.metadata["Name"])): one for one in installed}
    versions = {name: one.version for name, one in known.items()}
    found = [
        f"{name}: installed {versions.get(name)}, locked {wanted.get(name)}"
        for name in sorted(wanted.keys() | versions.keys() - TOOLS)
        if versions.get(name) != wanted.get(name)
    ]
    for name, one in sorted(known.items()):
        if name not in TOOLS:
            found += _unmet(name, one.requires or (), versions)
            if one.read_text("direct_url.json"):
                found.append(f"{name}: not from the registry")
    return found


def _unmet(who: str, wishes: Iterable[str], versions: Mapping[str, str]) -> list[str]:
    found = []
    for wish in map(Requirement, wishes):
        if wish.marker is not None and not wish.marker.evaluate({"extra": ""}):
            continue
        version = versions.get(canonicalize_name(wish.name))
        if version is None or not wish.specifier.contains(version, prereleases=True):
            found.append(f"{who} asks for {wish}, found {version or 'nothing'}")
    return found


def audit_offline() -> list[str]:
    """Every fault of both lock files and of this environment."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    served, all_pins = (
        read_lock((ROOT / name).read_text())
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    wishes = project["project"]["dependencies"]
    found = faults_of_lock(served, wishes)
    found += faults_of_lock(all_pins, [*wishes, *project["dependency-groups"]["dev"]])
    missing = {(pin.name, pin.version) for pin in served}
    missing -= {(pin.name, pin.version) for pin in all_pins}
    found += [f"{name} {version}: served, never tested" for name, version in sorted(missing)]
    return found + faults_of_installed(distributions(), all_pins)


def known_vulnerabilities(pins: Iterable[Pin]) -> list[str]:
    """What OSV knows about these versions."""
    pins = list(pins)
    queries = [
        {"package": {"name": pin.name, "ecosystem": "PyPI"}, "version": pin.version} for pin in pins
    ]
    request = urllib.request.Request(
        OSV, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own https
        results: list[dict[str, Any]] = json.load(answer)["results"]
    return [
        f"{pin.name} {pin.version}: {vulnerability['id']} (https://osv.dev/{vulnerability['id']})"
        for pin, result in zip(pins, results, strict=True)
        for vulnerability in result.get("vulns", ())
    ]


def main(words: list[str]) -> int:
    """0 when nothing was found, 1 when something was, 2 when the database was not reached."""
    found = audit_offline()
    pins = read_lock((ROOT / "requirements-dev.lock").read_text())
    if "--online" in words:
        try:
            found += known_vulnerabilities(pins)
        except OSError as error:
            print(f"OSV could not be reached ({error}): known vulnerabilities were NOT looked up.")
            return 2
    for fault in found:
        print(f"✗ {fault}")
    if not found:
        asked = "nothing known against them" if "--online" in words else "vulnerabilities not asked"
        print(f"✓ {len(pins)} packages: locked, hashed, installed as locked, consistent; {asked}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
