"""The file itself: members one after the other, each read once, and everything checked before anything is believed."""

import gzip
import io
import json
import tarfile
import time
import zlib
from contextlib import contextmanager, nullcontext, suppress
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from webox.dashboard.backup import Refused
from webox.dashboard.backup.rows import Sum
from webox.lib import age

FORMAT = 1
ABOUT, MANIFEST, SEAL = "about.json", "manifest.json", "seal"
CHUNK = 1 << 20
# A description, not data
LARGEST_TEXT = 500_000_000
DAMAGED = "The file is damaged or not whole: {error}. Nothing was changed."


def fingerprint(key):
    """Says which SECRET_KEY it was without giving it away."""
    return salted_hmac("webox.backup.fingerprint", "", secret=key, algorithm="sha256").hexdigest()[:16]


def seal_of(manifest, key):
    """Only who has the SECRET_KEY can make it: a manifest that somebody rewrote has another."""
    return salted_hmac("webox.backup.seal", manifest, secret=key, algorithm="sha256").hexdigest()


class Writer:
    """Members in the order they come; with its manifest at the end of the block it is an archive."""

    def __init__(self, out, about):
        self.about, self.tables, self.files = about, {}, {}
        self._gzip = gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=4)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|")  # noqa: SIM115  until the end of the block
        self._add_text(ABOUT, json.dumps(about, indent=1))

    def add_table(self, label, columns, last_id, parts):
        total = Sum()
        for number, part in enumerate(parts, 1):
            total.add(part)
            self._add(f"data/{label}/{number:06}.jsonl", len(part), io.BytesIO(part))
        self.tables[label] = {"columns": columns, "last_id": last_id} | total.as_dict()

    def add_file(self, name, size, stream):
        hashing = _Hashing(stream)
        self._add(f"files/{name}", size, hashing)
        self.files[name] = {"size": size, "sha256": hashing.hash.hexdigest()}

    def __enter__(self):
        return self

    def __exit__(self, kind, *_error):
        # Left half done it would write to a file that is closed already, whenever its memory is taken back.
        with suppress(OSError) if kind else nullcontext():
            if not kind:
                self._conclude()
            self._tar.close()
            self._gzip.close()

    def _conclude(self):
        manifest = json.dumps(self.about | {"tables": self.tables, "files": self.files}, indent=1)
        self._add_text(MANIFEST, manifest)
        self._add_text(SEAL, seal_of(manifest, settings.SECRET_KEY))

    def _add_text(self, name, text):
        data = text.encode()
        self._add(name, len(data), io.BytesIO(data))

    def _add(self, name, size, stream):
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(time.time())
        self._tar.addfile(member, stream)
        self._tar.members.clear()  # tarfile remembers every one


class _Hashing:
    def __init__(self, stream):
        self.stream, self.hash = stream, sha256()

    def read(self, size):
        data = self.stream.read(size)
        self.hash.update(data)
        return data


class Archive:
    """An archive on disk, open as long as this is: what was checked is what is read."""

    def __init__(self, path, *, identities=(), passphrase=""):
        self._file = open(path, "rb")  # noqa: SIM115  as long as this is
        try:
            self._start, self._keys = 0, ()
            if age.is_encrypted(start := self._file.read(64)):
                self._file.seek(0)
                self._keys = age.unlocked(self._file, identities, passphrase)
                self._start = self._file.tell()
            elif not start.startswith(b"\x1f\x8b"):
                raise Refused(f"{path} is no backup of WeBox.")
        except BaseException:
            self._file.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._file.close()

    @contextmanager
    def members(self):
        """[(name, stream)] of the members as they come; each stream is to be read before the next."""
        self._file.seek(self._start)
        if self._keys:
            with age.decrypting(self._file, self._keys) as plain:
                yield _members(plain)
        else:
            yield _members(self._file)

    def check(self, accept):
        """The manifest, once everything was read and is as it says. `accept` sees first what the archive is about."""
        try:
            with self.members() as members:
                return _Check(accept).run(members)
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused(DAMAGED.format(error=str(error) or type(error).__name__)) from error
        except (tarfile.TarError, zlib.error, age.Damaged) as error:
            raise Refused(DAMAGED.format(error=str(error).rstrip("."))) from error


def _members(plain):
    with gzip.GzipFile(fileobj=plain, mode="rb") as unzipped:
        with tarfile.open(fileobj=unzipped, mode="r|") as tar:
            for member in tar:
                if not member.isreg():
                    raise ValueError(f"{member.name} is no file")
                yield member.name, tar.extractfile(member)
                tar.members.clear()
        # What follows the last member holds nothing, but the sum of gzip and the end of the encryption are there.
        while unzipped.read(CHUNK):
            pass
    while plain.read(CHUNK):
        pass


class _Check:
    def __init__(self, accept):
        self.accept, self.about, self.manifest, self.seal = accept, None, None, None
        self.tables, self.files = {}, {}

    def run(self, members):
        for name, stream in members:
            self.see(name, stream)
        if self.seal is None:
            raise ValueError("its end is missing")
        # Last: a byte that fell over is told as such by the sum of gzip, which is read by now.
        require_seal(self.about, self.text, self.seal)
        return self.manifest

    def see(self, name, stream):
        kind, _slash, rest = name.partition("/")
        if self.about is None:
            if name != ABOUT:
                raise ValueError("its beginning is missing")
            self.about = json.loads(stream.read(LARGEST_TEXT))
            require_format(self.about)
            self.accept(self.about)
        elif self.manifest is not None:
            if name != SEAL or self.seal is not None:
                raise ValueError(f"{name} is not in its manifest")
            self.seal = stream.read(LARGEST_TEXT).decode()
        elif name == MANIFEST:
            self.text = stream.read(LARGEST_TEXT).decode()
            self.compare(json.loads(self.text))
        elif kind == "data":
            total = self.tables.setdefault(rest.partition("/")[0], Sum())
            while chunk := stream.read(CHUNK):
                total.add(chunk)
        elif kind == "files" and rest not in self.files:
            size, digest = 0, sha256()
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                digest.update(chunk)
            self.files[rest] = {"size": size, "sha256": digest.hexdigest()}
        else:
            raise ValueError(f"{name} has no place in it")

    def compare(self, manifest):
        """Everything that was read is in the manifest as it was read, and nothing else is."""
        tables, files = manifest["tables"], manifest["files"]
        if {name: manifest[name] for name in self.about} != self.about:
            raise ValueError("its two descriptions differ")
        for label in tables.keys() | self.tables.keys():
            found = self.tables.get(label, Sum()).as_dict()
            if label not in tables or {name: tables[label][name] for name in found} != found:
                raise ValueError(f"the rows of {label} are not those that were saved")
        for name in files.keys() | self.files.keys():
            if files.get(name) != self.files.get(name):
                raise ValueError(f"the file {name} is not the one that was saved")
        self.manifest = manifest


def require_format(about):
    if about["format"] > FORMAT:
        raise Refused(
            f"This backup was made by a newer WeBox ({about['webox']}) in a format this one does not know."
            " Update WeBox, then restore it."
        )


def require_seal(about, manifest, seal):
    """Where the key is known, a manifest changed by somebody who does not have it is refused."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if about["key"] == fingerprint(key) and not constant_time_compare(seal, seal_of(manifest, key)):
            raise Refused("This backup was changed after it was made. Nothing was changed here.")
