"""Reading structured text files with every value's place kept.

The lowest room that touches a file's text: bytes are decoded, forbidden
characters found, YAML and JSON composed strictly (scalars stay the text that
was typed, duplicate keys are faults, aliases are limited, merges refused), and
the result checked against a model, with all problems placed.
"""

from __future__ import annotations

from briefing.problems import Problem
from briefing.source.check import check, closest
from briefing.source.text import SourceText
from briefing.source.tree import Mapping, Node, Scalar, Sequence_, Tree, short

__all__ = [
    "Mapping",
    "Node",
    "Scalar",
    "Sequence_",
    "SourceText",
    "Tree",
    "check",
    "closest",
    "compose",
    "short",
]


def compose(source: SourceText, *, json: bool = False) -> tuple[list[Tree], list[Problem]]:
    """Return the trees of a file's documents (one for JSON), and every problem found."""
    if json:
        from briefing.source.json import compose_json

        return compose_json(source)
    from briefing.source.yaml import compose_yaml

    return compose_yaml(source)
