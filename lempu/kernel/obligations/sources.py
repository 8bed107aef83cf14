"""How many obligations a version of a plan counts, on the page of the plans' own room."""

from lempu.kernel.obligations.selectors import standing_of
from lempu.kernel.plans.registry import register_count

register_count(standing_of)
