"""Rewrite the calendar of days off from the pinned ``holidays`` package.

    python tools/calendar_snapshot.py [YEAR ...]

Once a year, after the joint decree (SKB) for the next year: raise the pin of ``holidays``, add the
decree with its day of signature to ``lempu/data/calendar/acts.json``, run this, compare the new
file with the decree and commit both. Without years, every year with an act is rewritten.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import holidays

FOLDER = Path(__file__).resolve().parents[1] / "lempu" / "data" / "calendar"
KINDS = {"public": "national", "government": "joint_leave"}
ESTIMATED = {"id": " (perkiraan)", "en_US": " (estimated)"}


def names(year: int, category: str, language: str) -> dict[str, str]:
    found = holidays.country_holidays("ID", years=year, categories=(category,), language=language)
    return {day.isoformat(): name for day, name in found.items()}


def days(year: int, acts: list[dict]) -> list[dict]:
    by_year = {each: act for act in acts for each in act.get("years", [])}
    by_day = {each: act for act in acts for each in act.get("days", [])}
    rows = []
    for category, kind in KINDS.items():
        english = names(year, category, "en_US")
        for day, name in names(year, category, "id").items():
            act = by_day.get(day) or by_year[year]
            row = {
                "date": day,
                "name": name.removesuffix(ESTIMATED["id"]),
                "name_en": english[day].removesuffix(ESTIMATED["en_US"]),
                "kind": kind,
                "estimated": name.endswith(ESTIMATED["id"]),
                "known_from": act["signed_on"],
                "act": act["key"],
            }
            rows.append(row)
    return sorted(rows, key=lambda row: row["date"])


def render(year: int, rows: list[dict]) -> str:
    lines = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    source = json.dumps(f"holidays {version('holidays')}, Indonesia")
    return f'{{\n  "year": {year},\n  "source": {source},\n  "days": [\n{lines}\n  ]\n}}\n'


def main(arguments: list[str]) -> None:
    acts = json.loads((FOLDER / "acts.json").read_text("utf-8"))["acts"]
    covered = sorted({year for act in acts for year in act.get("years", [])})
    for year in [int(argument) for argument in arguments] or covered:
        if year not in covered:
            sys.exit(f"{year}: add its decree to {FOLDER.name}/acts.json first")
        rows = days(year, acts)
        (FOLDER / f"{year}.json").write_text(render(year, rows), "utf-8")
        print(f"{year}: {len(rows)} days")


if __name__ == "__main__":
    main(sys.argv[1:])
