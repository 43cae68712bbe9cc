import django.db.models.deletion
from django.db import migrations, models

import jikimi.cases.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed")], default="open", max_length=8
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("now", "now"), ("soon", "soon"), ("normal", "normal")],
                        default="normal",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("commitment_key", jikimi.cases.fields.SealedBinaryField(null=True)),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor", models.CharField(max_length=64)),
                ("verb", models.CharField(max_length=64)),
                ("subject", models.CharField(blank=True, max_length=128)),
                ("case", models.CharField(blank=True, max_length=16)),
                ("commitment", models.CharField(blank=True, max_length=64)),
                ("prev", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("seq",),
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("original", "an ordinary photograph"), ("item", "the abusive picture")],
                        max_length=8,
                    ),
                ),
                ("record", jikimi.cases.fields.SealedBinaryField(null=True)),
                ("digest", jikimi.cases.fields.LookupField(max_length=32, null=True)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fingerprints",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankChange",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("op", models.CharField(choices=[("add", "added"), ("withdraw", "withdrawn")], max_length=8)),
                (
                    "fingerprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="cases.fingerprint",
                    ),
                ),
            ],
            options={
                "ordering": ("seq",),
            },
        ),
        migrations.CreateModel(
            name="KeyCheck",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("key_id", models.CharField(max_length=8)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_key_check")],
            },
        ),
        migrations.CreateModel(
            name="LedgerHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_ledger_head")
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.team"
            ),
        ),
        migrations.CreateModel(
            name="AllowedPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", jikimi.cases.fields.SealedTextField()),
                ("address_lookup", jikimi.cases.fields.LookupField(max_length=32)),
                ("allowed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allowed_places",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "address_lookup"), name="one_place_a_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("watch", "watch for my pictures"),
                            ("ask_platforms", "ask platforms to remove them"),
                            ("share_with_platforms", "share fingerprints with platforms"),
                            ("give_to_police", "give what was found to the police"),
                        ],
                        max_length=24,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("case", "kind"),
                        name="one_standing_consent_a_kind",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="fingerprint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("case", "kind", "digest"),
                name="one_fingerprint_a_photograph",
            ),
        ),
    ]
