from django.db import transaction
from django.utils import timezone

from investors.actions.investors import lock


@transaction.atomic
def save_contact(*, contact, by, **fields):
    """Add or change somebody of an investor's firm; a new main contact takes the place of the one before.

    Raises InvestorIsDeleted and ValidationError.
    """
    investor = lock(contact.investor)
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.workspace, contact.email = investor.workspace, contact.email.strip().lower()
    if contact.is_primary:
        investor.contacts.exclude(pk=contact.pk).filter(is_primary=True).update(
            is_primary=False, updated_at=timezone.now()
        )
    contact.full_clean(exclude=["workspace"])
    contact.save()
    return contact


@transaction.atomic
def delete_contact(*, contact, by):
    lock(contact.investor)
    contact.delete()
