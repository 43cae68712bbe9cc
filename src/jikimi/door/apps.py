from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "jikimi.door"
    label = "door"
