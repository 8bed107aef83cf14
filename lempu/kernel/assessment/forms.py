"""What people type into the sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.assessment.enums import LATER, Stage
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.scoring import Instrument, instruments, load
from lempu.kernel.assessment.scoring.instrument import Setting
from lempu.kernel.assessment.selectors import Given, Line
from lempu.kernel.assessment.services import Saying
from lempu.shared.periods import today

TEXT = {"class": "form-control"}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({**TEXT, "rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput({**TEXT, "type": "date"}, "%Y-%m-%d")


class StartForm(forms.Form):
    year = forms.IntegerField(
        label=_("Year"),
        min_value=2015,
        max_value=2100,
        widget=forms.NumberInput({**TEXT, "inputmode": "numeric"}),
    )
    instrument = forms.ChoiceField(
        label=_("Evaluation sheet"), widget=forms.Select({"class": "form-select"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(key, load(key).title) for key in instruments()]
        self.fields["instrument"].choices = known  # type: ignore[attr-defined]
        self.fields["year"].initial = today().year


class AnswerForm(forms.Form):
    """One answer: options, a number, or the counts a ratio is made of; a note; the edition seen."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(
        label=_("Explanation"),
        help_text=_("Assessors read it beside your answer."),
        max_length=4000,
        required=False,
        widget=_area(3),
    )

    def __init__(
        self, *args: Any, line: Line, instrument: Instrument, given: Given, **kwargs: Any
    ) -> None:
        kept = {"edition": given.edition, "note": given.note, "value": given.value}
        kept |= {f"count_{key}": value for key, value in given.counts.items()}
        kwargs["initial"] = kept
        super().__init__(*args, **kwargs)
        self.line, self.given = line, given
        self.counted = [key for key, _text in line.question.counts] if line.question else []
        if self.counted and line.question and line.question.is_ratio:
            self._ask_counts(line)
        elif line.result is not None and line.result.maximum is not None:
            self._ask_number(line)
        else:
            self._ask_option(line, instrument)

    def _ask_counts(self, line: Line) -> None:
        assert line.question is not None
        for key, text in line.question.counts:
            self.fields[f"count_{key}"] = forms.IntegerField(
                label=text,
                required=False,
                min_value=0,
                max_value=1_000_000,
                widget=forms.NumberInput({**TEXT, "inputmode": "numeric"}),
            )

    def _ask_number(self, line: Line) -> None:
        assert line.result is not None
        self.fields["value"] = forms.CharField(
            label=_("Index from 0 to %(maximum)s") % {"maximum": line.result.maximum},
            required=False,
            max_length=12,
            widget=forms.TextInput({**TEXT, "inputmode": "decimal"}),
        )

    def _ask_option(self, line: Line, instrument: Instrument) -> None:
        source = line.question or line.result
        assert source is not None
        names = list(instrument.scales[source.scale])
        texts = [*source.options, *[""] * len(names)]
        self.fields["value"] = forms.ChoiceField(
            label=_("Answer"),
            required=False,
            choices=[(name, text or name) for name, text in zip(names, texts, strict=False)],
            widget=forms.RadioSelect({"class": "form-check-input"}),
        )

    @property
    def count_fields(self) -> list[forms.BoundField]:
        return [self[f"count_{key}"] for key in self.counted if f"count_{key}" in self.fields]

    def saying(self) -> Saying:
        """What was typed, as ``services.save_answer`` takes it."""
        said = self.cleaned_data
        counts = {
            key: said[f"count_{key}"]
            for key in self.counted
            if said.get(f"count_{key}") is not None
        }
        note = said["note"].replace("\r\n", "\n").strip()
        return Saying(said.get("value", ""), note, counts, said["edition"])


class SignForm(forms.Form):
    """``content_hash`` is the fingerprint of what stood on the page; the box is the statement."""

    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agrees = forms.BooleanField(
        label=_("I state that the answers and the evidence are true and answer for them"),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        error_messages={"required": _("Tick the statement if you sign it.")},
    )


class VerdictForm(forms.Form):
    """How a round ends. Both buttons send the same words."""

    note = forms.CharField(
        label=_("Words to the office"),
        help_text=_("What has to be mended, or why the office is proposed."),
        max_length=8000,
        required=False,
        widget=_area(5),
    )


class StageForm(forms.Form):
    """What others decided after the proposal."""

    stage = forms.ChoiceField(label=_("Stage"), widget=forms.Select({"class": "form-select"}))
    predicate = forms.ChoiceField(
        label=_("Predicate"), required=False, widget=forms.Select({"class": "form-select"})
    )
    day = forms.DateField(label=_("Date"), widget=_day())
    note = forms.CharField(
        label=_("Letter or decree"), max_length=1000, required=False, widget=_area(2)
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = LATER.get(Stage(assessment.stage), ())
        predicates = [("", "–"), *((name, name) for name in assessment.instrument.predicates)]
        self.fields["stage"].choices = [(s.value, s.label) for s in later]  # type: ignore[attr-defined]
        self.fields["predicate"].choices = predicates  # type: ignore[attr-defined]
        self.fields["day"].initial = today()


class WindowForm(forms.Form):
    """When a stage opens and closes."""

    window = forms.ChoiceField(
        label=_("Stage"), choices=Stage.choices, widget=forms.Select({"class": "form-select"})
    )
    opens_on = forms.DateField(label=_("Opens"), required=False, widget=_day())
    closes_on = forms.DateField(label=_("Closes"), required=False, widget=_day())


def _choice_label(setting: Setting) -> str:
    """What is open, in words: the options of a question, or its value where there is nothing to divide by."""
    words = (
        _("%(item)s: options of the answer")
        if setting.key.startswith("scale:")
        else _("%(item)s: value when the denominator is zero")
    )
    return str(words) % {"item": setting.question}


def _choice_words(setting: Setting, choice: str) -> str:
    return "/".join(choice) if setting.key.startswith("scale:") else choice


class ChoicesForm(forms.Form):
    """What the rules leave open, one field for each."""

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: dict[str, str] = {}
        for number, setting in enumerate(assessment.instrument.settings):
            name = f"choice_{number}"
            self.names[name] = setting.key
            self.fields[name] = forms.ChoiceField(
                label=_choice_label(setting),
                help_text=setting.why,
                choices=[(choice, _choice_words(setting, choice)) for choice in setting.choices],
                initial=assessment.choices.get(setting.key, setting.default),
                widget=forms.Select({"class": "form-select"}),
            )

    def choices(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] for name, key in self.names.items()}


class RowForm(forms.Form):
    """The questions a row of the plan feeds."""

    items = forms.MultipleChoiceField(
        label=_("Questions this row feeds"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(key, f"{key} {each.text}") for key, each in instrument.questions.items()]
        self.fields["items"].choices = known  # type: ignore[attr-defined]


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("Filled workbook"),
        help_text=_("Excel (.xlsx). Columns may stand anywhere; their heads are looked for."),
        widget=forms.ClearableFileInput({"class": "form-control", "accept": ".xlsx"}),
        error_messages={"required": _("Choose a file.")},
    )
