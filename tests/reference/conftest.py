"""Lets the tests of this room import the helpers beside them, and those of the DOCX writer."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "docx")]
