"""One HTML page of a run: the demo's own benign pictures, with what was found drawn as outlines."""

from demo.report.page import write_report

__all__ = ["write_report"]
