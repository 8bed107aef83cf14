"""How much of a file is looked at. Beyond this it is not one office's plan of one year."""

from typing import Final

MAX_FILE_BYTES: Final = 64 * 1024 * 1024
MAX_CONTENT_BYTES: Final = 64 * 1024 * 1024
MAX_ARCHIVE_RATIO: Final = 200
MAX_TEXT_BYTES: Final = 16 * 1024 * 1024
MAX_XML_BYTES: Final = 32 * 1024 * 1024
MAX_XML_SIGNS: Final = 2_000_000
MAX_ARCHIVE_MEMBERS: Final = 10_000
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 400
MAX_CELLS: Final = 250_000
MAX_PAGES: Final = 200
MAX_CELL_CHARACTERS: Final = 20_000
MAX_PAGE_CHARACTERS: Final = 40_000
MAX_PAGE_SCRIPT: Final = 512 * 1024
MAX_SCRIPT: Final = 4 * 1024 * 1024
MAX_INLINE_PICTURE: Final = 16 * 1024
MAX_CROSSINGS: Final = 5_000
MAX_EDGE_PAIRS: Final = 1_000_000
MAX_PAGE_LINES: Final = 10_000
MAX_PAGE_DRAWINGS: Final = 2_000
