from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jikimi.desk"
    label = "desk"
