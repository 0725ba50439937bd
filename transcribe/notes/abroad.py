"""What the headings of a call are called in other languages than English."""

from __future__ import annotations

from transcribe.notes.people import fold

WORDS = {
    "attendees": (
        "Teilnehmer, Teilnehmerinnen, Teilnehmer innen, Teilnehmerinnen und Teilnehmer, Teilnehmende, Teilnehmerliste, "
        "Anwesend, Anwesende, Anwesenheit, Présents, Présentes, Présent e s, Participant e s, Personnes présentes, "
        "Membres présents, Asistentes, Participantes, Presentes, Presenças, Partecipanti, Presenti, Deelnemers, "
        "Aanwezig, Aanwezigen, Uczestnicy, Obecni, Участники, Присутствующие, Присутствовали, 参加者, 出席者, 出席, "
        "参加メンバー, 参会人员, 参会者, 与会人员, 与会者, 出席人员, 参与者, 參會人員, 與會人員, 與會者, 出席人員, "
        "參與者, 참석자, 참가자"
    ),
    "absent": (
        "Abwesend, Abwesende, Entschuldigt, Excusés, Absents excusés, Absents et excusés, Ausentes, Assenti, Afwezig, "
        "Nieobecni, Отсутствующие, Отсутствовали, 欠席, 欠席者, 缺席, 缺席者, 缺席人员, 请假"
    ),
    "mc": (
        "Sitzungsleitung, Gesprächsleitung, Leitung, Animateur, Animatrice, Moderatorin, Moderador, Moderadora, "
        "Facilitador, Facilitadora, Ведущий, 主持人, 主持, 司会, 司会者"
    ),
    "agenda": (
        "Tagesordnung, Tagesordnungspunkte, Ordre du jour, À l'ordre du jour, Orden del día, Pauta, Ordem do dia, "
        "Ordine del giorno, Agendapunten, Porządek obrad, Повестка, Повестка дня, 議題, アジェンダ, 議事次第, 议程, "
        "会议议程, 议题, 議程, 會議議程, 안건, 의제"
    ),
    "notes": (
        "Notizen, Protokoll, Sitzungsprotokoll, Mitschrift, Compte rendu, Compte-rendu, Procès-verbal, Notas, Acta, "
        "Minuta, Ata, Verbale, Notulen, Notatki, Протокол, Заметки, 議事録, メモ, 会议记录, 会议纪要, 會議記錄, 회의록"
    ),
    "topics": "Themen, Sujets, Temas, Tópicos, Assuntos, Argomenti, Onderwerpen, Tematy, Темы",
}
"""The words of the languages that are spoken most in such calls, by the part they open."""

KINDS = {fold(word.replace("-", " ")): kind for kind, words in WORDS.items() for word in words.split(", ")}
"""The same the other way round, as `fold` has them."""
