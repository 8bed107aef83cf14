from django.db import migrations


def forwards(apps, editor):
    """Every office waits to be indexed anew, since entries of before say no days."""
    apps.get_model("search", "Reach").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0004_days_of_the_obligation")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
