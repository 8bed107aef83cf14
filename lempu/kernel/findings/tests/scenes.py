"""Pictures that stand for proof: meeting rooms on several days, forms filled in, what people do to them.

A room has walls, a window, a banner and furniture of its own; a day brings other people, other light and a
camera that is held a little elsewhere.
"""

import io
import random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

SIZE = (960, 720)


def room(place: int, day: int, *, shift: float = 0.04, tripod: bool = False) -> Image.Image:
    """A meeting in a room: the same ``place`` on another ``day`` has the same walls and other people."""
    image, fixed = Image.new("RGB", SIZE), random.Random(f"room {place}")
    pen = ImageDraw.Draw(image)
    _walls(pen, fixed)
    _banner(pen, fixed, day)
    chance = random.Random(f"room {place} day {day}")
    _people(pen, fixed, chance)
    image = image.filter(ImageFilter.GaussianBlur(0.8))
    grain = Image.effect_noise(SIZE, 18).convert("RGB")
    image = ImageChops.add(image, grain, scale=1, offset=-128)
    image = ImageEnhance.Brightness(image).enhance(chance.uniform(0.85, 1.15))
    if tripod:
        return image
    left, top = (chance.uniform(0, shift) for _ in range(2))
    right, bottom = (1 - chance.uniform(0, shift) for _ in range(2))
    across, down = SIZE
    held = image.rotate(chance.uniform(-1.5, 1.5), Image.Resampling.BILINEAR)
    cut = held.crop((int(left * across), int(top * down), int(right * across), int(bottom * down)))
    return cut.resize(SIZE, Image.Resampling.LANCZOS)


def _walls(pen: ImageDraw.ImageDraw, fixed: random.Random) -> None:
    wall = [fixed.randint(150, 235) for _ in range(3)]
    for line in range(SIZE[1]):
        shade = 1 - line / SIZE[1] * 0.25
        pen.line((0, line, SIZE[0], line), fill=tuple(int(part * shade) for part in wall))
    floor = fixed.randint(420, 520)
    pen.rectangle((0, floor, *SIZE), fill=tuple(fixed.randint(80, 170) for _ in range(3)))
    for _ in range(fixed.randint(1, 3)):
        x, y = fixed.randint(0, 760), fixed.randint(20, 160)
        across, down = fixed.randint(90, 190), fixed.randint(110, 220)
        pen.rectangle(
            (x, y, x + across, y + down), fill=(225, 238, 250), outline=(90, 80, 70), width=6
        )
        pen.line((x + across // 2, y, x + across // 2, y + down), fill=(90, 80, 70), width=5)
    for _ in range(fixed.randint(0, 2)):
        x = fixed.randint(0, 860)
        pen.rectangle(
            (x, 240, x + 80, floor + 40), fill=tuple(fixed.randint(40, 120) for _ in range(3))
        )


def _banner(pen: ImageDraw.ImageDraw, fixed: random.Random, day: int) -> None:
    x = fixed.randint(120, 420)
    pen.rectangle((x, 40, x + 400, 150), fill=tuple(fixed.randint(20, 200) for _ in range(3)))
    font = ImageFont.load_default(size=34)
    pen.text((x + 24, 60), "RAPAT KOORDINASI", font=font, fill=(250, 250, 250))
    pen.text((x + 24, 100), f"HARI KE-{day}", font=font, fill=(250, 250, 250))


def _people(pen: ImageDraw.ImageDraw, fixed: random.Random, chance: random.Random) -> None:
    table = fixed.randint(470, 540)
    for _ in range(chance.randint(4, 9)):
        x, y = chance.randint(0, 880), chance.randint(230, 330)
        skin, shirt = chance.randint(90, 200), tuple(chance.randint(20, 230) for _ in range(3))
        pen.rectangle((x - 30, y + 62, x + 96, y + 260), fill=shirt)
        pen.ellipse((x, y, x + 66, y + 76), fill=(skin, int(skin * 0.75), int(skin * 0.6)))
        pen.pieslice((x - 4, y - 8, x + 70, y + 60), 180, 360, fill=(25, 20, 20))
    pen.rectangle((60, table, 900, table + 60), fill=(120, 84, 50))
    for _ in range(chance.randint(3, 10)):
        x = chance.randint(80, 840)
        pen.rectangle((x, table - 14, x + 46, table + 8), fill=(245, 245, 245))
    if chance.random() < 0.6:
        for _ in range(chance.randint(1, 4)):
            x, down = chance.randint(0, 860), chance.randint(180, 300)
            hair = chance.randint(10, 60)
            pen.ellipse((x, 720 - down, x + 120, 720 - down + 130), fill=(hair, hair, hair))
            pen.rectangle(
                (x - 40, 720 - down + 110, x + 160, 720),
                fill=tuple(chance.randint(20, 220) for _ in range(3)),
            )


def form(template: int, filled: int) -> Image.Image:
    """An attendance list: the same printed ``template``, other handwriting each time it is ``filled`` in."""
    image, fixed, chance = (
        Image.new("L", (1240, 1754), 255),
        random.Random(f"form {template}"),
        random.Random(f"{template} {filled}"),
    )
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=34)
    pen.text(
        (200, 90),
        f"DAFTAR HADIR {fixed.choice(['RAPAT', 'APEL', 'DIKLAT', 'SOSIALISASI'])} {template}",
        font=font,
        fill=0,
    )
    pen.text((200, 150), "KOMISI PEMILIHAN UMUM KABUPATEN LUWU", font=font, fill=0)
    top, rows, high = 260 + fixed.randint(0, 120), fixed.randint(12, 22), fixed.randint(48, 60)
    edges = [100, 190, 640, 900, 1140]
    for row in range(rows + 1):
        pen.line((edges[0], top + row * high, edges[-1], top + row * high), fill=0, width=2)
    for edge in edges:
        pen.line((edge, top, edge, top + rows * high), fill=0, width=2)
    for row in range(1, rows):
        y = top + row * high
        pen.text((115, y + 8), str(row), font=font, fill=0)
        pen.text((205, y + 8), f"Pegawai {fixed.randint(10, 99)}", font=font, fill=0)
        if chance.random() < 0.8:
            _scribble(pen, chance, y)
    _scribble(pen, chance, top + rows * high + 120)
    pen.text(
        (760, top + rows * high + 60),
        f"Belopa, {chance.randint(1, 28)} {chance.choice(['Mei', 'Juli', 'Agustus'])} 2025",
        font=font,
        fill=0,
    )
    return image.filter(ImageFilter.GaussianBlur(0.6))


def _scribble(pen: ImageDraw.ImageDraw, chance: random.Random, y: int) -> None:
    x, points = 910 + chance.randint(0, 60), []
    for _ in range(chance.randint(5, 12)):
        points.append((x, y + chance.randint(4, 46)))
        x += chance.randint(4, 22)
    pen.line(points, fill=30, width=4, joint="curve")


def saved(image: Image.Image, *, quality: int = 85, fmt: str = "JPEG") -> bytes:
    kept = io.BytesIO()
    image.save(kept, fmt, quality=quality)
    return kept.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).copy()


def resized(image: Image.Image) -> Image.Image:
    return image.resize((image.width * 2 // 5, image.height * 2 // 5), Image.Resampling.BILINEAR)


def recompressed(image: Image.Image) -> Image.Image:
    return opened(saved(image.convert("RGB"), quality=25))


def cropped(image: Image.Image, part: float = 0.08) -> Image.Image:
    across, down = image.size
    return image.crop(
        (
            int(across * part),
            int(down * part * 0.8),
            int(across * (1 - part * 0.9)),
            int(down * (1 - part)),
        )
    )


def cut_aside(image: Image.Image) -> Image.Image:
    """The lower right four fifths."""
    return image.crop((image.width // 5, image.height // 5, image.width, image.height))


def mirrored(image: Image.Image) -> Image.Image:
    return ImageOps.mirror(image)


def shifted(image: Image.Image) -> Image.Image:
    """Warmer, brighter, less coloured, as filters of phones make it."""
    red, green, blue = image.convert("RGB").split()
    warm = Image.merge(
        "RGB",
        (red.point(lambda v: min(255, int(v * 1.15))), green, blue.point(lambda v: int(v * 0.8))),
    )
    return ImageEnhance.Brightness(ImageEnhance.Color(warm).enhance(0.6)).enhance(1.12)


#: What people do to a picture before they use it again.
CHANGES = {
    "resized": resized,
    "recompressed": recompressed,
    "cropped": cropped,
    "cut_aside": cut_aside,
    "mirrored": mirrored,
    "colour-shifted": shifted,
}
