from django.urls import path, register_converter

from jikimi.door.language import LanguageInPath
from jikimi.door.pages.welcome import welcome

register_converter(LanguageInPath, "language")

urlpatterns = [
    path("", welcome, name="welcome"),
    path("<language:language>/", welcome, name="welcome_in"),
]
