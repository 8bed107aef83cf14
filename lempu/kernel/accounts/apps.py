from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lempu.kernel.accounts"
    label = "accounts"
