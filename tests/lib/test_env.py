import stat
from datetime import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from webox.lib import env


@pytest.fixture(autouse=True)
def only_this_test(monkeypatch):
    asked = set(env.ASKED)
    yield monkeypatch
    env.ASKED.clear()
    env.ASKED.update(asked)


def test_a_value_a_default_and_a_name_that_is_missing(monkeypatch):
    monkeypatch.setenv("X_NAME", "value")
    assert env.env_str("X_NAME") == "value"
    assert env.env_str("X_OTHER", "default") == "default"
    with pytest.raises(ImproperlyConfigured, match=r"^X_OTHER is not set\. See \.env\.example\.$"):
        env.env_str("X_OTHER")
    assert {"X_NAME", "X_OTHER"} <= env.ASKED


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("s3cret\n")
    monkeypatch.setenv("X_KEY_FILE", str(tmp_path / "secret"))
    assert env.env_str("X_KEY", "default") == "s3cret"
    monkeypatch.setenv("X_KEY", "plain")
    assert env.env_str("X_KEY") == "plain"


def test_a_file_that_cannot_be_read_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("X_KEY_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match=r"X_KEY_FILE: cannot read .*No such file"):
        env.env_str("X_KEY")


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("", False), ("FALSE", False)]
)
def test_booleans(monkeypatch, text, value):
    monkeypatch.setenv("X_FLAG", text)
    assert env.env_bool("X_FLAG", not value) is value


@pytest.mark.parametrize(
    ("reader", "words"),
    [(env.env_bool, "must be 1 or 0, not 'maybe'"), (env.env_int, "must be a whole number, not 'maybe'")],
)
def test_a_wrong_value_names_the_variable(monkeypatch, reader, words):
    monkeypatch.setenv("X_VALUE", "maybe")
    with pytest.raises(ImproperlyConfigured, match=f"^X_VALUE {words}"):
        reader("X_VALUE", 0)


def test_numbers_and_lists(monkeypatch):
    monkeypatch.setenv("X_NUMBER", " 42 ")
    monkeypatch.setenv("X_LIST", "a, b,,c ")
    assert env.env_int("X_NUMBER", 1) == 42
    assert env.env_list("X_LIST") == ["a", "b", "c"]
    assert env.env_list("X_EMPTY") == []


def test_a_dotenv_file_gives_way_to_the_environment(monkeypatch, tmp_path):
    file = tmp_path / ".env"
    file.write_text("# comment\n\nX_ONE=1\nX_TWO='two words'\n X_THREE = a=b \n")
    monkeypatch.setenv("X_ONE", "mine")
    for name in ("X_TWO", "X_THREE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    env.load_dotenv(file)
    assert [env.env_str(name) for name in ("X_ONE", "X_TWO", "X_THREE")] == ["mine", "two words", "a=b"]
    env.load_dotenv(tmp_path / "missing")


def test_a_malformed_dotenv_line_is_named(tmp_path):
    file = tmp_path / ".env"
    file.write_text("X_FINE=1\nnonsense\n")
    with pytest.raises(ImproperlyConfigured, match=r"^\.env line 2: write NAME=value\.$"):
        env.load_dotenv(file)


def test_postgres_addresses(monkeypatch):
    monkeypatch.setenv("X_DB", "postgres://me:p%40ss@db.example:5433/web%20box?sslmode=require")
    database = env.env_database("X_DB", None)
    wanted = {"NAME": "web box", "USER": "me", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"}
    assert {name: database[name] for name in wanted} == wanted
    options = {"options": "-c jit=off", "sslmode": "require"}
    assert (database["ENGINE"], database["OPTIONS"]) == ("django.db.backends.postgresql", options)


def test_a_choice_is_one_of_those_there_are(monkeypatch):
    choices = ("offline", "mistral")
    assert env.env_choice("X_CHOICE", "offline", choices) == "offline"
    monkeypatch.setenv("X_CHOICE", "")
    assert env.env_choice("X_CHOICE", "offline", choices) == "offline"
    monkeypatch.setenv("X_CHOICE", " Mistral ")
    assert env.env_choice("X_CHOICE", "offline", choices) == "mistral"
    monkeypatch.setenv("X_CHOICE", "parrot")
    with pytest.raises(ImproperlyConfigured, match="X_CHOICE must be one of offline, mistral, not 'parrot'"):
        env.env_choice("X_CHOICE", "offline", choices)


def test_a_time_of_the_day_may_be_left_out(monkeypatch):
    assert env.env_time("X_TIME", "03:00") == time(3)
    monkeypatch.setenv("X_TIME", "")
    assert env.env_time("X_TIME", "03:00") is None
    monkeypatch.setenv("X_TIME", "at night")
    with pytest.raises(ImproperlyConfigured, match="X_TIME must be a time such as 03:00, or empty, not 'at night'"):
        env.env_time("X_TIME", "03:00")


def test_sqlite_is_the_default_and_takes_a_path(monkeypatch, tmp_path):
    assert env.env_database("X_DB", tmp_path / "a.sqlite3")["NAME"] == str(tmp_path / "a.sqlite3")
    monkeypatch.setenv("X_DB", "sqlite:////data/b.sqlite3")
    database = env.env_database("X_DB", tmp_path / "a.sqlite3")
    assert (database["NAME"], database["OPTIONS"]["transaction_mode"]) == ("/data/b.sqlite3", "IMMEDIATE")


def test_another_database_is_refused(monkeypatch):
    monkeypatch.setenv("X_DB", "mysql://localhost/x")
    with pytest.raises(ImproperlyConfigured, match="X_DB must start with postgres:// or sqlite:///, not mysql://"):
        env.env_database("X_DB", None)


def test_a_secret_key_is_made_once_and_kept_private(monkeypatch, tmp_path):
    path = tmp_path / "var" / "secret-key"
    key = env.secret_key("X_SECRET", path)
    assert (len(key), env.secret_key("X_SECRET", path)) == (96, key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]
    monkeypatch.setenv("X_SECRET", "given")
    assert env.secret_key("X_SECRET", path) == "given"


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match=r"X_SECRET is not set and .* cannot be written"):
        env.secret_key("X_SECRET", tmp_path / "file" / "secret-key")
