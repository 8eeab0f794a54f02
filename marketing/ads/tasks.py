from celery import shared_task


@shared_task
def pull_connection(*, connection_id, **_unknown):
    from marketing.ads.actions.pulling import pull

    pull(connection_id=connection_id)


@shared_task
def pull_due(**_unknown):
    from marketing.ads.actions.pulling import ring_due

    ring_due()


@shared_task
def run_import(*, import_id, **_unknown):
    from marketing.ads.actions.imports import run_import

    run_import(import_id=import_id)


@shared_task
def sweep_imports(**_unknown):
    """Ring again for imports whose worker has fallen silent."""
    from marketing.ads.actions.imports import stalled

    for file in stalled():
        run_import.delay(import_id=file.pk)


@shared_task
def forget_old_files(**_unknown):
    from marketing.ads.actions.creatives import forget_files
    from marketing.ads.actions.imports import forget_old_files

    forget_old_files()
    forget_files()
