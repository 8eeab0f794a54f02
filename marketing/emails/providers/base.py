from webox.lib.envelope import Envelope, Outcome
from webox.lib.journal import Journal


class Provider:
    """Hands ready messages over. Used as a context manager, so that connections serve many batches."""

    name = ""
    in_thread = False  # send() may run in another thread: it uses no database

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def send(self, envelopes: list[Envelope], journal: Journal | None = None) -> list[Outcome]:
        """One Outcome per envelope, whatever happens. `journal.handing(id)` comes before each handing over."""
        raise NotImplementedError

    def close(self):
        pass
