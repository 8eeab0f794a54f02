"""10,000 rows as nobody should send them, and as somebody will: each is imported or refused with its reason."""

import csv
import io
import random

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.actions.imports import run_import
from crm.importing.refused import write_csv
from crm.models import Lead, Operation, OperationRow
from webox.lib.tables import FORMULA, HARMLESS

pytestmark = pytest.mark.django_db
ROWS = 10_000
HEADER = "Nom,Nom,E-mail,Notes,Relance,Montant,Statut,Tags,Propriétaire\n".encode()
MEGABYTE = "x" * 1_000_000
FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK(""http://evil.example"";""x"")',
)


def row(n, name="Ada", email=None, notes="", date="", amount="", status="", tags="", owner="", end="\n"):
    email = f"p{n}@example.com" if email is None else email
    return f"{name},again {n},{email},{notes},{date},{amount},{status},{tags},{owner}{end}".encode()


# What is in the row, and whether it is refused
KINDS = [
    (lambda n: row(n), False),
    (lambda n: row(n, name="Zoé 😀", notes="“quoted”"), False),
    (lambda n: row(n, name="עדה מרטין", notes="مرحبا \u200f"), False),
    (lambda n: row(n, name="A\x00d\x07a", email=f"p{n}\x00@exa\x1bmple.com"), False),
    (lambda n: row(n, name="Robert'); DROP TABLE crm_lead;--"), False),
    (lambda n: row(n, name="<script>alert(1)</script>", notes="{{ settings.SECRET_KEY }}"), False),
    (lambda n: row(n, notes=f'"{FORMULAS[n % 5]}"'), False),
    (lambda n: row(n, name=FORMULAS[n % 4]), False),
    (lambda n: row(n, notes='"he said "hi" to me"'), False),
    (lambda n: row(n, notes='5" disk'), False),
    (lambda n: row(n, notes='"two\r\nlines"', end="\r\n"), False),
    (lambda n: row(n, date="31/12/2026", amount='"1 234,56 €"'), False),
    (lambda n: row(n, date="14 mars 2026", amount="-0"), False),
    (lambda n: row(n, date="2026-03-14T09:30:00+02:00", status="gagné", tags="a; b"), False),
    (lambda n: b"Ada,short," + f"s{n}@example.com\n".encode(), False),
    (lambda n: row(n, end=",,,\n"), False),
    (lambda n: row(n, notes='"never closed'), True),
    (lambda n: row(n, name="Zoé".encode("cp1252").decode("latin-1")).replace("é".encode(), b"\xe9"), True),
    (lambda n: row(n).replace(b"Ada", b"\xed\xa0\x80"), True),
    (lambda n: row(n, end=",more,and more\n"), True),
    (lambda n: row(n, email="not an address"), True),
    (lambda n: row(n, email=f"p{n}@exa mple.com"), True),
    (lambda n: row(n, email="p" * 300 + "@example.com"), True),
    (lambda n: row(n, email="p0@example.com"), True),
    (lambda n: row(n, date="12/31/2026"), True),
    (lambda n: row(n, date="2026-02-30"), True),
    (lambda n: row(n, date="0001-01-01"), True),
    (lambda n: row(n, amount="-5"), True),
    (lambda n: row(n, amount="NaN"), True),
    (lambda n: row(n, amount="1e400"), True),
    (lambda n: row(n, amount="Infinity"), True),
    (lambda n: row(n, amount="9" * 40), True),
    (lambda n: row(n, status="=1+1"), True),
    (lambda n: row(n, tags="t" * 61), True),
    (lambda n: row(n, owner="nobody@example.com"), True),
    (lambda n: row(n, name="x" * 101), True),
    (lambda n: b",,,notes without a person,,,,,\n", True),
]


def hostile_file():
    """(content, {numbers of rows that must be refused}): empty rows, and cells of a megabyte here and there."""
    chance = random.Random(2026)
    lines, refused, number = [HEADER, row(0)], set(), 2
    for n in range(1, ROWS):
        number += 1
        if n % 1000 == 500:
            lines.append(row(n, notes=MEGABYTE))
            refused.add(number)
            continue
        if n % 97 == 0:
            lines.append(b"\n" if n % 2 else b" , ,\xc2\xa0,,,,,,\n")
            number += 1
        make, is_refused = chance.choice(KINDS)
        lines.append(make(n))
        if is_refused:
            refused.add(number)
    return b"".join(lines), refused


@pytest.fixture
def imported(member_client):
    """The hostile file, uploaded, tried and imported on the pages."""
    content, refused = hostile_file()
    response = member_client.post("/crm/import", {"file": SimpleUploadedFile("hostile.csv", content)})
    assert response.status_code == 302, response.content.decode()[:3000]
    operation = Operation.objects.get()
    page = f"/crm/import/{operation.pk}"
    assert member_client.get(page).status_code == 200
    targets = [
        "first_name",
        "last_name",
        "email",
        "notes",
        "next_step_at",
        "estimated_value",
        "status",
        "tags",
        "owner",
    ]
    choices = {f"column_{index}": target for index, target in enumerate(targets)}
    choices |= {"mode": "upsert", "match": "email", "day_first": "true", "status": "new"}
    assert member_client.post(page, choices).status_code == 302
    assert member_client.get(f"{page}/preview").status_code == 200
    assert member_client.get(f"{page}/trial").status_code == 200
    assert member_client.post(f"{page}/start").status_code == 302
    run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    return operation, refused


def test_ten_thousand_hostile_rows(imported, member_client, member):
    operation, refused = imported
    rows = OperationRow.objects.filter(operation=operation)
    assert (operation.state, operation.problem) == ("done", "")
    assert set(rows.filter(outcome="refused").values_list("number", flat=True)) == refused
    assert not rows.filter(outcome="refused", reason="").exists()
    counts = [getattr(operation, f"{name}_count") for name in ("created", "updated", "unchanged", "refused")]
    assert sum(counts) == operation.total == operation.done == rows.count() == ROWS
    assert counts[0] == Lead.objects.count() == ROWS - len(refused)
    invisible = [lead for lead in Lead.objects.all() if "\x00" in lead.first_name + lead.email + lead.notes]
    assert invisible == []

    # The refused rows come as a file that no spreadsheet runs anything of, and with every cell that was read.
    content = b"".join(write_csv(operation)).decode("utf-8-sig")
    csv.field_size_limit(10_000_000)
    header, *lines = csv.reader(io.StringIO(content))
    assert header[:2] + header[-1:] == ["Nom", "Nom", f"Reason (import {operation.pk})"]
    assert len(lines) == len(refused)
    assert all(line[-1] for line in lines)
    assert sum(MEGABYTE in line for line in lines) == ROWS // 1000
    dangerous = [cell for line in lines for cell in line if FORMULA.match(cell) and not HARMLESS.fullmatch(cell)]
    assert dangerous == []

    # And come back as what they are.
    member_client.post("/crm/import", {"file": SimpleUploadedFile("hostile-2.csv", content.encode())})
    again = Operation.objects.latest("pk")
    assert again.file.parent == operation
    assert again.params["targets"] == [*operation.params["targets"], ""]
    assert member_client.get(f"/crm/import/{again.pk}/trial").status_code == 200
    assert again.total == len(refused)


def test_a_hostile_spreadsheet(member_client, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["E-mail", "Nom", "Nom", "Notes"])
    for n in range(200):
        book.active.append(
            [f"p{n}@example.com", FORMULAS[n % 4], 5 if n % 3 else None, "عربي" if n % 2 else "x" * 30_000]
        )
    book.active.append(["wrong", None, None, None])
    book.active["G1"] = "far away"
    book.save(tmp_path / "hostile.xlsx")
    content = (tmp_path / "hostile.xlsx").read_bytes()
    member_client.post("/crm/import", {"file": SimpleUploadedFile("hostile.xlsx", content)})
    operation = Operation.objects.get()
    member_client.post(f"/crm/import/{operation.pk}/start")
    run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.created_count, operation.refused_count) == ("done", 200, 1)
    response = member_client.get(f"/crm/import/{operation.pk}/refused")
    assert response["Content-Disposition"] == f'attachment; filename="hostile-{operation.pk}.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet["A2"].value == "wrong"
    assert sheet.max_row == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 5000,
        b"\xff\xfe",
        b"\xff" * 5000,
        b'"' * 5000,
        b"," * 5000,
        b"\r" * 5000,
        b"\n" * 5000,
        b"email\n",
        b"email",
        b"PK\x03\x04" + b"\x00" * 500,
        b"PK\x05\x06" + b"\x00" * 18,
        "email\nա@example.com\n".encode("utf-16")[:-1],
        b"sep=,\n",
        b"\xef\xbb\xbf",
        bytes(range(256)) * 20,
    ],
)
def test_whatever_is_uploaded_is_answered(member_client, content):
    response = member_client.post("/crm/import", {"file": SimpleUploadedFile("x.csv", content)})
    assert response.status_code in (302, 422)
    if response.status_code == 302:
        assert member_client.get(response["Location"]).status_code == 200
        assert member_client.get(f"{response['Location']}/trial").status_code == 200
