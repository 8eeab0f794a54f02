app_name = "funnels"
urlpatterns = []
