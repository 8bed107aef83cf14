from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_text_inside_files")]

    operations = [
        migrations.AddField("entry", "begins_on", models.DateField(null=True)),
        migrations.AddField("entry", "due_on", models.DateField(null=True)),
    ]
