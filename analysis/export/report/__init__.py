"""The report: one HTML page that holds text, evidence, charts, tables and provenance, and asks no network."""

from __future__ import annotations

from .page import report_bytes, write_report

__all__ = ["report_bytes", "write_report"]
