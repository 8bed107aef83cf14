"""Stands for a job that the system stops while it works (see test_previews_hostile)."""

import os
import signal

os.kill(os.getpid(), signal.SIGTERM)
