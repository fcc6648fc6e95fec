"""The ends of sentences in a run of prose: sentencex's door, corrected by a merge table.

sentencex (Wikimedia, MIT) knows the marks that end a sentence in some 240 languages.  It cuts after many abbreviations,
ordinals and before continuations in small letters; here such cuts are undone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.languages import load, tags

WINDOW = 6000  # characters handed to sentencex at once: it is quadratic in quotation marks
LONGEST = 5000  # characters of a sentence; a longer one is cut at a space
_CLOSERS = "»”’\"')]）」』】"
_OPENING = "«“„‘‚\"'([（「『【—–- \t\n\u00a0\u202f"
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,3}\Z")
_NUMBER = re.compile(r"(?:\(?[0-9]{1,2}|[0-9]{4})\.\Z|[IVXLC]{1,6}\.\Z")
_NEXT_WORD = re.compile(r"[«“„\"'(]{0,2}([^\W_]+(?:[’'][^\W\d_]+)?\.?)")
# Ends that sentencex leaves: after an ellipsis, and after a word that is an abbreviation elsewhere ("sade hon.").
_MISSED = re.compile(
    r"(?:(?<![^\W\d_.])(?P<word>[^\W\d_]{1,30})\.|…|\.\.\.)[»”’\"')\]]{0,2}\s{1,9}"
    r"(?=[«“„‘\"'(\[¿¡]{0,2}(?P<next>[^\W\d_]))"
)
_THAI = re.compile(r"[\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Merges:
    """What undoes a cut.

    abbreviations: tokens after which a sentence goes on; before_number: only if a number follows ("No. #").
    after_number: words before which a number with a period is an ordinal ("# Jahrhundert", the months).
    starters: function words; with a capital they open a sentence after an abbreviation that may close one ("U.S.").
    """

    abbreviations: frozenset[str]
    before_number: frozenset[str]
    after_number: frozenset[str]
    starters: frozenset[str]


@lru_cache(maxsize=128)
def merges_of(language: str) -> Merges:
    """Return the merge table of a language, an empty one for a language without a file."""
    if language not in tags():
        return Merges(frozenset(), frozenset(), frozenset(), frozenset())
    known = load(language)
    entries = known.furniture.abbreviations
    months = {form.casefold() for month in known.dates.months for form in month}
    return Merges(
        abbreviations=frozenset(entry for entry in entries if "#" not in entry),
        before_number=frozenset(entry[:-2] for entry in entries if entry.endswith(" #")),
        after_number=frozenset(months | {entry[2:].casefold() for entry in entries if entry.startswith("# ")}),
        starters=frozenset(word.casefold() for word in known.words.function),
    )


def sentence_ends(run: str, language: str) -> Iterator[int]:
    """Yield where each sentence of a run ends, white space included; the last end is the length of the run."""
    table = merges_of(language)
    start = 0
    while start < len(run):
        window = run[start : start + WINDOW]
        is_last = start + WINDOW >= len(run)
        cuts = sorted({*_cuts(window, language), *_missed(window, table)})
        ends = _merged(window, cuts, table, language)
        if not is_last:
            ends = ends[:-1] or [_space_before(window, LONGEST)]
        for end in _capped(window, ends):
            yield start + end
        start += ends[-1]


def _cuts(window: str, language: str) -> list[int]:
    """Return the ends that sentencex finds; one for the whole window where it loses a character."""
    from sentencex import segment  # imported here: `provenance languages` needs no segmenter

    tag = "en" if language == "und" else language.split("-")[0]
    plain = window.encode("utf-8", "replace").decode("utf-8")  # lone surrogates become "?", one for one
    ends, position = [], 0
    for piece in segment(tag, plain):
        position += len(piece)
        ends.append(position)
    if position != len(window):
        return [len(window)]
    return _thai(window) if tag == "th" else ends


def _missed(window: str, table: Merges) -> Iterator[int]:
    """Yield ends that sentencex leaves uncut: the next word has a capital and the last is no abbreviation."""
    for found in _MISSED.finditer(window):
        word = found["word"]
        known = word is None or (
            word.islower() and f"{word}." not in table.abbreviations and (len(word) > 2 or word in table.starters)
        )
        if table.starters and known and found["next"].isupper():
            yield found.end()


def _merged(window: str, cuts: Sequence[int], table: Merges, language: str) -> list[int]:
    ends: list[int] = []
    start = 0
    for cut in cuts:
        end = cut + _closers_after(window, cut)
        if end <= start:
            continue
        if end < len(window) and (not window[start:end].strip() or _goes_on(window, start, end, table, language)):
            continue
        if not window[start:end].strip() and ends:
            ends[-1] = end
        else:
            ends.append(end)
        start = end
    return ends if ends and ends[-1] == len(window) else [*ends, len(window)]


def _closers_after(window: str, cut: int) -> int:
    """Return how many characters after a cut still belong to the sentence: closing marks and white space."""
    end = cut
    while end < len(window) and window[end] in _CLOSERS:
        end += 1
    if end == cut or (end < len(window) and not window[end].isspace() and window[end - 1] not in "」』】）"):
        return 0
    while end < len(window) and window[end].isspace():
        end += 1
    return end - cut


def _goes_on(window: str, start: int, end: int, table: Merges, language: str) -> bool:
    """Tell whether a cut is no end of a sentence."""
    rest = window[end : end + 60].lstrip(_OPENING)
    tail = window[max(start, end - 60) : end].split()
    token = tail[-1] if tail else ""
    if rest[:1].islower() or (language == "ja" and token[-1:] in "」』" and rest[:1] in "とっがをにはもので"):
        return True
    if not token.endswith("."):
        return False
    word = token.lstrip(_OPENING)
    following = _NEXT_WORD.match(window, end)
    next_word = following.group(1) if following else ""
    if _NUMBER.search(word):
        return next_word.casefold().rstrip(".") in table.after_number or next_word.casefold() in table.after_number
    if word in table.before_number:
        return next_word[:1].isdigit()
    is_title = word in table.abbreviations and word.count(".") == 1 and not word[0].islower()
    if word in table.abbreviations or _INITIAL.fullmatch(word):
        return is_title or next_word.casefold() not in table.starters
    return False


def _thai(window: str) -> list[int]:
    """Cut Thai at spaces between clauses: it writes no mark at the end of a sentence."""
    ends = []
    start = 0
    for found in re.finditer(r"[ \u00a0]+", window):
        before, after = window[start : found.start()], window[found.end() : found.end() + 1]
        if len(_THAI.findall(before)) >= 25 and _THAI.match(after or "-") and _THAI.match(before[-1:]) and after != "ๆ":
            ends.append(found.end())
            start = found.end()
    return [*ends, len(window)]


def _space_before(window: str, limit: int) -> int:
    """Return the end of the last white space before the limit, or the limit."""
    place = max(window.rfind(" ", limit // 2, limit), window.rfind("\n", limit // 2, limit))
    return place + 1 if place > 0 else min(limit, len(window))


def _capped(window: str, ends: Sequence[int]) -> Iterator[int]:
    start = 0
    for end in ends:
        while end - start > LONGEST:
            start += _space_before(window[start : start + LONGEST], LONGEST)
            yield start
        yield end
        start = end
