from django.urls import path

from crm.views import board, leads, segments

app_name = "crm"
urlpatterns = [
    path("crm/segments", segments.segment_list, name="segment-list"),
    path("crm/segments/new", segments.segment_create, name="segment-create"),
    path("crm/segments/preview", segments.segment_preview, name="segment-preview"),
    path("crm/segments/<int:pk>", segments.segment_detail, name="segment-detail"),
    path("crm/segments/<int:pk>/edit", segments.segment_edit, name="segment-edit"),
    path("crm/segments/<int:pk>/count", segments.segment_count, name="segment-count"),
    path("crm/segments/<int:pk>/why", segments.segment_why, name="segment-why"),
    path("crm/segments/<int:pk>/delete", segments.segment_delete, name="segment-delete"),
    path("crm", leads.lead_list, name="lead-list"),
    path("crm/board/<str:status>", board.board_column, name="board-column"),
    path("crm/<int:pk>/move", board.lead_move, name="lead-move"),
    path("crm/stages", board.stage_list, name="stage-list"),
    path("crm/new", leads.lead_create, name="lead-create"),
    path("crm/<int:pk>", leads.lead_detail, name="lead-detail"),
    path("crm/<int:pk>/edit", leads.lead_edit, name="lead-edit"),
    path("crm/<int:pk>/facts", leads.lead_facts, name="lead-facts"),
    path("crm/<int:pk>/status", leads.lead_status, name="lead-status"),
    path("crm/<int:pk>/owner", leads.lead_assign, name="lead-assign"),
    path("crm/<int:pk>/delete", leads.lead_delete, name="lead-delete"),
    path("crm/<int:pk>/restore", leads.lead_restore, name="lead-restore"),
    path("crm/<int:pk>/timeline", leads.lead_timeline, name="lead-timeline"),
    path("crm/<int:pk>/interactions", leads.interaction_create, name="interaction-create"),
]
