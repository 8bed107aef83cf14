"""Periodic cleaning of what no room owns."""

from django.core.management import call_command

from lempu.shared.periodic import every


@every(name="shared.clear_sessions", minutes=60 * 24)
def clear_sessions() -> None:
    call_command("clearsessions")


@every(name="shared.prune_task_results", minutes=60 * 24)
def prune_task_results() -> None:
    call_command("prune_db_task_results")
