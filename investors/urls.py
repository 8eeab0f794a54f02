from django.urls import path

from investors.views import exports, investors, statistics, updates

app_name = "investors"
urlpatterns = [
    path("investors", investors.investor_list, name="investor-list"),
    path("investors/<int:pk>", investors.investor_detail, name="investor-detail"),
    path("investors/statistics", statistics.statistics_page, name="statistics"),
    path("investors/exports", exports.export_list, name="export-list"),
    path("investors/export", exports.investor_export, name="investor-export"),
    path("investors/interactions/export", exports.interaction_export, name="interaction-export"),
    path("investors/kpis/export", exports.kpi_export, name="kpi-export"),
    path("investors/updates", updates.update_list, name="update-list"),
    path("investors/updates/new", updates.update_create, name="update-create"),
    path("investors/updates/facts", updates.update_facts, name="update-facts"),
    path("investors/updates/<int:pk>", updates.update_detail, name="update-detail"),
    path("investors/updates/<int:pk>/edit", updates.update_edit, name="update-edit"),
    path("investors/updates/<int:pk>/preview", updates.update_preview_html, name="update-preview-html"),
    path("investors/updates/<int:pk>/readers", updates.update_readers, name="update-readers"),
    path("investors/updates/<int:pk>/test", updates.update_test, name="update-test"),
    path("investors/updates/<int:pk>/send", updates.update_send, name="update-send"),
    path("investors/updates/<int:pk>/schedule", updates.update_schedule, name="update-schedule"),
    path("investors/updates/<int:pk>/unschedule", updates.update_unschedule, name="update-unschedule"),
    path("investors/updates/<int:pk>/delete", updates.update_delete, name="update-delete"),
    path("investors/asks/<int:pk>/edit", updates.ask_edit, name="ask-edit"),
]
