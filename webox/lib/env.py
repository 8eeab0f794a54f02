"""Typed readers of environment variables. Each raises ImproperlyConfigured naming the variable and the remedy.

A secret may come from a file instead: NAME_FILE=/run/secrets/name is read when NAME is not set.
Every name asked for is kept in `ASKED`, so that a test can compare them with `.env.example`.
"""

import json
import os
from contextlib import suppress
from datetime import time
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ASKED: set[str] = set()
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def load_dotenv(path: Path):
    """Read NAME=value lines into the environment; what the environment already has wins."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign:
            raise ImproperlyConfigured(f"{path.name} line {number}: write NAME=value.")
        os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def env_str(name: str, default: str | None = None) -> str:
    ASKED.add(name)
    if name in os.environ:
        return os.environ[name]
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {file} ({error.strerror}).") from error
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example.")
    return default


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name, "1" if default else "0").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in TRUE


def env_int(name: str, default: int) -> int:
    value = env_str(name, str(default)).strip()
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = env_str(name, default).strip().lower() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def env_time(name: str, default: str) -> time | None:
    """A time of the day such as 03:00; None when empty."""
    value = env_str(name, default).strip()
    try:
        return time.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a time such as 03:00, or empty, not {value!r}.") from error


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_json(name: str) -> dict:
    try:
        value = json.loads(env_str(name, "") or "{}")
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be JSON, such as {{}}: {error}.") from error
    if not isinstance(value, dict):
        raise ImproperlyConfigured(f"{name} must be a JSON object, such as {{}}.")
    return value


def env_database(name: str, sqlite_path: Path) -> dict:
    """postgres://user:password@host:port/name?option=value, or SQLite at `sqlite_path` when empty."""
    url = env_str(name, "")
    if not url:
        return sqlite(sqlite_path)
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # Compiling a query's machine code took ten times as long as the query: ours are short, and end early.
            "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(parts.query)),
        }
    if parts.scheme == "sqlite":
        return sqlite(Path("/" + unquote(parts.path).lstrip("/")))
    raise ImproperlyConfigured(f"{name} must start with postgres:// or sqlite:///, not {parts.scheme}://.")


def sqlite(path: Path) -> dict:
    # IMMEDIATE removes the "read, then upgrade to write" lock errors no timeout can cure.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        # Threads of a test wait for each other only in a file, as they do in earnest.
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
            "PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;",
        },
    }


def secret_key(name: str, path: Path) -> str:
    """The variable, or a key made once and kept beside the data, so that a fresh clone starts safely."""
    if value := env_str(name, ""):
        return value
    if path.is_file():
        return path.read_text(encoding="utf-8").strip()
    key, draft = os.urandom(48).hex(), path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(key)
        # A link appears whole and never replaces: of two processes that start together the first one's key counts.
        os.link(draft, path)
    except OSError as error:
        if path.is_file():
            return path.read_text(encoding="utf-8").strip()
        raise ImproperlyConfigured(f"{name} is not set and {path} cannot be written.") from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return key
