from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from webox.lib import uploads


def test_a_file_lies_under_a_name_of_ours_with_its_size_and_digest(tmp_path):
    upload = SimpleUploadedFile("../../etc/passwd", b"12345")
    name, size, digest = uploads.keep(upload, tmp_path / "kept", 5)
    assert (len(name), size, digest) == (32, 5, sha256(b"12345").hexdigest())
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [name]
    assert (tmp_path / "kept" / name).read_bytes() == b"12345"


def test_of_one_that_is_too_large_nothing_stays(tmp_path):
    with pytest.raises(uploads.TooLarge):
        uploads.keep(SimpleUploadedFile("deck.pdf", b"123456"), tmp_path / "kept", 5)
    assert list((tmp_path / "kept").iterdir()) == []
