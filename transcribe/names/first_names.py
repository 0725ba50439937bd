"""What names are made of: short forms of first names, particles, and the words that are mostly no names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NICKNAMES: Mapping[str, tuple[str, ...]] = {
    "alexander": ("alex", "sasha", "xander"),
    "alexandra": ("alex", "sasha", "sandra"),
    "andrew": ("andy", "drew"),
    "anthony": ("tony",),
    "antonio": ("tony", "toni"),
    "benjamin": ("ben", "benji", "benny"),
    "catherine": ("cathy", "kate", "cat"),
    "charles": ("charlie", "chuck"),
    "christopher": ("chris", "kit", "topher"),
    "christina": ("chris", "tina"),
    "daniel": ("dan", "danny"),
    "david": ("dave",),
    "deborah": ("deb", "debbie"),
    "dmitri": ("dima",),
    "dmitry": ("dima",),
    "edward": ("ed", "eddie", "ted", "ned"),
    "ekaterina": ("katya",),
    "elizabeth": ("liz", "beth", "lisa", "eliza", "betty"),
    "francisco": ("paco",),
    "frederick": ("fred", "freddy"),
    "gabriela": ("gaby",),
    "gabriella": ("gaby",),
    "gregory": ("greg",),
    "grzegorz": ("greg", "grzeg"),
    "ignacio": ("nacho",),
    "jacob": ("jake",),
    "james": ("jim", "jimmy", "jamie"),
    "jennifer": ("jen", "jenny"),
    "john": ("jack", "johnny"),
    "johannes": ("hannes",),
    "jonathan": ("jon", "john", "jonny"),
    "joseph": ("joe", "joey"),
    "joshua": ("josh",),
    "katherine": ("kate", "kathy", "katie"),
    "kenneth": ("ken",),
    "konstantin": ("kostya",),
    "lawrence": ("larry",),
    "margaret": ("maggie", "peggy", "meg"),
    "matthew": ("matt",),
    "michael": ("mike", "mick"),
    "mikhail": ("misha",),
    "nathan": ("nate",),
    "nathaniel": ("nate",),
    "nicholas": ("nick", "nico"),
    "patricia": ("pat", "trish", "tricia"),
    "patrick": ("pat", "paddy"),
    "peter": ("pete",),
    "philip": ("phil",),
    "raymond": ("ray",),
    "rebecca": ("becky", "becca"),
    "richard": ("rich", "rick", "dick"),
    "robert": ("rob", "bob", "bobby", "bert"),
    "ronald": ("ron",),
    "samuel": ("sam",),
    "sebastian": ("basti",),
    "sergei": ("seryozha",),
    "sergey": ("seryozha",),
    "stephen": ("steve",),
    "steven": ("steve",),
    "susan": ("sue", "susie"),
    "theodore": ("ted", "theo"),
    "thomas": ("tom", "tommy"),
    "timothy": ("tim",),
    "victoria": ("vicky", "tori"),
    "vladimir": ("vova", "volodya"),
    "william": ("will", "bill", "billy", "liam"),
    "zachary": ("zach", "zack"),
}

PARTICLES = frozenset(
    {"van", "der", "den", "del", "della", "von", "dos", "das", "des", "bin", "ibn", "the", "and", "team", "dev"}
)
"""Parts of names that say nothing about whose name it is."""

FREQUENT_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about after again all also am an and another any anyone are as at back be because been before
        being but by call came can come could day did do does doing done down each else even every first for
        from get give go goes going gone good got great guess had has have having he hear hello help her
        here hey hi him his how i idea if in into is it its item just keep kind know last later least let
        like line list little long look lot made make many may maybe me mean meet might mine mind more most
        move much must my name need never new next nice no not note nothing now of off oh ok okay on once
        one only open or other our out over own part people place point put question quite read real really
        right said same saw say saying see seem sense set she should side so some soon sorry still stop such
        sure take talk team tell test than thank thanks that the their them then there these they thing
        think this those though time to today told too top two until up us use used very wait want was way
        we week well went were what when where which while who why will with wise won word work would yeah
        year yes yet you your
        """,
    )
)
"""Words that only count as a (mis)heard name where a name is expected."""

WORDS_LIKE_BEGINNINGS = frozenset(
    re.findall(
        r"\w+",
        """
        abi act add age air ali ally amp ang ant any api app arc are arm art ash ask bar bat bay bee bell ben bet big
        bit boo bra bran brand bud cal cam can cap car care carol case cat chance char chat chi cli col con cop cor core
        cut dad dam dan dart dean dear del den des dev dia dim doc dom don dot dun ear east edge elf emma end ether eve
        eve ever evm fab fair fan far fed fee fern few fin fit flo flow for ford frank franc fred free gal gar gas gee
        gem gene gin git god grant gray green gun guy had hail hal half ham han hand har hard harm hash hen hex high
        hill hub huh ian ice imp ink iris iron ivy jack jam jar java jet job join jot joy jul key kid kin king lab lan
        land lane law lay lea lead lean lib light lin link lion lit loc log lot lou low luck mac mad mag mail main mal
        man map mar march mark market mat max may med mel men mic mid mil min mini miss mod mol mom mon moon net nic
        node norm north nor oak oct odd old oli one ore own pad pal pan par park pass past pat path pea pen per pet phi
        pin ping plan pop port pro proof queen rag ram ran ray rec red reed ref reg rent res rev rib rich rid rob rod
        role roll root rose row run rush rust sad safe sage sal sale sam san sand saw sea self sep shan shard she shy
        sid sin sir ski sky sol son south spa spec spring star stem sum summer sun sus tab tag tam tan tar tax tech ten
        tess thin tip ton tor tri try ty use user vac val van ver via vic vin war warm web wed wen wet white wild win
        wit wow yeah yes yet you zen zoom zk
        """,
    )
)
"""Words that also begin first names ("Art" of Arthur): said alone they are taken for the word."""
