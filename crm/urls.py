from django.urls import path

from crm import views

app_name = "crm"
urlpatterns = [
    path("crm", views.lead_list, name="lead-list"),
    path("crm/new", views.lead_create, name="lead-create"),
    path("crm/<int:pk>", views.lead_detail, name="lead-detail"),
    path("crm/<int:pk>/edit", views.lead_edit, name="lead-edit"),
    path("crm/<int:pk>/facts", views.lead_facts, name="lead-facts"),
    path("crm/<int:pk>/status", views.lead_status, name="lead-status"),
    path("crm/<int:pk>/owner", views.lead_assign, name="lead-assign"),
    path("crm/<int:pk>/delete", views.lead_delete, name="lead-delete"),
    path("crm/<int:pk>/restore", views.lead_restore, name="lead-restore"),
    path("crm/<int:pk>/timeline", views.lead_timeline, name="lead-timeline"),
    path("crm/<int:pk>/interactions", views.interaction_create, name="interaction-create"),
]
