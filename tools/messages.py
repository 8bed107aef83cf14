"""The Indonesian words of the screens: lempu/locale/parts/*.po is their source, one part a room.

    messages.py compile   build the catalogue Django reads (git-ignored) from the parts
    messages.py check     fail on missing, fuzzy, obsolete or clashing entries, odd placeholders
    messages.py missing   print the missing entries, ready to be pasted into a part and filled in
    messages.py extract   print every message id the code and the templates use, with its places

No GNU gettext is needed.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "lempu"
PARTS = CODE / "locale" / "parts"
CATALOGUE = CODE / "locale" / "id" / "LC_MESSAGES" / "django.mo"
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Language": "id",
    "Plural-Forms": "nplurals=1; plural=0;",
}

# Function -> where its context, message id and plural stand among the arguments.
SHAPES = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
INLINE = re.compile(r"""\b_\((?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")


class Key(NamedTuple):
    context: str | None
    text: str


class Use(NamedTuple):
    key: Key
    plural: str | None
    place: str


def words_of_code(file: Path) -> Iterator[Use]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in SHAPES
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        shape = SHAPES.get(names.get(name, name if isinstance(called, ast.Attribute) else ""))
        if shape:
            context, text, plural = (literal(node.args, position) for position in shape)
            if text is not None:
                yield Use(Key(context, text), plural, f"{file.relative_to(ROOT)}:{node.lineno}")


def literal(arguments: list[ast.expr], position: int | None) -> str | None:
    if position is None or position >= len(arguments):
        return None
    value = arguments[position]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def words_of_template(file: Path) -> Iterator[Use]:
    tokens = iter(Lexer(file.read_text(encoding="utf-8")).tokenize())
    for token in tokens:
        place = f"{file.relative_to(ROOT)}:{token.lineno}"
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        yield from (
            Use(Key(None, spelled(found["text"])), None, place)
            for found in INLINE.finditer(token.contents)
        )
        if token.token_type is not TokenType.BLOCK:
            continue
        bits = list(smart_split(token.contents))
        if bits[0] == "comment":
            skip_comment(tokens)
        elif bits[0] in ("translate", "trans") and bits[1][0] in "\"'":
            yield Use(Key(context_of(bits), spelled(bits[1])), None, place)
        elif bits[0] in ("blocktranslate", "blocktrans"):
            text, plural = block(tokens, trimmed="trimmed" in bits)
            yield Use(Key(context_of(bits), text), plural, place)


def skip_comment(tokens: Iterator[Token]) -> None:
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.contents == "endcomment":
            return


def context_of(bits: list[str]) -> str | None:
    return unescape_string_literal(bits[bits.index("context") + 1]) if "context" in bits else None


def spelled(text: str) -> str:
    """A quoted text of a template as Django looks it up: with its per cent signs doubled."""
    return unescape_string_literal(text).replace("%", "%%")


def block(tokens: Iterator[Token], *, trimmed: bool) -> tuple[str, str | None]:
    """The ids of a blocktranslate, spelled as its node spells them when the page is rendered."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
        elif token.token_type is TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.contents.startswith("plural"):
            parts.append([])
        elif token.contents.startswith("endblocktrans"):
            break
    texts = [trim_whitespace("".join(part)) if trimmed else "".join(part) for part in parts]
    return texts[0], texts[1] if len(texts) > 1 else None


def words_in_use() -> dict[Key, list[Use]]:
    uses: dict[Key, list[Use]] = defaultdict(list)
    for file in sorted(CODE.rglob("*")):
        parts = file.relative_to(CODE).parts
        if "tests" in parts or "migrations" in parts:
            continue
        if file.suffix == ".py":
            found = words_of_code(file)
        elif file.suffix in (".html", ".txt") and "templates" in parts:
            found = words_of_template(file)
        else:
            continue
        for use in found:
            uses[use.key].append(use)
    return uses


def parts() -> Iterator[tuple[str, polib.POEntry]]:
    for file in sorted(PARTS.glob("*.po")):
        for entry in polib.pofile(str(file), encoding="utf-8"):
            yield f"{file.relative_to(ROOT)}:{entry.linenum}", entry


def translation(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def placeholders(text: str) -> set[str]:
    return {named or f"{{{braced}}}" for named, braced in PLACEHOLDER.findall(text)}


def faults_of_entry(entry: polib.POEntry) -> Iterator[str]:
    if entry.obsolete:
        yield "is commented out (#~); remove it"
        return
    if entry.fuzzy:
        yield "is marked fuzzy"
    if not translation(entry):
        yield "has no translation"
    elif placeholders(translation(entry)) != placeholders(entry.msgid_plural or entry.msgid):
        yield f"has other placeholders than its translation: {translation(entry)!r}"


def check() -> int:
    uses = words_in_use()
    known: dict[Key, tuple[str, polib.POEntry]] = {}
    faults = []
    for place, entry in parts():
        key = Key(entry.msgctxt, entry.msgid)
        faults += [f"{place}: {entry.msgid!r} {fault}" for fault in faults_of_entry(entry)]
        first = known.setdefault(key, (place, entry))
        if translation(first[1]) != translation(entry):
            faults.append(f"{place}: {entry.msgid!r} is translated otherwise at {first[0]}")
        if key not in uses:
            faults.append(f"{place}: {entry.msgid!r} is obsolete: nothing uses it")
        elif any(use.plural for use in uses[key]) and not entry.msgid_plural:
            faults.append(f"{place}: {entry.msgid!r} needs msgid_plural and msgstr[0]")
    faults += [
        f"{used[0].place}: {key.text!r} has no Indonesian"
        for key, used in uses.items()
        if key not in known
    ]
    print("\n".join(faults) or f"Catalogue complete: {len(uses)} messages.")
    if faults:
        print(f"\n{len(faults)} faults. Write translations into lempu/locale/parts/<room>.po")
    return 1 if faults else 0


def compile_catalogue() -> int:
    catalogue = polib.POFile()
    catalogue.metadata = HEADER
    known = set()
    for _place, entry in parts():
        key = Key(entry.msgctxt, entry.msgid)
        if key not in known and not entry.obsolete and not entry.fuzzy and translation(entry):
            known.add(key)
            catalogue.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save_as_mofile(str(CATALOGUE))
    print(f"      {len(known)} Indonesian messages")
    return 0


def entry_for(uses: list[Use]) -> polib.POEntry:
    key = uses[0].key
    plural = next((use.plural for use in uses if use.plural), None)
    return polib.POEntry(
        msgctxt=key.context,
        msgid=key.text,
        msgid_plural=plural or "",
        msgstr_plural={0: ""} if plural else {},
        occurrences=[tuple(use.place.rsplit(":", 1)) for use in uses],
    )


def show(*, only_missing: bool) -> int:
    known = {Key(entry.msgctxt, entry.msgid) for _place, entry in parts() if translation(entry)}
    for key, uses in words_in_use().items():
        if not (only_missing and key in known):
            print(entry_for(uses))
    return 0


COMMANDS = {
    "compile": compile_catalogue,
    "check": check,
    "missing": lambda: show(only_missing=True),
    "extract": lambda: show(only_missing=False),
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit(__doc__)
    raise SystemExit(COMMANDS[sys.argv[1]]())
