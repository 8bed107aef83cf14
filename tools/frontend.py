"""Copy what the pages use from node_modules into lempu/shared/static/vendor (git-ignored).

frontend.py            copy styles, font, htmx, tus and build the icon sprite
frontend.py tidy-lock  drop what npm writes into package-lock.json and nobody reads
"""

import json
import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "lempu" / "shared" / "static" / "vendor"
SVG = "http://www.w3.org/2000/svg"

# WhiteNoise renames every file by its content and follows this comment to a map we do not serve.
SOURCE_MAP = re.compile(
    rb"^[ \t]*(/\*[#@] sourceMappingURL=.*?\*/|//[#@] sourceMappingURL=.*)\s*$", re.M
)
# Blocks of fontsource's style sheet: a comment naming the file, then the font face.
FONT_FACE = re.compile(r"/\* inter-(?P<subset>[\w-]+)-wght-normal \*/\n@font-face \{.*?\n\}", re.S)
PAINT = {"fill", "stroke", "stroke-width"}
OWN_ICONS = {"ring": '<circle cx="12" cy="12" r="4.5"/>'}


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(SOURCE_MAP.sub(b"", source.read_bytes()))


def copy_inter() -> None:
    package = PACKAGES / "@fontsource-variable" / "inter"
    sheet = (package / "wght.css").read_text(encoding="utf-8")
    latin = next(face[0] for face in FONT_FACE.finditer(sheet) if face["subset"] == "latin")
    font = "inter-latin-wght-normal.woff2"
    (VENDOR / "inter" / "files").mkdir(parents=True)
    (VENDOR / "inter" / "wght.css").write_text(latin + "\n", encoding="utf-8")
    shutil.copyfile(package / "files" / font, VENDOR / "inter" / "files" / font)


def shape(element: ElementTree.Element) -> str:
    tag = element.tag.removeprefix(f"{{{SVG}}}")
    geometry = [f'{key}="{element.attrib[key]}"' for key in element.attrib if key not in PAINT]
    return f"<{tag} {' '.join(geometry)}/>"


def symbol(name: str) -> str:
    """One icon as a symbol without colours or widths: the class ``lp-i`` gives them."""
    if name in OWN_ICONS:
        shapes = OWN_ICONS[name]
    else:
        file = PACKAGES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not file.exists():
            raise SystemExit(f"tools/icons.txt: @tabler/icons has no outline icon '{name}'.")
        shapes = "".join(
            shape(element)
            for element in ElementTree.parse(file).getroot()
            if element.attrib.get("stroke") != "none"
        )
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def build_sprite() -> int:
    lines = (ROOT / "tools" / "icons.txt").read_text(encoding="utf-8").splitlines()
    names = sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})
    symbols = "\n".join(symbol(name) for name in [*names, *OWN_ICONS])
    (VENDOR / "icons.svg").write_text(f'<svg xmlns="{SVG}">\n{symbols}\n</svg>\n', encoding="utf-8")
    return len(names) + len(OWN_ICONS)


def build() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    copy(PACKAGES / "@tabler/core/dist/css/tabler.min.css", VENDOR / "tabler.min.css")
    copy(PACKAGES / "htmx.org/dist/htmx.min.js", VENDOR / "htmx.min.js")
    copy(PACKAGES / "tus-js-client/dist/tus.min.js", VENDOR / "tus.min.js")
    copy_inter()
    icons = build_sprite()
    size = sum(file.stat().st_size for file in VENDOR.rglob("*") if file.is_file())
    print(f"      styles, font, htmx, tus and {icons} icons: {size // 1024} KB")


def tidy_lock() -> None:
    """Addresses for donations change without any package changing, and are no part of a lock."""
    lock_file = ROOT / "package-lock.json"
    lock = json.loads(lock_file.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    lock_file.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    tidy_lock() if sys.argv[1:] == ["tidy-lock"] else build()
