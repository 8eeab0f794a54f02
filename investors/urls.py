from django.urls import path

from investors.views import investors, statistics

app_name = "investors"
urlpatterns = [
    path("investors", investors.investor_list, name="investor-list"),
    path("investors/<int:pk>", investors.investor_detail, name="investor-detail"),
    path("investors/statistics", statistics.statistics_page, name="statistics"),
]
