from django.db import models


class PublishedKey(models.Model):
    """The public half of a key that notices were signed with. Old ones stay: old notices name them."""

    key_id = models.CharField(max_length=16, unique=True)
    public_pem = models.CharField(max_length=1000)
    first_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ed25519:{self.key_id}"
