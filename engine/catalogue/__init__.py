"""Catalogue: paths as files. Check them, publish them, look at them.

Whoever names something here loads what it needs and no more: a check needs neither store nor cases, and a child
process that checks one file must start quickly. No module bears the name of a function.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.catalogue.check import check_files as check_files
    from engine.catalogue.files import slug_of as slug_of
    from engine.catalogue.findings import refused as refused
    from engine.catalogue.guard import insist_on_limits as insist_on_limits
    from engine.catalogue.lanes import LaneGroup as LaneGroup
    from engine.catalogue.lanes import first_groups as first_groups
    from engine.catalogue.lanes import group_names as group_names
    from engine.catalogue.lanes import lane_groups as lane_groups
    from engine.catalogue.process_pages import ProcessLine as ProcessLine
    from engine.catalogue.process_pages import ProcessPage as ProcessPage
    from engine.catalogue.process_pages import Version as Version
    from engine.catalogue.process_pages import process_diagram as process_diagram
    from engine.catalogue.process_pages import process_list as process_list
    from engine.catalogue.process_pages import process_page as process_page
    from engine.catalogue.process_pages import process_source as process_source
    from engine.catalogue.publishing import Published as Published
    from engine.catalogue.publishing import PublishProcess as PublishProcess
    from engine.catalogue.publishing import publish as publish
    from engine.catalogue.traffic.figures import Traffic as Traffic
    from engine.catalogue.traffic.figures import path_traffic as path_traffic
    from engine.catalogue.version_stories import VersionStory as VersionStory
    from engine.catalogue.version_stories import version_history as version_history
    from engine.catalogue.withdrawing import reinstate as reinstate
    from engine.catalogue.withdrawing import withdraw as withdraw

_HOMES = {
    "check": ("check_files",),
    "files": ("slug_of",),
    "findings": ("refused",),
    "guard": ("insist_on_limits",),
    "lanes": ("LaneGroup", "first_groups", "group_names", "lane_groups"),
    "process_pages": (
        *("ProcessLine", "ProcessPage", "Version"),
        *("process_diagram", "process_list", "process_page", "process_source"),
    ),
    "publishing": ("PublishProcess", "Published", "publish"),
    "traffic.figures": ("Traffic", "path_traffic"),
    "version_stories": ("VersionStory", "version_history"),
    "withdrawing": ("reinstate", "withdraw"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
