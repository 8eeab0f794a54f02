import pytest


@pytest.fixture(autouse=True)
def backups(settings, tmp_path):
    """The folder of backups, of this test alone; nothing is encrypted until it says so."""
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_RECIPIENTS = settings.BACKUP_PASSPHRASE = settings.BACKUP_IDENTITIES = ""
    return settings.BACKUP_DIR
