from django.urls import path, register_converter

from jikimi.door.language import LanguageInPath
from jikimi.door.pages.answer import answer, received
from jikimi.door.pages.verify import verify
from jikimi.door.pages.welcome import welcome
from jikimi.door.pages.well_known import notice_key, notice_keys

register_converter(LanguageInPath, "language")

urlpatterns = [
    path("", welcome, name="welcome"),
    path("<language:language>/", welcome, name="welcome_in"),
    path("answer/<str:token>/", answer, name="answer"),
    path("<language:language>/answer/<str:token>/", answer, name="answer_in"),
    path("answer/<str:token>/received/", received, name="answer_received"),
    path("<language:language>/answer/<str:token>/received/", received, name="answer_received_in"),
    path("verify/", verify, name="verify"),
    path("<language:language>/verify/", verify, name="verify_in"),
    path(".well-known/notice-key.pem", notice_key, name="notice_key"),
    path(".well-known/notice-keys.json", notice_keys, name="notice_keys"),
]
