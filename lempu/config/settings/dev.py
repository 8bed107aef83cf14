"""For those who build Lempu: templates and static files are read anew each time."""

from lempu.config.settings.base import *  # noqa: F403
from lempu.config.settings.base import STORAGES, TEMPLATES

DEBUG = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TEMPLATES[0]["OPTIONS"]["loaders"] = [  # type: ignore[index]
    (
        "template_partials.loader.Loader",
        ["django.template.loaders.app_directories.Loader"],
    )
]
