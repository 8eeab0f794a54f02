"""Make .venv hold exactly what the lock files say: `python3 webox/lib/bootstrap.py [--dev]`.

Standard library only, and written so that an old Python gets far enough to say what is missing. Does nothing when
nothing changed. The stamp is written last, so an interrupted run is simply taken up by the next one.
"""

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # this folder: its modules must not shadow the standard library's

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON_FROM, PYTHON_BELOW = (3, 11), (3, 13)  # as in pyproject.toml
PINNED_UV = re.compile(r"^uv==\S+ \\\n(?:    --hash=\S+(?: \\)?\n)+", re.MULTILINE)
UV_WORDS = {"index-url": "--default-index", "extra-index-url": "--index", "find-links": "--find-links"}


class CannotInstall(Exception):
    """One line for the person at the keyboard: what is wrong and what to do."""


def say(line):
    sys.stdout.write("webox: " + line + "\n")
    sys.stdout.flush()


def main(arguments):
    try:
        use_supported_python(arguments)
        install(ROOT, dev="--dev" in arguments)
    except CannotInstall as problem:
        say(str(problem))
        return 1
    except OSError as problem:
        say(f"Cannot install: {problem}")
        return 1
    except KeyboardInterrupt:
        say("Interrupted. The same command takes it up again.")
        return 130
    return 0


def is_supported(version):
    return PYTHON_FROM <= tuple(version[:2]) < PYTHON_BELOW


def use_supported_python(arguments):
    """Return under a supported Python, becoming another one on PATH if need be."""
    if is_supported(sys.version_info):
        return
    for name in ("python3.12", "python3.11"):
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found, __file__, *arguments])  # noqa: S606 - the same program under another Python
    major, minor = sys.version_info[:2]
    raise CannotInstall(
        f"WeBox needs Python 3.11 or 3.12, and {sys.executable} is {major}.{minor}. "
        "On Debian 12: apt install python3 python3-venv. Elsewhere: make run PYTHON=/path/to/python3.11"
    )


def install(root, dev=False):
    venv = root / ".venv"
    stamp = venv / "installed.json"
    before = read_stamp(stamp)
    # Development tools once asked for stay: `make run` after `make test` takes nothing away.
    dev = dev or before.get("dev", False)
    locks = [root / "requirements.txt"] + ([root / "requirements-dev.txt"] if dev else [])
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    python = venv / "bin" / "python"
    if before.get("digest") == digest and os.access(str(python), os.X_OK):
        return
    started = time.monotonic()
    check_writable(root)
    if stamp.exists():
        stamp.unlink()
    make_venv(venv)
    names = sum(len(re.findall(r"^[\w.-]+==", lock.read_text(), re.MULTILINE)) for lock in locks)
    say(f"Installing {names} packages into .venv (the first time and after updates only)...")
    sync(root, venv, locks)
    stamp.write_text(json.dumps({"digest": digest, "dev": dev}))
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def read_stamp(stamp):
    try:
        return json.loads(stamp.read_text())
    except (OSError, ValueError):
        return {}


def check_writable(folder):
    try:
        with tempfile.TemporaryFile(dir=str(folder)):
            pass
    except OSError as error:
        raise CannotInstall(
            f"Cannot write to {folder} ({error.strerror}). Clone WeBox into a folder of your own."
        ) from None


def make_venv(venv):
    try:
        import venv as builder  # noqa: PLC0415 - a system Python may come without it
    except ImportError:
        raise CannotInstall(f"{sys.executable} has no venv module. On Debian: apt install python3-venv.") from None
    usable = os.access(str(venv / "bin" / "python"), os.X_OK) and is_supported(venv_version(venv))
    if not usable:
        say("Making .venv with Python {}.{}...".format(*sys.version_info))
        builder.create(str(venv), clear=venv.exists(), symlinks=True, with_pip=False)


def venv_version(venv):
    try:
        found = re.search(r"^version = (\d+)\.(\d+)", (venv / "pyvenv.cfg").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def sync(root, venv, locks):
    uv = get_uv(root, venv)
    problem = "uv could not be had"
    if uv:
        options, environment = index_options(venv)
        command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", venv / "bin" / "python"]
        problem = run(command + options + locks, environment)
        if problem is None:
            return
    say(f"{problem}; installing with pip, which takes a minute...")
    command = [*pip_of(venv), "install", "--quiet", "--require-hashes"]
    for lock in locks:
        command += ["-r", lock]
    problem = run(command)
    if problem is not None:
        raise CannotInstall(f"The packages could not be installed: {problem}")


def get_uv(root, venv):
    """The pinned uv, kept beside the packages because a sync would remove it from among them; None without it."""
    pinned = PINNED_UV.search((root / "requirements-dev.txt").read_text())
    folder = venv / "uv"
    uv, made_from = folder / "bin" / "uv", folder / "made-from.txt"
    if pinned is None:
        return None
    if made_from.exists() and made_from.read_text() == pinned.group() and uv.exists():
        return uv
    shutil.rmtree(str(folder), ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        lock = Path(temporary) / "uv.txt"
        lock.write_text(pinned.group())
        command = [*pip_of(venv), "install", "--quiet", "--require-hashes", "--target", folder, "-r", lock]
        if run(command) is not None:
            return None
    made_from.write_text(pinned.group())
    return uv


def pip_of(venv):
    """A pip that installs into the venv: the system's own pointed at it, or one unpacked there."""
    python = venv / "bin" / "python"
    own = [python, "-m", "pip"]
    if run([*own, "--version"]) is None:
        return own
    system = [sys.executable, "-m", "pip", "--python", python]
    if run([*system, "--version"]) is None:
        return system
    if run([python, "-m", "ensurepip"]) is None:
        return own
    raise CannotInstall(
        f"{sys.executable} has neither pip nor ensurepip. On Debian: apt install python3-pip python3-venv."
    )


def index_options(venv):
    """What pip is told about package indexes, in uv's words: uv does not read pip's configuration."""
    try:
        command = [str(part) for part in pip_of(venv)] + ["config", "list"]
        listed = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return [], {}
    told = {}
    for line in listed.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition("=")
        told.setdefault(name.rpartition(".")[2], value.strip("'\""))  # the environment is listed first
    # Hashes say which file is right, so any index may serve it, as with pip.
    options = ["--index-strategy", "unsafe-best-match"]
    if told.get("no-index", "0").lower() in ("1", "true", "yes", "on"):
        options.append("--no-index")
    for name, option in UV_WORDS.items():
        for value in told.get(name, "").split():
            options += [option, value]
    environment = {"SSL_CERT_FILE": told["cert"]} if "cert" in told and "SSL_CERT_FILE" not in os.environ else {}
    return options, environment


def run(command, environment=None):
    """None when it worked, otherwise the line that says why not."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", **(environment or {})),
        )
    except OSError as error:
        return f"{command[0]}: {error.strerror}"
    if done.returncode == 0:
        return None
    lines = [line.strip() for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR: ")]
    return (errors or lines[-1:] or [f"{command[0]} failed"])[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
