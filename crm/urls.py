from django.urls import path

from crm.views import leads

app_name = "crm"
urlpatterns = [
    path("crm", leads.lead_list, name="lead-list"),
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
