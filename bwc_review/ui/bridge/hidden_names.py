"""Sentences for a blinded reviewer: without the names of files, which tell the day, the officer or the call."""

import re
from collections.abc import Mapping
from pathlib import PurePath

_SUFFIXES = (
    "3g2|3gp|asf|avi|divx|dv|f4v|flv|m2ts?|m2v|m4v|mj2|mjpe?g|mkv|mov|mp4|mpe?g?|mts|mxf|ogm|ogv|qt|ts|vob|webm|wmv"
)
# A quoted name may hold spaces; one without quotes ends at the first space.
_QUOTED = re.compile(rf"“[^”]*\.(?:{_SUFFIXES})”", re.IGNORECASE)
_BARE = re.compile(rf"[^\s“”]+\.(?:{_SUFFIXES})\b", re.IGNORECASE)
_FILE = "the clip’s file"


def without_names(text: str, facts: Mapping[str, object] | None = None) -> str:
    """A sentence in which every clip's file is called just that.

    Args:
        text: What is said to the study lead.
        facts: The facts of the error that says it; a path among them names the file.
    """
    path = (facts or {}).get("path")
    said = text
    if isinstance(path, str) and path:
        name = PurePath(path).name
        for spelled in (f"“{path}”", f"“{name}”", path, name):
            said = said.replace(spelled, _FILE)
    said = _BARE.sub(_FILE, _QUOTED.sub(_FILE, said))
    return said[:1].upper() + said[1:]
