"""English word lists: which words carry no meaning, cannot end a line, are verbs, or have no third person."""

from __future__ import annotations

import re


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


STOPWORDS = _set(
    """a about above after again all almost also although always am an and another any anyone anything are as at
    back be because been before being both but by can can't cannot could couldn't did didn't do does doesn't
    doing don't done down each either else even ever every everyone everything few for from get gets getting
    give go goes going gonna good got gotten great had has hasn't have haven't having he her here hers him his
    how i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself just kind know less let let's like
    little lot lots made make makes many may maybe me mean might mine more most much must my myself need needs
    never no nobody none nor not nothing now of off oh ok okay on once one ones only or other others our ours
    out over own people perhaps place pretty probably put quite rather really right said same saw say saying
    says see seem seems seen she should shouldn't since so some somebody someone something sort stuff such sure
    take than thank thanks that that'll that's the their them themselves then there there's these they they'd
    they'll they're they've thing things think this those though through time to today too two under until up us
    use very wanna want wants was wasn't way we we'd we'll we're we've well went were weren't what what's when
    where whether which while who who's whole whose why will with within without won't would wouldn't yeah yep
    yes yet you you'd you'll you're you've your yours"""
)
"""Words that carry no meaning of their own."""

DANGLING_ENDS = _set(
    """a about also am an and another believe guess mean said say think thinking thought hope any anything are
    aren't around as at be because been being between bit both but by called can can't could couldn't did didn't
    do does doesn't don't each either even every for from get getting going gonna got had has hasn't have
    haven't he her his how i i'd i'll i'm i've if in including into is isn't it it's its just kind let's like
    lot make making may maybe might more most must my need needs no not of okay on onto or other our over per
    probably shall she should shouldn't since so some something sort such than that that's the their then there
    there's these they they're this those through to trying under until using very via wanna want wants was we
    we'd we'll we're we've were what when where whether which while who whose why will with without won't would
    wouldn't yeah you you'll you're your"""
)
"""Words after which something must follow."""

VERBS = _set(
    """add adds affect affects agree agrees allow allows am are aren't be became become becomes been began begin
    begins being bought break breaks bring brings broke brought build builds built buy buys came can can't cause
    causes change changes choose chooses chose chosen come comes cost costs could couldn't decide decides depend
    depends did didn't do does doesn't don't drop drops exist exists expect expects fail fails fall falls fell
    find finds fix fixes found gave get gets give gives go goes got grew grow grows had happen happens has
    hasn't hate hates have haven't he's held help helps hold holds include includes is isn't it's keep keeps
    kept know knows leave leaves left let lets like likes look looks lose loses lost love loves made make makes
    may mean means merge merges might move moves must need needs open paid pay pays plan plans prefer prefers
    propose proposes provide provides put ran read reads release releases remain remains remove removes require
    requires rise rises rose run runs said saw say says see seem seems sees sell sells send sends sent set sets
    shall she's ship ships should shouldn't show shows sold spend spends spent start starts stop stops suggest
    suggests support supports take takes test tests that's there's they're think thinks took tries try use uses
    want wants was wasn't we're went were will win wins won't work works would wouldn't write writes written
    wrote"""
)
"""Common verbs, in the forms that are not told by their ending."""

PAST = _set(
    """ate became began bought broke brought built came caught chose couldn't cut did didn't drew drove fell
    felt forgot found gave got grew had hadn't heard held hid hit hurt kept knew left let lost made meant met
    paid put quit ran read said sat saw sent set showed spent spoke spread stood stuck thought threw told took
    understood used was wasn't went won wore wrote"""
)
"""Past forms that take no -s in the third person."""

SHORT_WORDS = (
    STOPWORDS
    | VERBS
    | PAST
    | _set(
        """ad api app big bug car con dev doc eth ex few git hub key log low man mid min new non old per pre pro rep sub
        sun un"""
    )
)
"""Words that, however short, are no beginning of another."""

NO_VERB = _set(
    """said say mean guess think thought dunno a all also an and any as at because but by for from he her here him how
    i if in it its me my no not of okay on or our she so some than that the their them then there these they
    this those to us we well what when where which who why with would'ves yeah yes you your"""
)
"""Words that, after "I", are no verb: the sentence broke off."""

AMOUNT = re.compile(
    r"\b(?:\d[\w.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|first|second|third|both)\b", re.IGNORECASE
)
"""What says as much as a meaningful word: "we go with the second one"."""
