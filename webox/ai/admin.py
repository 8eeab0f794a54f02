from django.contrib import admin
from django.db import models

from webox.ai.models import AIConfig, Generation
from webox.lib.admin import ReadOnly


@admin.register(AIConfig)
class AIConfigAdmin(admin.ModelAdmin):
    """A key is set in the settings of its workspace: here one sees at most how it ends."""

    list_display = ["workspace", "user", "provider", "model", "is_on", "monthly_budget", "key_hint", "updated_at"]
    list_filter = ["provider", "is_on", "workspace"]
    search_fields = ["workspace__name", "user__email", "model", "brand_name"]
    list_select_related = ["workspace", "user"]
    autocomplete_fields = ["workspace", "user"]
    readonly_fields = ["key_hint", "created_at", "updated_at"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Generation)
class GenerationAdmin(ReadOnly, admin.ModelAdmin):
    """What was written, and what it cost: read here, decided in the app."""

    list_display = ["purpose", "workspace", "state", "provider", "model", "cost", "by", "created_at"]
    list_filter = ["state", "purpose", "provider", "workspace"]
    search_fields = ["purpose", "model", "error", "by__email"]
    date_hierarchy = "created_at"
    list_select_related = ["workspace", "by"]
