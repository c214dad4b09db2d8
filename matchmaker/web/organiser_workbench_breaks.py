"""Where long words may be broken in a narrow cell: not every browser knows the syllables of French.

The sign put there is the soft hyphen, which is seen only where a line ends at it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

LONG, BEFORE, AFTER = 9, 3, 4
SOFT_HYPHEN = "\u00ad"
_VOWEL, _CONSONANT = "[aeiouyàâäéèêëîïôöùûüœæ]", "[bcçdfghjklmnpqrstvwxz]"
_ONSET = f"(?:[bcdfgptv][lr]|[cpt]h|gn|qu|{_CONSONANT})"
_AFTER = "|".join(f"(?<={_VOWEL}{_CONSONANT * count})" for count in range(3))
_NEVER_APART = "(?!(?<=[bcdfgptv])[lr]|(?<=[cpt])h|(?<=g)n|(?<=q)u)"
_SYLLABLE = re.compile(f"(?:{_AFTER}){_NEVER_APART}(?={_ONSET}{_VOWEL})", re.IGNORECASE)
_WORD = re.compile(rf"[^\W\d_]{{{LONG},}}")


@lru_cache(maxsize=4096)
def breakable(text: str) -> str:
    """The same words, the long ones with soft hyphens between their syllables, as French has them."""
    return _WORD.sub(lambda found: _broken(found.group()), text)


def _broken(word: str) -> str:
    ends = [found.start() for found in _SYLLABLE.finditer(word)]
    cuts = [0, *(end for end in ends if BEFORE <= end <= len(word) - AFTER), len(word)]
    return SOFT_HYPHEN.join(word[start:end] for start, end in pairwise(cuts))
