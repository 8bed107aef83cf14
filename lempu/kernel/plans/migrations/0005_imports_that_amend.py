from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0004_versions_of_a_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="amends",
            field=models.ForeignKey(
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="plans.plan",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="matches",
            field=models.JSONField(default=dict),
        ),
    ]
