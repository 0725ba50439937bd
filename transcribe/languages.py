"""The languages that Whisper knows: how a user names one, and what the user is told of a detected one."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from transcribe.engines.language import SURE

if TYPE_CHECKING:
    from transcribe.schema import Transcript

CODES = """
af=Afrikaans am=Amharic ar=Arabic as=Assamese az=Azerbaijani ba=Bashkir be=Belarusian bg=Bulgarian
bn=Bengali bo=Tibetan br=Breton bs=Bosnian ca=Catalan cs=Czech cy=Welsh da=Danish de=German el=Greek
en=English es=Spanish et=Estonian eu=Basque fa=Persian fi=Finnish fo=Faroese fr=French gl=Galician
gu=Gujarati ha=Hausa haw=Hawaiian he=Hebrew hi=Hindi hr=Croatian ht=Haitian_Creole hu=Hungarian hy=Armenian
id=Indonesian is=Icelandic it=Italian ja=Japanese jw=Javanese ka=Georgian kk=Kazakh km=Khmer kn=Kannada
ko=Korean la=Latin lb=Luxembourgish ln=Lingala lo=Lao lt=Lithuanian lv=Latvian mg=Malagasy mi=Maori
mk=Macedonian ml=Malayalam mn=Mongolian mr=Marathi ms=Malay mt=Maltese my=Myanmar ne=Nepali nl=Dutch
nn=Nynorsk no=Norwegian oc=Occitan pa=Punjabi pl=Polish ps=Pashto pt=Portuguese ro=Romanian ru=Russian
sa=Sanskrit sd=Sindhi si=Sinhala sk=Slovak sl=Slovenian sn=Shona so=Somali sq=Albanian sr=Serbian
su=Sundanese sv=Swedish sw=Swahili ta=Tamil te=Telugu tg=Tajik th=Thai tk=Turkmen tl=Tagalog tr=Turkish
tt=Tatar uk=Ukrainian ur=Urdu uz=Uzbek vi=Vietnamese yi=Yiddish yo=Yoruba yue=Cantonese zh=Chinese
"""
FURTHER_NAMES = """
Burmese=my Valencian=ca Flemish=nl Haitian=ht Letzeburgesch=lb Pushto=ps Panjabi=pa Moldavian=ro Moldovan=ro
Sinhalese=si Castilian=es Mandarin=zh
"""
"""What some of them are called besides."""

NAMES = {code: name.replace("_", " ") for code, _, name in (word.partition("=") for word in CODES.split())}
"""ISO code -> English name, as both Whisper libraries have them."""
BY_NAME = {name.casefold(): code for code, name in NAMES.items()} | {
    name.casefold(): code for name, _, code in (word.partition("=") for word in FURTHER_NAMES.split())
}

NEW_IN_LARGE_V3 = "yue"
WITHOUT_IT = frozenset({"tiny", "base", "small", "medium", "large-v1", "large-v2"})
"""Whisper sizes that do not know the newest language."""


def code_of(written: str) -> str:
    """The ISO code of a language named by its code (`de`, `de-AT`) or its English name, in any case.

    Raises:
        ValueError: Whisper knows no such language.
    """
    wanted = written.strip().casefold()
    for code in (wanted, re.split(r"[-_]", wanted)[0], BY_NAME.get(wanted, "")):
        if code in NAMES:
            return code
    near = difflib.get_close_matches(wanted, BY_NAME, n=1)
    hint = f"did you mean {near[0].title()} ({BY_NAME[near[0]]})?" if near else "write its code or English name"
    message = f"{written!r} is no language that Whisper knows; {hint}"
    raise ValueError(message)


def in_words(transcript: Transcript) -> str:
    """The language of a call in which it was detected, `English`; empty where nobody had to find it out."""
    return NAMES.get(transcript.language, transcript.language) if transcript.sureness is not None else ""


def doubts(transcript: Transcript) -> tuple[str, ...]:
    """What a user should know of a language that was detected unsurely."""
    if transcript.sureness is None or transcript.sureness >= SURE:
        return ()
    name = in_words(transcript)
    return (f"The call was taken for {name}, which is unsure ({transcript.sureness:.0%}); name it with --language.",)
