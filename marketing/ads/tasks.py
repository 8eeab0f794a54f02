from celery import shared_task


@shared_task
def pull_connection(*, connection_id, **_unknown):
    from marketing.ads.actions.pulling import pull

    pull(connection_id=connection_id)


@shared_task
def pull_due(**_unknown):
    from marketing.ads.actions.pulling import ring_due

    ring_due()
