from django.urls import path

from investors.views import investors

app_name = "investors"
urlpatterns = [
    path("investors", investors.investor_list, name="investor-list"),
    path("investors/<int:pk>", investors.investor_detail, name="investor-detail"),
]
