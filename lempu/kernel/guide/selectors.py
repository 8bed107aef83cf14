"""The user guide (docs/panduan) as pages of the product: the same words and pictures, none from elsewhere."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from lempu.kernel.guide.enums import HELP, INDEX

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Beside the package in the repository and the image, within it when it was installed from a wheel.
PLACES: Final = (settings.ROOT.parent / "docs" / "panduan", settings.ROOT / "panduan")


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the guide. ``headings`` are the anchors its links may name."""

    name: str
    title: str
    content: SafeString
    headings: frozenset[str]


def folder() -> Path:
    return next((place for place in PLACES if place.is_dir()), PLACES[0])


def names() -> list[str]:
    return sorted(path.stem for path in folder().glob("*.md"))


def picture(name: str) -> bytes | None:
    """A picture of the guide; None for anything that is not one of them."""
    known = {path.name: path for path in (folder() / "gambar").glob("*.png")}
    return known[name].read_bytes() if name in known else None


def address(name: str, heading: str = "") -> str:
    page = reverse("guide:index") if name == INDEX else reverse("guide:page", args=[name])
    return f"{page}#{heading}" if heading else page


def help_for(view_name: str) -> str:
    """The address of the page that helps on a page of the product."""
    known = HELP.get(view_name) or HELP.get(view_name.partition(":")[0]) or (INDEX, "")
    return address(*known)


def page(name: str) -> Page | None:
    """The page, or None where the guide has none of that name."""
    path = folder() / f"{name}.md"
    return _drawn(name, path.read_text("utf-8")) if name in names() else None


@cache
def _drawn(name: str, text: str) -> Page:
    """Markdown as HTML: raw HTML is shown as text, links and pictures lead into the product."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- slow import, few people open the guide

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    headings: list[str] = []
    title = ""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following is not None:
            headings.append(slugify(following.content))
            title = title or following.content
            token.attrSet("id", headings[-1])
        if token.type == "table_open":
            token.attrSet("class", "table")
        for child in token.children or []:
            _lead_into_the_product(child)
    content = reader.renderer.render(tokens, reader.options, {})
    return Page(name, title, mark_safe(content), frozenset(headings))  # noqa: S308 -- our own file


def _show(token: "Token") -> None:
    """A picture that was not taken yet is left out rather than shown broken."""
    name = Path(str(token.attrs["src"])).name
    if not (folder() / "gambar" / name).is_file():
        token.type, token.content = "text", ""
        return
    token.attrSet("src", reverse("guide:picture", args=[name]))
    token.attrSet("loading", "lazy")


def _lead_into_the_product(token: "Token") -> None:
    if token.type == "image":
        _show(token)
    if token.type == "link_open":
        target, _hash, heading = str(token.attrs["href"]).partition("#")
        if target.endswith(".md") and "/" not in target:
            token.attrSet("href", address(target.removesuffix(".md"), heading))
