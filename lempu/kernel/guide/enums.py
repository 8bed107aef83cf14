"""Which page of the guide helps on which page of the product."""

from typing import Final

#: The page that names all others, and speaks to everybody.
INDEX: Final = "README"

#: Route name, else the room it is in -> page of docs/panduan and heading; others have the index.
HELP: Final[dict[str, tuple[str, str]]] = {
    "home": (INDEX, "semua-orang"),
    "home:today": ("pelaksana", ""),
    "home:cockpit": ("pimpinan", ""),
    "evidence": ("pelaksana", ""),
    "findings": ("verifikator", "temuan-saran-sistem"),
    "scans": ("pelaksana", "memindai-di-kantor"),
    "reviews": ("verifikator", ""),
    "plans": ("koordinator", ""),
    "obligations": ("koordinator", ""),
    "plans:measures": ("meja", "ukuran-tiap-baris"),
    "plans:bind": ("meja", "ukuran-tiap-baris"),
    "closing": ("koordinator", ""),
    "closing:desk": ("meja", "saat-bulan-berakhir"),
    "closing:reading": ("meja", "saat-bulan-berakhir"),
    "closing:desk_report": ("meja", "saat-bulan-berakhir"),
    "change": ("meja", "meja-perubahan"),
    "gatherings": ("kegiatan", ""),
    "numbering": ("kegiatan", "nomor-naskah"),
    "reporting": ("koordinator", ""),
    "assessment": ("lke", ""),
    "oversight": ("provinsi-dan-pusat", ""),
    "oversight:templates": ("provinsi-dan-pusat", "contoh-rencana"),
    "oversight:template": ("provinsi-dan-pusat", "contoh-rencana"),
    "oversight:template_new": ("provinsi-dan-pusat", "contoh-rencana"),
    "search": ("pencarian", ""),
    "offices": ("administrator", ""),
    "offices:account": ("akun", ""),
    "identity": ("akun", ""),
    "offices:settings": ("administrator", "halaman-publik"),
    "notices": (INDEX, "semua-orang"),
    "notices:rules": ("administrator", "pengingat-dan-surel"),
    "notices:mails": ("administrator", "pengingat-dan-surel"),
    "api": (INDEX, "semua-orang"),
}
