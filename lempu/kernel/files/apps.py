from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lempu.kernel.files"
    label = "files"
