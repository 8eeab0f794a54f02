import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from webox.lib.spool import Spool

ROOT = Path(__file__).resolve().parents[2]
LATER = 2**40

APPEND_FOR_EVER = """
import sys
from webox.lib.spool import Spool
spool, number = Spool(sys.argv[1]), 0
while True:
    spool.append({"number": number})
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
    number += 1
"""


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "spool")


@pytest.fixture
def clock(monkeypatch):
    """Set the second the spool believes it is."""
    now = [1_000.0]
    monkeypatch.setattr("webox.lib.spool.time.time", lambda: now[0])

    def set_to(second):
        now[0] = float(second)

    return set_to


def read(files):
    return [record for file in files for record in file.records()]


def test_records_come_back_in_order_from_one_file_per_second(spool, clock):
    for second, kind in [(1_000, "open"), (1_000, "click"), (1_002, "unsubscribe")]:
        clock(second)
        spool.append({"type": kind, "at": second})

    files = spool.closed(before=LATER)

    assert [file.records() for file in files] == [
        [{"type": "open", "at": 1_000}, {"type": "click", "at": 1_000}],
        [{"type": "unsubscribe", "at": 1_002}],
    ]
    assert [file.name.rsplit("-", 1)[0] for file in files] == [f"1000-{os.getpid()}", f"1002-{os.getpid()}"]


def test_only_seconds_before_the_given_one_are_closed(spool, clock):
    for second in (1_000, 1_001, 1_002):
        clock(second)
        spool.append({"at": second})

    assert read(spool.closed(before=1_001.9)) == [{"at": 1_000}]
    assert spool.open_records(after=1_001.9) == [{"at": 1_001}, {"at": 1_002}]
    assert read(spool.closed(before=1_002)) == [{"at": 1_000}, {"at": 1_001}]


def test_bytes_are_taken_as_they_are(spool):
    spool.append('{"city":"Besançon"}'.encode())

    assert read(spool.closed(LATER)) == [{"city": "Besançon"}]


def test_a_line_break_inside_a_record_is_refused(spool):
    with pytest.raises(ValueError, match="may not contain a line break"):
        spool.append(b'{"a":1}\n{"b":2}')

    assert spool.closed(LATER) == []


def test_a_removed_file_is_gone_and_removing_twice_is_harmless(spool):
    spool.append({"a": 1})
    (file,) = spool.closed(LATER)

    file.remove()
    file.remove()

    assert spool.closed(LATER) == []
    assert file.records() == []


def test_what_is_appended_after_closing_goes_to_a_file_of_another_name(spool, clock):
    spool.append({"number": 1})
    (first,) = spool.closed(LATER)
    spool.append({"number": 2})

    files = spool.closed(LATER)

    assert sorted(record["number"] for record in read(files)) == [1, 2]
    assert first.records() == [{"number": 1}]
    assert len({file.name for file in files}) == 2


def test_an_ingester_that_died_before_removing_finds_the_same_name_again(spool):
    spool.append({"a": 1})

    assert [file.name for file in spool.closed(LATER)] == [file.name for file in spool.closed(LATER)]


def test_torn_and_foreign_lines_are_kept_apart(spool):
    spool.append({"a": 1})
    (file,) = spool.closed(LATER)
    with file.path.open("ab") as damaged:
        damaged.write(b'[1]\n\n{"b": "\xff"}\n{"c": 3}\n{"d": 4')

    assert file.records() == [{"a": 1}, {"c": 3}]
    assert file.damaged == [b"[1]", b'{"b": "\xff"}', b'{"d": 4']


def test_foreign_files_are_left_alone(spool):
    spool.append({"a": 1})
    (spool.directory / "notes.jsonl").write_text('{"b":2}\n')
    (spool.directory / "12-34.tmp").write_text('{"c":3}\n')

    assert read(spool.closed(LATER)) == [{"a": 1}]


def test_a_spool_nobody_wrote_to_is_empty(spool):
    assert spool.closed(LATER) == []
    assert spool.open_records(0) == []


def test_a_removed_directory_is_made_again(spool):
    spool.append({"lost": True})
    shutil.rmtree(spool.directory)

    spool.append({"kept": True})

    assert read(spool.closed(LATER)) == [{"kept": True}]


def test_a_failed_write_leaves_the_torn_line_at_the_end_of_its_file(spool, monkeypatch):
    write = os.write

    def half(fd, line):
        return write(fd, line[: len(line) // 2])

    spool.append({"number": 1})
    monkeypatch.setattr("webox.lib.spool.os.write", half)
    with pytest.raises(OSError, match="only part of a record"):
        spool.append({"number": 2})
    monkeypatch.undo()
    spool.append({"number": 3})

    files = spool.closed(LATER)
    assert sorted(record["number"] for record in read(files)) == [1, 3]
    assert [file.damaged for file in files if file.damaged] == [[b'{"numb']]


def test_threads_appending_while_another_closes_lose_and_repeat_nothing(spool):
    done = threading.Event()
    seen = []

    def ingest():
        while not done.is_set():
            for file in spool.closed(LATER):
                seen.extend(file.records())
                file.remove()

    def append(first):
        for number in range(first, first + 2_000):
            spool.append({"number": number})

    ingester = threading.Thread(target=ingest)
    writers = [threading.Thread(target=append, args=(2_000 * index,)) for index in range(4)]
    for thread in [ingester, *writers]:
        thread.start()
    for thread in writers:
        thread.join(30)
    done.set()
    ingester.join(30)
    seen.extend(read(spool.closed(LATER)))

    assert sorted(record["number"] for record in seen) == list(range(8_000))


@pytest.mark.slow
def test_every_record_a_killed_writer_reported_is_on_file(spool):
    writer = subprocess.Popen(
        [sys.executable, "-c", APPEND_FOR_EVER, str(spool.directory)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    for _ in range(200):
        writer.stdout.readline()
    os.kill(writer.pid, signal.SIGKILL)
    reported = 200 + len(writer.stdout.read().splitlines())
    writer.wait(10)

    numbers = [record["number"] for record in read(spool.closed(time.time() + 5))]

    assert numbers[:reported] == list(range(reported))
    assert len(numbers) - reported in (0, 1)


def test_a_forked_child_writes_to_its_own_file(spool, clock):
    spool.append({"from": "parent"})

    child = os.fork()
    if child == 0:
        try:
            spool.append({"from": "child"})
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    spool.append({"from": "parent again"})

    by_process = {file.name.split("-")[1]: file.records() for file in spool.closed(LATER)}
    assert by_process == {
        str(os.getpid()): [{"from": "parent"}, {"from": "parent again"}],
        str(child): [{"from": "child"}],
    }
