from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "lempu.kernel.ledger"
    label = "ledger"
