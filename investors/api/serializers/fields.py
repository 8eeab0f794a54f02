from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from investors.models import Contact
from webox.lib.written import in_calendar


class MomentField(serializers.DateTimeField):
    """A moment that has its day in every time zone."""

    default_error_messages = {"calendar": _("Write a date between 1900 and 2999.")}

    def to_internal_value(self, value):
        moment = super().to_internal_value(value)
        try:
            return in_calendar(moment)
        except ValueError:
            self.fail("calendar")


class OfWorkspaceField(serializers.PrimaryKeyRelatedField):
    """A row of the workspace by number; whether there is one elsewhere is not told."""

    def get_queryset(self):
        return super().get_queryset().for_workspace(self.context["request"].workspace)


class ContactsField(serializers.ListField):
    """Contacts by number, of investors that are not deleted; as many queries for a hundred as for one."""

    default_error_messages = {"does_not_exist": _("There is no contact with this number: %(numbers)s.")}

    def __init__(self, **options):
        child = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
        super().__init__(child=child, max_length=100, **options)

    def get_attribute(self, instance):
        return sorted(contact.pk for contact in getattr(instance, self.source).all())

    def to_internal_value(self, data):
        numbers = set(super().to_internal_value(data))
        contacts = Contact.objects.for_workspace(self.context["request"].workspace)
        found = list(contacts.filter(pk__in=numbers, investor__deleted_at=None))
        if missing := numbers - {contact.pk for contact in found}:
            text = self.error_messages["does_not_exist"] % {"numbers": ", ".join(map(str, sorted(missing)))}
            raise serializers.ValidationError(text, code="does_not_exist")
        return found
