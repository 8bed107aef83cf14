"""The pages by question of the evaluation sheet (LKE): small, without script, opened by a double click.

They lead to the files where they lie by programme and row, so that no file is there twice.
"""

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2733}"
    "a{color:#0b5cad}li{margin:.6rem 0}.m{color:#4a5562}"
)
PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>{style}</style></head>
<body><main>{body}</main></body></html>
"""


def _page(title: str, body: str) -> str:
    return PAGE.format(title=escape(title), style=STYLE, body=body)


def way(start: str, goal: str) -> str:
    """The address of one file of a bundle as seen from another."""
    return quote("../" * start.count("/") + goal)


def question_page(path: str, overview: str, about: dict[str, Any]) -> str:
    """One question: what is asked, what the office says, and every file offered for it."""
    answer = (
        f"<p>Jawaban satker: <strong>{escape(about['answer'])}</strong></p>"
        if about["answer"]
        else ""
    )
    note = f"<p>{escape(about['note'])}</p>" if about["note"] else ""
    lines = "".join(_line(path, piece) for piece in about["evidence"])
    return _page(
        f"{about['item']} {about['text']}",
        f'<p><a href="{way(path, overview)}">Semua pertanyaan</a></p>'
        f'<p class="m">{escape(about["area"])}<br>{escape(about["sub_area"])}</p>'
        f"<h1>{escape(about['item'])} {escape(about['text'])}</h1>{answer}{note}"
        f"<h2>Bukti</h2><ol>{lines}</ol>",
    )


def _line(path: str, piece: dict[str, Any]) -> str:
    words = escape(f"{piece['kind']}, baris {piece['row']}, {piece['month']}")
    if piece["path"]:
        words = f'<a href="{way(path, piece["path"])}">{words}</a>'
    elif piece["url"].startswith(("https://", "http://")):
        words = f'<a href="{escape(piece["url"])}" rel="noreferrer">{words}</a>'
    told = [piece["state"]]
    if piece["entry"]:
        told.append(f"entri {piece['entry']} buku jejak")
    if not piece["path"] and not piece["url"]:
        told.append("berkasnya tidak termasuk berkas bukti tahun ini")
    if piece["serves"]:
        told.append(f"juga untuk {', '.join(piece['serves'])}")
    return f'<li>{words}<br><span class="m">{escape(" · ".join(told))}</span></li>'


def overview_page(path: str, office: str, year: int, abouts: Iterable[dict[str, Any]]) -> str:
    """Every question of the sheet by area and sub-area, with how much is offered for it."""
    made, area, sub_area = [], "", ""
    for about in abouts:
        if about["area"] != area:
            made.append(f"{'</ul>' if area else ''}<h2>{escape(about['area'])}</h2>")
        if (about["area"], about["sub_area"]) != (area, sub_area):
            made.append(
                f"{'</ul>' if about['area'] == area else ''}<h3>{escape(about['sub_area'])}</h3><ul>"
            )
        area, sub_area = about["area"], about["sub_area"]
        words, count = escape(f"{about['item']} {about['text']}"), len(about["evidence"])
        if count:
            words = f'<a href="{way(path, about["page"])}">{words}</a>'
        made.append(f'<li>{words} <span class="m">{count or "belum ada"} bukti</span></li>')
    end = "</ul>" if area else ""
    title = f"Bukti menurut pertanyaan LKE, {office}, {year}"
    return _page(title, f"<h1>{escape(title)}</h1>{''.join(made)}{end}")
