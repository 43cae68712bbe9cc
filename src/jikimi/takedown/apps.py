from django.apps import AppConfig


class TakedownConfig(AppConfig):
    name = "jikimi.takedown"
    label = "takedown"
    default_auto_field = "django.db.models.BigAutoField"
