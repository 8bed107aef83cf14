"""A photo or a scan as a PDF of pictures, upright, for the program that recognises text.

``python -m lempu.kernel.files.understanding.sheet TARGET`` reads the picture on standard input. A side
is at most ``LONGEST`` pixels, and a page as large as paper, so that recognition takes no longer than
for a scan. Ends with ``BROKEN`` when it is no picture that can be read.
"""

import sys

import pi_heif
from PIL import Image, ImageOps, ImageSequence

from lempu.kernel.files import renditions
from lempu.kernel.files.understanding.bounds import bound

LONGEST = 3508
#: The longer side of A4 in inches.
PAPER = 11.69
FRAMES = 100
#: What OCRmyPDF ends with for the same.
BROKEN = 2


def frames(source: Image.Image) -> list[Image.Image]:
    if source.width * source.height > renditions.most_pixels(source):
        raise ValueError("too many pixels")
    source.draft("RGB", (LONGEST, LONGEST))
    every = ImageSequence.Iterator(source) if source.format == "TIFF" else [source]
    found = []
    for _number, frame in zip(range(FRAMES), every, strict=False):
        upright = ImageOps.exif_transpose(frame)
        upright.thumbnail((LONGEST, LONGEST))
        is_grey = upright.mode in ("1", "L")
        found.append(upright.convert("L") if is_grey else renditions.flat(upright))
    return found


def main() -> None:
    bound()
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands in frames
    pi_heif.register_heif_opener()
    try:
        with Image.open(sys.stdin.buffer) as source:
            made = frames(source)
            dots = max(max(image.size) for image in made) / PAPER
            made[0].save(
                sys.argv[1],
                "PDF",
                save_all=True,
                append_images=made[1:],
                resolution=dots,
                quality=90,
            )
    except (OSError, ValueError, SyntaxError, MemoryError):
        sys.exit(BROKEN)


if __name__ == "__main__":
    main()
