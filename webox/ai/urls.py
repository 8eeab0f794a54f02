from django.urls import path

from webox.ai.views import config, fields, generations

app_name = "ai"

generation = "ai/generations/<int:pk>"

urlpatterns = [
    path("settings/ai", config.config, name="config"),
    path("settings/ai/mine", config.override, name="override"),
    path("settings/ai/test", config.connection_test, name="connection-test"),
    path("settings/ai/forget-key", config.key_forget, name="key-forget"),
    path("settings/ai/mine/test", config.override_test, name="override-test"),
    path("settings/ai/mine/forget-key", config.override_key_forget, name="override-key-forget"),
    path("ai/generate/<str:purpose>", generations.generate, name="generate"),
    path("ai/generations", generations.generation_list, name="generation-list"),
    path(generation, generations.generation_detail, name="generation-detail"),
    path(f"{generation}/progress", generations.progress, name="progress"),
    path(f"{generation}/accept", generations.accept, name="accept"),
    path(f"{generation}/reject", generations.reject, name="reject"),
    path(f"{generation}/cancel", generations.cancel, name="cancel"),
    path(f"{generation}/retry", generations.retry, name="retry"),
    path(f"{generation}/field", fields.field, name="field"),
    path(f"{generation}/field/edit", fields.field_edit, name="field-edit"),
    path(f"{generation}/read", fields.read, name="read"),
    path(f"{generation}/html", fields.html, name="html"),
]
