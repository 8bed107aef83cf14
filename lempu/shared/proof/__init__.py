"""What an evaluator needs to check a bundle, in plain Python 3.9 with nothing installed.

Pure: no Django, no package. ``single.py`` joins these modules into the one file that every bundle
carries, so that whoever checks need not trust, install or even know Lempu.
"""
