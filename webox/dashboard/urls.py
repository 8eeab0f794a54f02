from django.urls import path

from webox.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.root, name="root"),
    path("marketing-dashboard", views.home, name="home"),
]
