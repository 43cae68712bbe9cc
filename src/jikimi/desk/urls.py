from django.urls import path

from jikimi.desk.pages.first import first

urlpatterns = [path("", first, name="first")]
