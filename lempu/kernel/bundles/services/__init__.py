"""Handing evidence out: a year as a bundle, one document with its proof."""

from lempu.kernel.bundles.services.asking import ask_bundle, run_bundle, sweep_bundles
from lempu.kernel.bundles.services.exporting import export_year
from lempu.kernel.bundles.services.proving import prove_version

__all__ = ["ask_bundle", "export_year", "prove_version", "run_bundle", "sweep_bundles"]
