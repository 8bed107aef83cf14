"""The `lempu` command: sub-commands are management commands of the rooms; `plan` is a light program."""

import os
import sys

USAGE = """lempu: run an office's integrity zone

  lempu demo [--port N] [--no-serve]     prepare the demo (and serve it)
  lempu serve [--port N] [--host H]      web, worker and timer of a small office in one command
  lempu web | worker | timer             each of them alone
  lempu prepare                          migrate, load reference data, collect static files
  lempu administrator OFFICE ...         make the first administrator of an office
  lempu move_office OFFICE PROVINCE ...  put an office under another province
  lempu plan read FILE [--json]          read a decree without touching the database
  lempu lke score FILE [--json]          score an evaluation sheet without touching the database
  lempu bundle export --office CODE --year YEAR --out FILE.zip
  lempu verify FILE.zip|FOLDER [--key PUB]   check a bundle; exits with 0 only when all holds
  lempu backup --new-key FILE | --to FOLDER --recipient age1... | --try --identity FILE
  lempu restore FILE --identity FILE     into an empty installation only
  lempu move --to DATABASE_URL           from SQLite to PostgreSQL or back
  lempu measures list [--office CODE] [--json]   what the desks count, and the rows it feeds
  lempu seal [--rotate-key | --key-lost] seal every ledger now; let a new key take over
  lempu search "WORDS" --as USER ...     find as that person would; --rebuild makes the index anew
  lempu sweep [--older-than HOURS]       remove bytes and temporary files that nothing speaks of
  lempu manage ...                       Django's own command line

All that an installation keeps lives under LEMPU_HOME (default: var/).
"""
MODULE = "lempu.config.settings.prod"


def main(arguments: list[str] | None = None) -> None:
    """Entry point; the first word chooses what runs. The demo is marked in the environment."""
    words = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", MODULE)
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(USAGE)
        return
    if words[0] == "demo":
        os.environ["LEMPU_DEMO"] = "1"
    if words[0] == "plan":
        from lempu.kernel.plans.readers.command import main as plan  # noqa: PLC0415 -- slow import

        sys.exit(plan(words[1:]))
    # these read a file and keep nothing, so they need no secret either
    if words[0] in {"lke", "verify"}:
        os.environ.setdefault("LEMPU_SECRET_KEY", "not-used")
    if words[0] == "manage":
        words = words[1:]
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- slow import

    execute_from_command_line(["lempu", *words])
