from celery import shared_task


@shared_task
def send_code(*, visit_id, language, **_unknown):
    from investors.actions.sharing import send_code

    send_code(visit_id=visit_id, language=language)


@shared_task
def forget_old_files(**_unknown):
    from investors.actions.documents import forget_files
    from investors.actions.sharing import forget_visits

    forget_files()
    forget_visits()


@shared_task
def keep_planned(**_unknown):
    from investors.actions.interactions import keep_planned

    keep_planned()
