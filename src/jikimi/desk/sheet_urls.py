"""What the page of one form sheet consists of; no other page of the desk is served beside it."""

from django.urls import path

from jikimi.desk.pages.sheet import enter, sheet

urlpatterns = [
    path("open/<str:link>/", enter, name="enter"),
    path("sheet/<str:page>/", sheet, name="sheet"),
]
