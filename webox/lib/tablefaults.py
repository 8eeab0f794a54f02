class Unreadable(Exception):
    """A file that is no table, or not one that may be opened: `message` says what to do."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)
