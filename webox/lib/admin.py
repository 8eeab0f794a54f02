"""What the admin pages of several apps share."""

from django.contrib import messages
from django.db.models import URLField


class ReadOnly:
    """A ledger: it is read and searched here, and what is written in it stays."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class FoundByWords:
    """Rows of a workspace, which they never leave, found by the words of their search text."""

    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    show_full_result_count = False

    def get_search_results(self, request, queryset, search_term):
        return (queryset.search(search_term) if search_term else queryset), False

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "workspace"] if obj else self.readonly_fields


class MovesCampaigns:
    """Admin actions that carry an action of the app out for each campaign, and say which of them it refuses."""

    # What the app's actions raise when they refuse
    refusal = None

    def move(self, request, queryset, action, message=""):
        """`message` counts the campaigns moved as %(n)s."""
        moved = 0
        for campaign in queryset:
            try:
                action(campaign=campaign, by=request.user)
                moved += 1
            except self.refusal as error:
                self.message_user(request, f"{campaign}: {error}", messages.WARNING)
        if message:
            self.message_user(request, message % {"n": moved})
