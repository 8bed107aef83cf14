"""The clock reads every open assessment, so that the line of the year has no holes."""

from lempu.kernel.assessment.services.readings import take_readings
from lempu.shared.periodic import every


@every(name="assessment.take_readings", minutes=60)
def read_assessments() -> None:
    take_readings()
