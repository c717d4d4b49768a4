import io
import json
import urllib.request
from email.message import Message

import pytest

from scripts import audit
from scripts.audit import (
    Pin,
    faults_of_installed,
    faults_of_lock,
    known_vulnerabilities,
    main,
    read_lock,
)

HASH = "    --hash=sha256:" + "0" * 64


def lock(*lines):
    return "\n".join(lines) + "\n"


class Installed:
    def __init__(self, name, version, requires=(), url=None):
        self.metadata = Message()
        self.metadata["Name"] = name
        self.version, self.requires, self._url = version, list(requires), url

    def read_text(self, _name):
        return self._url


def test_what_is_installed_here_is_what_is_locked(capsys):
    assert main([]) == 0
    assert "installed as locked" in capsys.readouterr().out


def test_a_lock_is_read_whole_or_not_at_all():
    text = lock(
        "a==1 \\", HASH + " \\", HASH, "    # via b", "B.c==2 ; sys_platform == 'x' \\", HASH
    )
    assert read_lock(text) == [Pin("a", "1", True, 2), Pin("b-c", "2", False, 1)]
    for odd in ("a @ https://x/a.whl", "-e .", "--pre", "a>=1", "a==1"):
        with pytest.raises(ValueError, match="neither"):
            read_lock(lock(odd))


def test_pins_without_hash_said_twice_or_too_old_are_told():
    a, b = Pin("a", "1", True, 1), Pin("b", "1", True, 0)
    assert faults_of_lock([a], ["a>=1"]) == []
    assert faults_of_lock([a, b], []) == ["b 1: no hash"]
    assert len(faults_of_lock([a, a], [])) == 1
    assert len(faults_of_lock([a], ["a>=2", "c"])) == 2
    assert faults_of_lock([a], ["c ; sys_platform == 'nowhere'"]) == []


def test_what_is_installed_beside_the_lock_is_told():
    pins = [Pin("a", "1", True, 1), Pin("w", "1", False, 1)]
    assert faults_of_installed([Installed("A", "1"), Installed("pip", "9")], pins) == []
    assert faults_of_installed([Installed("a", "2")], pins) == ["a: installed 2, locked 1"]
    assert faults_of_installed([], pins) == ["a: installed None, locked 1"]
    unknown = faults_of_installed([Installed("a", "1"), Installed("x", "1")], pins)
    assert unknown == ["x: installed 1, locked None"]
    lacking = faults_of_installed([Installed("a", "1", ["z>=1", "y ; extra == 'more'"])], pins)
    assert lacking == ["a asks for z>=1, found nothing"]
    assert faults_of_installed([Installed("a", "1", url="{}")], pins) == [
        "a: not from the registry"
    ]


def test_what_the_public_database_knows_is_told(monkeypatch):
    asked = []

    def answer(request, timeout):
        asked.append(json.loads(request.data))
        return io.BytesIO(b'{"results": [{}, {"vulns": [{"id": "PYSEC-1"}]}]}')

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    told = known_vulnerabilities([Pin("a", "1", True, 1), Pin("b", "2", True, 1)])
    assert told == ["b 2: PYSEC-1 (https://osv.dev/PYSEC-1)"]
    assert asked[0]["queries"][1] == {
        "package": {"name": "b", "ecosystem": "PyPI"},
        "version": "2",
    }


def test_a_database_out_of_reach_is_never_taken_for_good_news(monkeypatch, capsys):
    def refuse(_pins):
        raise OSError("no route")

    monkeypatch.setattr(audit, "known_vulnerabilities", refuse)
    assert main(["--online"]) == 2
    assert "NOT looked up" in capsys.readouterr().out
