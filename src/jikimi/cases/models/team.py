from django.db import models


class Team(models.Model):
    """Caseworkers who share their cases; nobody else sees them."""

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return f"team:{self.pk}"
