from django.urls import path

from webox.accounts import views

app_name = "accounts"
urlpatterns = [
    path("settings", views.workspace_settings, name="settings"),
    path("settings/members", views.member_list, name="member-list"),
    path("settings/members/<int:pk>", views.member_edit, name="member-edit"),
    path("settings/members/<int:pk>/remove", views.member_remove, name="member-remove"),
    path("settings/invitations/new", views.invitation_create, name="invitation-create"),
    path("settings/invitations/<int:pk>/resend", views.invitation_resend, name="invitation-resend"),
    path("settings/invitations/<int:pk>/revoke", views.invitation_revoke, name="invitation-revoke"),
    path("settings/keys", views.key_list, name="key-list"),
    path("settings/keys/new", views.key_create, name="key-create"),
    path("settings/keys/<int:pk>/revoke", views.key_revoke, name="key-revoke"),
    path("workspaces/new", views.workspace_create, name="workspace-create"),
    path("workspaces/switch", views.workspace_switch, name="workspace-switch"),
    path("invitations/<str:token>", views.invitation_accept, name="invitation-accept"),
    path("profile", views.profile, name="profile"),
]
