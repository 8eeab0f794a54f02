from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketing.funnels import actions
from marketing.funnels.models import Funnel, FunnelPage

COUNTED = ["total_visitors", "total_leads", "total_sales", "total_revenue"]


class PageInline(admin.TabularInline):
    model = FunnelPage
    fields = ["order", "name", "page_type", "slug", "is_published", "visitors", "conversions"]
    readonly_fields = ["visitors", "conversions"]
    ordering = ["order", "pk"]
    extra = 0
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Funnel)
class FunnelAdmin(admin.ModelAdmin):
    list_display = ["name", "workspace", "funnel_type", "is_active", "total_visitors", "total_leads", "created_at"]
    list_filter = ["is_active", "funnel_type", "is_template", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["name", "slug", "description"]
    readonly_fields = [*COUNTED, "created_at", "updated_at"]
    autocomplete_fields = ["workspace"]
    ordering = ["-created_at", "-pk"]
    inlines = [PageInline]
    actions = ["publish", "unpublish"]

    @admin.action(description=gettext_lazy("Publish"))
    def publish(self, request, queryset):
        for funnel in queryset:
            try:
                actions.publish(funnel=funnel, by=request.user)
            except actions.NothingToPublish as error:
                self.message_user(request, f"{funnel}: {error}", messages.ERROR)
            else:
                self.message_user(request, _("%(name)s is published.") % {"name": funnel})

    @admin.action(description=gettext_lazy("Take down"))
    def unpublish(self, request, queryset):
        for funnel in queryset:
            actions.unpublish(funnel=funnel, by=request.user)


@admin.register(FunnelPage)
class FunnelPageAdmin(admin.ModelAdmin):
    list_display = ["name", "funnel", "workspace", "page_type", "order", "is_published", "visitors", "conversions"]
    list_filter = ["page_type", "is_published", "workspace"]
    list_select_related = ["workspace", "funnel"]
    search_fields = ["name", "slug", "funnel__name"]
    readonly_fields = ["visitors", "conversions", "created_at", "updated_at"]
    autocomplete_fields = ["workspace", "funnel"]
    ordering = ["-created_at", "-pk"]
