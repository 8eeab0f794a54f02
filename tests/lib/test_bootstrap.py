import base64
import hashlib
import json
import os
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from webox.lib import bootstrap
from webox.lib.bootstrap import CannotInstall, check_writable, install, is_supported, use_supported_python

ROOT = Path(__file__).resolve().parents[2]


def make_wheel(folder, name, version, **files):
    """Build a wheel; return the line that locks it."""
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"version = '{version}'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        **{f"{name}-{version}.data/scripts/{script}": content for script, content in files.items()},
    }
    record = f"{info}/RECORD,,\n"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).decode().rstrip("=")
            record += f"{path},sha256={digest},{len(content)}\n"
        archive.writestr(f"{info}/RECORD", record)
    return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class Project:
    """A folder to install, whose packages come from a folder of wheels and nowhere else."""

    def __init__(self, folder):
        self.root, self.wheels = folder / "project", folder / "wheels"
        self.root.mkdir()
        self.wheels.mkdir()

    def lock(self, runtime, tools):
        (self.root / "requirements.txt").write_text(runtime)
        (self.root / "requirements-dev.txt").write_text(tools)

    def installed(self, *names):
        """The version of each module as .venv imports it, None where it cannot."""
        program = (
            "import importlib.util as u, json, sys;"
            "print(json.dumps([u.find_spec(n) and __import__(n).version for n in sys.argv[1:]]))"
        )
        python = self.root / ".venv" / "bin" / "python"
        return json.loads(subprocess.check_output([python, "-c", program, *names]))


@pytest.fixture
def project(tmp_path, monkeypatch):
    project = Project(tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(project.wheels))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    return project


@pytest.mark.slow
def test_what_is_installed_follows_the_locks_and_nothing_is_done_twice(project, capsys):
    uv = f'#!/bin/sh\nexec {Path(sys.prefix) / "bin" / "uv"} "$@"\n'
    tools = make_wheel(project.wheels, "tool", "1") + make_wheel(project.wheels, "uv", "1", uv=uv)
    project.lock(make_wheel(project.wheels, "runtime", "1"), tools)

    install(project.root)
    assert project.installed("runtime", "tool") == ["1", None]
    assert "Installing 1 packages" in capsys.readouterr().out

    install(project.root)
    assert capsys.readouterr().out == ""

    install(project.root, dev=True)
    assert project.installed("runtime", "tool") == ["1", "1"]

    project.lock(make_wheel(project.wheels, "runtime", "2"), tools)
    capsys.readouterr()
    install(project.root)
    assert project.installed("runtime", "tool") == ["2", "1"]
    assert "with pip" not in capsys.readouterr().out

    (project.root / ".venv" / "installed.json").unlink()  # as an interrupted run leaves it
    install(project.root)
    assert json.loads((project.root / ".venv" / "installed.json").read_text())["dev"] is False


@pytest.mark.slow
def test_without_uv_pip_installs(project, capsys):
    project.lock(make_wheel(project.wheels, "runtime", "1"), make_wheel(project.wheels, "tool", "1"))

    install(project.root)

    assert "uv could not be had; installing with pip" in capsys.readouterr().out
    assert project.installed("runtime", "tool") == ["1", None]


@pytest.mark.slow
def test_a_package_that_is_not_what_was_locked_is_refused_and_not_stamped(project):
    lock = make_wheel(project.wheels, "runtime", "1")
    make_wheel(project.wheels, "runtime", "1", swapped="#!/bin/sh\n")
    project.lock(lock, "")

    with pytest.raises(CannotInstall, match="The packages could not be installed: ERROR: THESE PACKAGES"):
        install(project.root)

    assert not (project.root / ".venv" / "installed.json").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(CannotInstall) as problem:
        check_writable(tmp_path / "nowhere")

    assert str(problem.value) == (
        f"Cannot write to {tmp_path}/nowhere (No such file or directory). Clone WeBox into a folder of your own."
    )


def test_an_old_python_without_a_newer_one_beside_it_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CannotInstall) as problem:
        use_supported_python([])

    assert str(problem.value) == (
        f"WeBox needs Python 3.11 or 3.12, and {sys.executable} is 3.8. "
        "On Debian 12: apt install python3 python3-venv. Elsewhere: make run PYTHON=/path/to/python3.11"
    )


def test_an_old_python_hands_over_to_a_newer_one_on_the_path(tmp_path):
    newer = tmp_path / "python3.11"
    newer.write_text('#!/bin/sh\n[ "$1" = -c ] || echo "newer: ${1##*/} $2"\n')
    newer.chmod(newer.stat().st_mode | stat.S_IXUSR)
    program = (
        "import runpy, sys; sys.version_info = (3, 8, 18)\n"
        "sys.exit(runpy.run_path('webox/lib/bootstrap.py')['main'](['--dev']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert (done.stdout, done.stderr) == ("newer: bootstrap.py --dev\n", "")


@pytest.mark.parametrize(
    ("version", "supported"),
    [((3, 10, 14), False), ((3, 11, 0), True), ((3, 12, 9), True), ((3, 13, 0), False), ((4, 0, 0), False)],
)
def test_supported_versions(version, supported):
    assert is_supported(version) is supported


def test_the_supported_versions_are_those_of_the_project():
    required = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]

    first, below = (".".join(map(str, part)) for part in (bootstrap.PYTHON_FROM, bootstrap.PYTHON_BELOW))
    assert required == f">={first},<{below}"


def test_the_pinned_uv_is_found_in_the_lock():
    lock = (ROOT / "requirements-dev.txt").read_text()
    pinned = bootstrap.PINNED_UV.search(lock).group()

    assert pinned.count("uv==") == 1
    assert pinned.count("--hash=sha256:") == pinned.count("\n") - 1
