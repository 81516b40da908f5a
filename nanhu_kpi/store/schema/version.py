"""The marks by which a file is known as ours, and of which version."""

from __future__ import annotations

APPLICATION_ID = 0x4E48_4B50  # "NHKP"
VERSION = 3
