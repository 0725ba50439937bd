import pytest

from transcribe.notes.titles import is_group, kind_of, label_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MC", "mc"),
        ("Moderator", "mc"),
        ("Who joined", "attendees"),
        ("Opens / agenda", "agenda"),
        ("Docs / releases", None),
        ("Who Joined: ", "attendees"),
        ("Attendees:", "attendees"),
        ("**Present**", "attendees"),
        ("This week's highlights", "highlights"),
        ("This weeks highlights", "highlights"),
        ("Weekly highlights", "highlights"),
        ("Latest news", "highlights"),
        ("Agenda", "agenda"),
        ("Agenda Items:", "agenda"),
        ("Agenda (Please add your topics)", "agenda"),
        ("1. Agenda", "agenda"),
        ("**Agenda**", "agenda"),
        ("Agenda / Open Discussion", "agenda"),
        ("Proposals / Discussions", "topics"),
        ("Lightning Talk", "talks"),
        ("Meeting Notes:", "notes"),
        ("Meeting Minutes", "notes"),
        ("Closing", "closing"),
        ("Next Week MC", "closing"),
        ("Meeting chair pro tem", "mc"),
        ("Group Facilitator(s)", "mc"),
        ("Co-chairs", "mc"),
        ("Remote attendees", "attendees"),
        ("Community/Other Attendees", "attendees"),
        ("Attendees:&#x20;", "attendees"),
        ("Attended by", "attendees"),
        ("May 8th, meeting attendees", "attendees"),
        ("Attendees, absents & regrets", "attendees"),
        ("Regrets", "absent"),
        ("Absent with apologies", "absent"),
        ("Agenda/notes", "agenda"),
        ("Agenda & Minutes", "agenda"),
        ("Today\u2019s meeting agenda", "agenda"),
        ("Your new agenda items", "agenda"),
        ("Proposals and discussions", "topics"),
        ("New topics", "topics"),
        ("Suggest agenda items here:", "agenda"),
        ("Harbour Call 41 Agenda", None),
        ("Review agenda", None),
        ("Agenda items for the next call", None),
        ("Introduction of attendees", None),
        ("New attendees", None),
        ("Teilnehmer:innen", "attendees"),
        ("Présent·e·s", "attendees"),
        ("Asistentes:", "attendees"),
        ("Presenças", "attendees"),
        ("参会人员", "attendees"),
        ("参加者：", "attendees"),
        ("Entschuldigt", "absent"),
        ("Tagesordnung", "agenda"),
        ("Ordre du jour", "agenda"),
        ("**Orden del día:**", "agenda"),
        ("Pauta", "agenda"),
        ("会议议程", "agenda"),
        ("アジェンダ", "agenda"),
        ("Procès-verbal", "notes"),
        ("議事録", "notes"),
        ("Temas", "topics"),
        ("Teilnehmer / Attendees", "attendees"),
        ("议程 Agenda", "agenda"),
        ("Teilnehmer / Agenda", None),
        ("Tagesordnung der Lampen", None),
        (":dart: Agenda", "agenda"),
        (":memo: Meeting notes :memo:", "notes"),
        ("\U0001f3af Agenda", "agenda"),
        (":wave::skin-tone-2: Who joined", "attendees"),
        ("1\ufe0f\u20e3 \U0001f4dd Notes:", "notes"),
        (":dart: Old lamps", None),
        ("2024-05-08", None),
        ("Notes on lamps", None),
        ("", None),
    ],
)
def test_a_heading_opens_the_part_it_names(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("**MC:** Ann", ("MC", "Ann")),
        ("**MC**: Ann", ("MC", "Ann")),
        ("- **Attendees:**", ("Attendees", "")),
        ("Present: Ann, Bo", ("Present", "Ann, Bo")),
        ("**Attendees** ", ("Attendees", "")),
        ("_Attendees_: Ann", ("Attendees", "Ann")),
        ("*Attendees:* Ann", ("Attendees", "Ann")),
        ("**Scribe(s):** Ann", ("Scribe(s)", "Ann")),
        ("_meeting minutes_", None),
        ("Ann said that", None),
        ("[Recording](https://x.example)", None),
    ],
)
def test_a_label_is_bold_or_ends_with_a_colon(line: str, label: tuple[str, str] | None) -> None:
    assert label_of(line) == label


@pytest.mark.parametrize(
    ("text", "grouped"),
    [("TSC members", True), ("Other", True), ("Scribe(s)", True), ("In person:", True), ("Standing items", False)],
)
def test_a_deeper_heading_may_only_group_attendees(text: str, grouped: bool) -> None:
    assert is_group(text) is grouped
