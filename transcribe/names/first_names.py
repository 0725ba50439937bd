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
    "edward": ("ed", "eddie", "ted", "ned"),
    "elizabeth": ("liz", "beth", "lisa", "eliza", "betty"),
    "frederick": ("fred", "freddy"),
    "gregory": ("greg",),
    "grzegorz": ("greg", "grzeg"),
    "jacob": ("jake",),
    "james": ("jim", "jimmy", "jamie"),
    "jennifer": ("jen", "jenny"),
    "john": ("jack", "johnny"),
    "jonathan": ("jon", "john", "jonny"),
    "joseph": ("joe", "joey"),
    "joshua": ("josh",),
    "katherine": ("kate", "kathy", "katie"),
    "kenneth": ("ken",),
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
    "stephen": ("steve",),
    "steven": ("steve",),
    "susan": ("sue", "susie"),
    "theodore": ("ted", "theo"),
    "thomas": ("tom", "tommy"),
    "timothy": ("tim",),
    "victoria": ("vicky", "tori"),
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
