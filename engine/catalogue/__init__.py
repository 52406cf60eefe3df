"""Catalogue: paths as files. Check them, publish them, look at them."""

from engine.catalogue.check import check_files, refused
from engine.catalogue.guard import insist_on_limits
from engine.catalogue.process_list import (
    ProcessLine,
    ProcessPage,
    Version,
    process_diagram,
    process_list,
    process_page,
    process_source,
)
from engine.catalogue.publish import Published, PublishProcess, publish, slug_of
from engine.catalogue.release import release_municipality

__all__ = [
    "ProcessLine",
    "ProcessPage",
    "PublishProcess",
    "Published",
    "Version",
    "check_files",
    "insist_on_limits",
    "process_diagram",
    "process_list",
    "process_page",
    "process_source",
    "publish",
    "refused",
    "release_municipality",
    "slug_of",
]
