from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Theme(TextChoices):
    """How screens look; ``DEVICE`` follows the person's device."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    DEVICE = "device", _("Follow the device")
