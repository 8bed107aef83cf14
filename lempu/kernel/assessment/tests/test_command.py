"""``lempu lke score`` as a person and as a program call it."""

import json

import pytest
from django.core.management import call_command

SHEET = {
    "instrument": "permenpan-90-2021",
    "answers": {"PPA1A": "Ya", "PPA1B": "B", "PRA1A": 0.8},
    "results": {"SPAK": 3.6, "CAPAIAN": "B", "SPKP": 3.2},
}


@pytest.fixture
def score(tmp_path, capsys):
    def scored(content, *options):
        file = tmp_path / "sheet.json"
        content = content if isinstance(content, str | bytes) else json.dumps(content)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("lke", "score", str(file), *options)
        return capsys.readouterr().out

    return scored


def test_a_program_gets_json(score):
    said = json.loads(score(SHEET, "--json"))

    assert said["areas"][0] == {"area": 1, "pemenuhan": "0.375", "reform": "0.8", "total": "1.175"}
    assert said["results"] == {"SPAK": "15.75", "CAPAIAN": "3.75", "SPKP": "14"}
    assert (said["total"], said["wbk"], len(said["missing"])) == ("34.675", False, 107)


def test_a_person_gets_lines_with_what_is_not_reached(score):
    said = score(SHEET)

    assert "34.68" in said
    assert "! area-1       1.18 < 4.8" in said
    assert "PPA4B" in said


@pytest.mark.parametrize(
    ("content", "word"),
    [({**SHEET, "answers": {"PPX1A": "Ya"}}, "PPX1A"), ("no sheet", "JSON")],
)
def test_what_cannot_be_scored_is_said_and_ends_with_1(score, capsys, content, word):
    with pytest.raises(SystemExit) as end:
        score(content, "--json")

    said = capsys.readouterr()
    assert end.value.code == 1
    assert word in said.err
    assert word in json.loads(said.out)["error"]["message"]


def test_a_file_that_is_not_there_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("lke", "score", str(tmp_path / "none.json"))

    assert capsys.readouterr().err


def test_a_file_too_large_is_refused(tmp_path, capsys):
    file = tmp_path / "sheet.json"
    file.write_bytes(b" " * (4 * 1024 * 1024 + 1))

    with pytest.raises(SystemExit):
        call_command("lke", "score", str(file))

    assert capsys.readouterr().err


def sheet_with(answers="{}", results="{}"):
    return f'{{"instrument": "permenpan-90-2021", "answers": {answers}, "results": {results}}}'


@pytest.mark.parametrize(
    ("content", "item", "code"),
    [
        (sheet_with('{"PPX1A": "Ya"}'), "PPX1A", "unknown_item"),
        (sheet_with('{"PPA1A": true}'), "PPA1A", "outside_scale"),
        (sheet_with('{"PPA1B": {"A": [1]}}'), "PPA1B", "outside_scale"),
        (sheet_with('{"PPA1B": NaN}'), "PPA1B", "outside_scale"),
        (sheet_with('{"PRA1A": NaN}'), "PRA1A", "outside_range"),
        (sheet_with('{"PRA1A": -Infinity}'), "PRA1A", "outside_range"),
        (sheet_with('{"PRA1A": false}'), "PRA1A", "outside_range"),
        (sheet_with('{"PRA1A": 1.0000001}'), "PRA1A", "outside_range"),
        (sheet_with('{"PRA1A": -0.5}'), "PRA1A", "outside_range"),
        (sheet_with('{"PRA1A": 1e99999999999999999999}'), "PRA1A", "outside_range"),
        (sheet_with('{"PRA1A": ' + "9" * 9_000 + "}"), "PRA1A", "outside_range"),
        (sheet_with(results='{"SPAK": "3.6"}'), "SPAK", "outside_range"),
        (sheet_with(results='{"SPAK": 4.2}'), "SPAK", "outside_range"),
        (sheet_with('{"PPA1A": "Ya", "PPA1A": "Tidak"}'), "PPA1A", "twice"),
        (sheet_with('{"\\ud800\\u001b[2J": "Ya"}'), "\ud800\x1b[2J", "unknown_item"),
        (sheet_with('{"PPA1A": "\\u001b[2J"}'), "PPA1A", "outside_scale"),
        (sheet_with('{"PPA1A": "Ya"}').encode("utf-16")[:-1], "", "no_json"),
        (b'{"instrument": "\xff"}', "", "no_json"),
    ],
)
def test_a_refusal_names_the_answer_in_one_short_line(score, capsys, content, item, code):
    with pytest.raises(SystemExit):
        score(content, "--json")

    said = capsys.readouterr()
    error = json.loads(said.out)["error"]
    assert (error["item"], error["code"]) == (item, code)
    assert error["message"].isprintable()
    assert len(error["message"]) < 300
    assert not item.isprintable() or item in error["message"]


def test_a_sheet_of_a_hundred_thousand_names_is_refused_at_once(score):
    """Counting names against names would take hours."""
    many = ", ".join(f'"X{number}": 1' for number in range(100_000))

    with pytest.raises(SystemExit):
        score(sheet_with("{" + many + "}"))
