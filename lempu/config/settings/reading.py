"""What reading a file apart needs of Django: its words, and nothing else."""

from pathlib import Path

LANGUAGE_CODE = "id"
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "locale"]
USE_I18N = True
INSTALLED_APPS: list[str] = []
