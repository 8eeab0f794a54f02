import os
import time

import pytest

from investors.actions import documents
from investors.documents import storing
from investors.documents.kinds import FileRefused
from investors.models import Document, DocumentLink, Folder
from tests.factories.accounts import make_workspace
from tests.factories.documents import (
    image_bytes,
    make_document,
    make_folder,
    make_link,
    office_bytes,
    pdf_bytes,
    upload,
)

pytestmark = pytest.mark.django_db


def files():
    return sorted(path.relative_to(storing.folder()).as_posix() for path in storing.folder().glob("*/*"))


def test_a_document_is_its_file_under_a_name_of_ours(workspace, member):
    data = pdf_bytes(3)
    document = make_document(workspace, member, data)
    assert (document.name, document.content_type, document.pages) == ("Deck 2026", "application/pdf", 3)
    assert (document.size, document.version, document.uploaded_by) == (len(data), 1, member)
    assert files() == [document.path]
    assert storing.place_of(document).read_bytes() == data


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("../../../etc/cron.d/deck.pdf", "deck"),
        ("..\\..\\windows\\Deck final.v2.pdf", "Deck final.v2"),
        ("/etc/passwd", "passwd"),
        ("a\x00b\r\nX-Evil: 1.pdf", "abX-Evil: 1"),
        ("\u202efdp.exe", "fdp"),
        ("   .pdf", "Document"),
        ("", "Document"),
        ("é" * 300 + ".pdf", "é" * 160),
    ],
)
def test_names_are_only_shown_and_only_what_can_be_seen_of_them(filename, name):
    assert storing.name_of(filename) == name


def test_no_name_leads_out_of_the_folder(workspace, data_dir):
    sent = upload(name="deck.pdf")
    # Past what Django makes of names itself
    sent._name = "../../../../evil.pdf"
    document = documents.add_document(workspace=workspace, by=None, upload=sent)
    assert document.name == "evil"
    assert storing.place_of(document).parent == data_dir / "private" / "documents" / str(workspace.pk)
    assert not list(data_dir.rglob("evil*"))


def test_a_file_of_the_wrong_type_leaves_nothing_behind(workspace):
    with pytest.raises(FileRefused, match="Only PDF"):
        make_document(workspace, data=b"<script>")
    assert (files(), Document.objects.count()) == ([], 0)


def test_a_file_that_is_too_large_is_refused(workspace, settings):
    settings.DOCUMENT_MAX_BYTES = 500
    with pytest.raises(FileRefused, match="larger than 500"):
        make_document(workspace, data=pdf_bytes())
    assert files() == []


def test_a_workspace_has_so_much_room_and_no_more(workspace, other_workspace, settings):
    data = image_bytes()
    settings.DOCUMENT_QUOTA_BYTES = 2 * len(data)
    make_document(workspace, data=data)
    second = make_document(workspace, data=data)
    with pytest.raises(FileRefused, match="There is no room for this file"):
        make_document(workspace, data=data)
    make_document(other_workspace, data=data)
    # Another file in its place needs only what it is larger by.
    assert documents.replace_document(document=second, by=None, upload=upload(data)).version == 2


def test_another_file_in_its_place_keeps_the_links(workspace, member, django_capture_on_commit_callbacks):
    document = make_document(workspace)
    link, old = make_link(document), document.path
    with django_capture_on_commit_callbacks(execute=True):
        replaced = documents.replace_document(document=document, by=member, upload=upload(pdf_bytes(7), "v2.pdf"))
    assert (replaced.pk, replaced.name, replaced.version) == (document.pk, "Deck 2026", 2)
    assert (replaced.pages, replaced.uploaded_by) == (7, member)
    assert files() == [replaced.path] != [old]
    assert DocumentLink.objects.get() == link


def test_a_file_that_is_refused_leaves_the_old_one_in_its_place(workspace, django_capture_on_commit_callbacks):
    document = make_document(workspace)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(FileRefused):
        documents.replace_document(document=document, by=None, upload=upload(b"MZ"))
    document.refresh_from_db()
    assert (files(), document.version) == ([document.path], 1)


def test_no_file_a_browser_cannot_show_comes_in_place_of_a_shared_pdf(workspace):
    document = make_document(workspace)
    link = make_link(document)
    with pytest.raises(FileRefused, match="Links show this document in the browser"):
        documents.replace_document(document=document, by=None, upload=upload(office_bytes()))
    link.allows_download = True
    link.save()
    assert documents.replace_document(document=document, by=None, upload=upload(office_bytes())).version == 2


def test_deleting_a_document_erases_its_file_once_it_is_committed(workspace, django_capture_on_commit_callbacks):
    document = make_document(workspace)
    with django_capture_on_commit_callbacks(execute=True):
        documents.delete_document(document=document, by=None)
        assert files() == [document.path]
    assert (files(), Document.objects.count()) == ([], 0)


def test_a_folder_goes_and_its_documents_stay(workspace):
    folder = make_folder(workspace)
    document = make_document(workspace, folder=folder)
    make_link(folder)
    documents.delete_folder(folder=folder, by=None)
    document.refresh_from_db()
    assert (document.folder, Folder.objects.count(), DocumentLink.objects.count()) == (None, 0, 0)


def test_two_folders_of_a_workspace_have_two_names(workspace, other_workspace):
    make_folder(workspace, "Deck")
    with pytest.raises(documents.FolderNameTaken, match="exists already"):
        make_folder(workspace, "Deck")
    assert make_folder(other_workspace, "Deck").pk


def test_files_no_document_names_are_swept_when_they_are_old(workspace):
    document, gone = make_document(workspace), make_document(make_workspace("Parti"))
    orphan, fresh = storing.folder() / "7" / ("0" * 32), storing.place_of(document).with_name("f" * 32)
    orphan.parent.mkdir()
    for path in (orphan, fresh):
        path.write_bytes(b"x")
    gone.workspace.delete()
    before = time.time() - 2 * storing.FRESH
    for path in (orphan, storing.place_of(gone), storing.place_of(document)):
        os.utime(path, (before, before))
    documents.forget_files()
    assert files() == sorted([document.path, f"{workspace.pk}/{'f' * 32}"])


def test_sweeping_where_nothing_was_ever_kept(data_dir):
    documents.forget_files()
    assert not (data_dir / "private").exists()
