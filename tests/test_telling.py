"""A correction in plain words."""

from __future__ import annotations

import pytest

from transcribe.revision.telling import told
from transcribe.schema import Edit, Point

TESTS = Point("p0147220b", "kiln", "note", "The tests are green on Intel", ("Ann Bee",), 147.22, ("u0147220",), 0.9)


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (Edit("p0147220b", "kept", None, "true", "", TESTS), f"kept: “{TESTS.text}”"),
        (Edit("p0147220b", "kept", None, "true", ""), "kept: the line at 2:27"),
        (Edit("p0147220-m3x", "text", None, "New", ""), "“New” at 2:27"),
        (Edit("p0147220", "text", "Old", "New", ""), "“New” in place of “Old” at 2:27"),
        (Edit("p0147220", "item", "clay", None, "", TESTS), f"“{TESTS.text}”: moved off the agenda"),
        (Edit("u0147220", "item", None, "clay", ""), "from 2:27 on: the item “clay”"),
        (Edit("u0147220", "voice", None, "Noor Haddad", ""), "the line at 2:27: said by Noor Haddad"),
        (Edit("Speaker 9", "name", None, "Noor Haddad", ""), "“Speaker 9”: Noor Haddad"),
        (Edit("Speaker 9", "merged", None, "Speaker 1", ""), "“Speaker 9”: the same voice as Speaker 1"),
        (Edit("roof", "not_discussed", "true", None, ""), "discussed after all: “roof”"),
    ],
)
def test_a_correction_is_told_in_plain_words(edit: Edit, sentence: str) -> None:
    assert told(edit) == sentence
