"""What `lempu` runs with unless told otherwise."""

from lempu.config.settings.base import *  # noqa: F403
