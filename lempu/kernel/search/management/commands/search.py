"""``lempu search "words" --office 7317 --as USER``: what the page /cari/ would show that person."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.html import strip_tags

from lempu.kernel.accounts.models import User
from lempu.kernel.obligations.enums import COUNTED
from lempu.kernel.search import selectors, services
from lempu.kernel.search.enums import Kind
from lempu.kernel.search.forms import SearchForm
from lempu.shared.http import PAGE_SIZE


class Command(BaseCommand):
    help = "Search as a person would on the page, or make the index anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="?", default="")
        parser.add_argument("--office", default="", help="code of the office to search in")
        parser.add_argument("--as", dest="username", default="", help="user name of the person")
        parser.add_argument("--kind", default="", choices=Kind.values, help="what it is")
        parser.add_argument("--year", type=int)
        parser.add_argument("--month", type=int)
        parser.add_argument("--programme", type=int, help="number of the programme")
        parser.add_argument("--person", default="", help="user name of whose it is")
        parser.add_argument(
            "--state", default="", choices=COUNTED, help="state that is shown today"
        )
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
        form = SearchForm(_asked(options), user=user)
        if not form.is_valid():
            raise CommandError(form.errors.as_text())
        found = selectors.find(user, form.wish)
        rows = selectors.results(found.keys[:PAGE_SIZE], found.stems)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(found, rows), ensure_ascii=False, indent=1))
            return
        if found.corrected:
            self.stdout.write(f"Hasil untuk: {found.corrected}")
        for row in rows:
            self.stdout.write(f"{row.entry.kind_label}: {strip_tags(row.title)}  {row.url}")
        self.stdout.write(f"{len(found.keys)} hasil.")


def _asked(options: dict[str, Any]) -> dict[str, Any]:
    """What the page would have in its address. An unknown person is refused as on the page."""
    person = options["person"]
    known = User.objects.filter(username=person).values_list("pk", flat=True).first()
    return {
        "q": options["words"],
        "satker": options["office"],
        "jenis": options["kind"],
        "tahun": options["year"],
        "bulan": options["month"],
        "program": options["programme"],
        "keadaan": options["state"],
        "orang": (known or 0) if person else "",
    }


def _plain(found: selectors.Found, rows: list[selectors.Result]) -> dict[str, Any]:
    return {
        "corrected": found.corrected,
        "count": len(found.keys),
        "results": [
            {
                "office": row.entry.office.code,
                "kind": row.entry.kind,
                "key": row.entry.key,
                "state": row.entry.state_label,
                "title": row.entry.title,
                "snippet": str(row.snippet),
                "url": row.url,
                "page": row.page,
            }
            for row in rows
        ],
    }
