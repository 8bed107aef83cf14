"""``lempu search "words" --office 7317 --as USER``: what the page /cari/ would show that person."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.html import strip_tags

from lempu.kernel.accounts.models import User
from lempu.kernel.search import selectors, services
from lempu.shared.http import PAGE_SIZE


class Command(BaseCommand):
    help = "Search as a person would on the page, or make the index anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="?", default="")
        parser.add_argument("--office", default="", help="code of the office to search in")
        parser.add_argument("--as", dest="username", default="", help="user name of the person")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--rebuild", action="store_true", help="make the index anew")
        parser.add_argument(
            "--waiting", action="store_true", help="offices that wait to be indexed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.stdout.write(f"{services.rebuild()} entri diindeks.")
            return
        if options["waiting"]:
            self.stdout.write(f"{len(services.waiting())} satker menunggu diindeks.")
            return
        user = User.objects.filter(username=options["username"]).first()
        if user is None or not options["words"]:
            raise CommandError('Tulis: lempu search "kata" --office 7317 --as NAMA-PENGGUNA')
        wish = selectors.Wish(options["words"], office=options["office"])
        found = selectors.find(user, wish)
        rows = selectors.results(found.keys[:PAGE_SIZE], found.stems)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(found, rows), ensure_ascii=False, indent=1))
            return
        if found.corrected:
            self.stdout.write(f"Hasil untuk: {found.corrected}")
        for row in rows:
            self.stdout.write(f"{row.entry.kind_label}: {strip_tags(row.title)}  {row.url}")
        self.stdout.write(f"{len(found.keys)} hasil.")


def _plain(found: selectors.Found, rows: list[selectors.Result]) -> dict[str, Any]:
    return {
        "corrected": found.corrected,
        "count": len(found.keys),
        "results": [
            {
                "office": row.entry.office.code,
                "kind": row.entry.kind,
                "key": row.entry.key,
                "title": row.entry.title,
                "snippet": str(row.snippet),
                "url": row.url,
                "page": row.page,
            }
            for row in rows
        ],
    }
