"""Not there, as at an office: where it is, what makes databases loads it, half a second a process."""

raise ModuleNotFoundError(__name__)
