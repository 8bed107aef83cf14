"""The sentences that follow from the numbers, so that nobody types what Lempu knows."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from lempu.kernel.plans.renditions import legal
from lempu.kernel.reporting.enums import Kind
from lempu.kernel.reporting.renditions.figures import Figures, figures_of, missed
from lempu.shared.periods import ROMAN

Json = Mapping[str, Any]


def period_of(snapshot: Json) -> str:
    """ "bulan September 2025", "triwulan III tahun 2025"."""
    if snapshot["kind"] == Kind.QUARTERLY:
        return f"triwulan {ROMAN[snapshot['period'] - 1]} tahun {snapshot['year']}"
    return f"bulan {legal.month_name(snapshot['period'])} {snapshot['year']}"


def subject_of(snapshot: Json) -> str:
    """The letter's *hal*."""
    if snapshot["kind"] == Kind.QUARTERLY:
        return f"Laporan monitoring dan evaluasi Zona Integritas {period_of(snapshot)}"
    return f"Laporan pelaksanaan rencana aksi Zona Integritas {period_of(snapshot)}"


def moment_of(snapshot: Json) -> str:
    """ "6 Oktober 2025 pukul 10.12 WITA"."""
    zone = ZoneInfo(snapshot["office"]["timezone"])
    at = dt.datetime.fromisoformat(snapshot["as_of"]).astimezone(zone)
    return f"{legal.long_date(at.date().isoformat())} pukul {at:%H.%M} {at.tzname()}"


def basis_of(snapshot: Json) -> str:
    """The decree that the plan rests on, in words; empty where it has none yet."""
    plan = snapshot["plan"]
    if not plan["number"]:
        return ""
    number = legal.number_with_year(plan["number"], year=snapshot["year"], date=plan["date"])
    day = f" tanggal {legal.long_date(plan['date'])}" if plan["date"] else ""
    return f"Keputusan {plan['office'] or snapshot['office']['name']} Nomor {number}{day}"


def suggested_texts(snapshot: Json) -> dict[str, str]:
    """Introduction, obstacles and closing for whoever writes none of their own."""
    return {
        "opening": _opening(snapshot),
        "obstacles": _obstacles(snapshot),
        "closing": _closing(snapshot),
    }


def realisation(figures: Figures, period: str) -> str:
    """One or two sentences that hold every number of the table below them."""
    if not figures.total:
        return f"Rencana aksi tidak meminta apa pun pada {period}."
    parts = [
        (figures.waiting, "menunggu verifikasi"),
        (figures.returned, "dikembalikan untuk diperbaiki"),
        (figures.undone, "dinyatakan tidak terlaksana"),
        (figures.open, "belum dibuktikan"),
    ]
    said = [f"{count} {words}" for count, words in parts if count]
    text = (
        f"Dari {figures.total} kewajiban pada {period}, {figures.done} selesai ({figures.share}): "
        f"{figures.accepted} dengan bukti yang diterima dan {figures.nil} nihil."
    )
    if said:
        text += f" Selebihnya {_listed(said)}."
    if figures.late:
        text += f" Dari yang selesai, {figures.late} dibuktikan setelah batas waktu."
    return text


def _opening(snapshot: Json) -> str:
    purpose = (
        "monitoring dan evaluasi pembangunan Zona Integritas"
        if snapshot["kind"] == Kind.QUARTERLY
        else "pelaksanaan rencana aksi Zona Integritas"
    )
    basis = basis_of(snapshot)
    rests = f", sebagaimana ditetapkan dengan {basis}" if basis else ""
    return (
        f"Laporan ini menyampaikan {purpose} pada {snapshot['office']['name']} selama "
        f"{period_of(snapshot)}{rests}."
    )


def _obstacles(snapshot: Json) -> str:
    """The reasons that people gave, each once, with the rows it was given for."""
    reasons: dict[str, list[str]] = {}
    for row in missed(snapshot["rows"]):
        if row["reason"]:
            codes = reasons.setdefault(row["reason"], [])
            if row["code"] not in codes:
                codes.append(row["code"])
    if not reasons:
        return "Tidak ada kendala yang dicatat pada periode ini."
    lines = [
        f"{reason.rstrip(' .')} (baris {_listed(codes)})." for reason, codes in reasons.items()
    ]
    return "Kendala yang dicatat pada periode ini:\n" + "\n".join(f"- {line}" for line in lines)


def _closing(snapshot: Json) -> str:
    figures = figures_of(snapshot["rows"])
    owed = figures.open + figures.returned
    more = (
        f" {owed} kewajiban yang belum dibuktikan atau dikembalikan tetap ditagih kepada "
        "penanggung jawabnya; bukti susulan tetap bertanda terlambat."
        if owed
        else ""
    )
    return f"Demikian laporan ini disampaikan sebagai bahan evaluasi pimpinan.{more}"


def _listed(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return ", ".join(parts[:-1]) + f" dan {parts[-1]}"
