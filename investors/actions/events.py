from django.db import transaction


@transaction.atomic
def save_event(*, event, by, contacts=None, **fields):
    """Write an event, new or not; `contacts` are those who were met there, None for no change."""
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    if contacts is not None:
        event.contacts.set(contacts)
    return event
