"""Seeded changes of wording for benchmarks.collation: a must for a may, a reporting clause left out.

Both sides must have had it before, so that it is a difference and not merely an edit.
"""

import random
import re
from collections.abc import Sequence

from benchmarks.perturb import Change, Perturbation

_SPACELESS = ("ja", "zh")

MODALS = {  # (word of obligation, word of possibility) that may stand in each other's place
    "en": (("must", "may"), ("must", "can"), ("have to", "may"), ("has to", "may")),
    "de": (("muss", "kann"), ("müssen", "können"), ("musste", "konnte"), ("mussten", "konnten")),
    "fr": (("doit", "peut"), ("doivent", "peuvent")),
    "ru": (("должен", "может"), ("должна", "может"), ("должны", "могут"), ("нужно", "можно")),
    "uk": (("повинен", "може"), ("повинна", "може"), ("повинні", "можуть"), ("потрібно", "можна")),
    "cs": (("musí", "může"), ("musí", "mohou"), ("musel", "mohl"), ("museli", "mohli")),
    "hr": (("mora", "može"), ("moraju", "mogu")),
    "ja": (("必要がある", "ことができる"), ("必要があります", "ことができます")),
    "zh": (("必须", "可以"), ("必须", "可能")),
}
ALSO_MUST = {
    "en": ("need to", "needs to", "had to", "should", "shall"),
    "de": ("soll", "sollen", "sollte", "sollten", "braucht"),
    "fr": ("devrait", "devraient", "faut", "devait", "devra"),
    "ru": ("следует", "надо", "необходимо", "придется"),
    "uk": ("слід", "треба", "необхідно", "мусить"),
    "cs": ("měl by", "měla by", "měli by", "třeba", "nutné", "nutno"),
    "hr": ("treba", "trebaju", "morao", "morala"),
    "ja": ("なければ", "べき"),
    "zh": ("应该", "应当", "需要", "要"),
}
ALSO_MAY = {
    "en": ("might", "could", "cannot", "able to", "possible", "allowed"),
    "de": ("könnte", "könnten", "darf", "dürfen", "möglich"),
    "fr": ("pourrait", "pourraient", "pouvait", "possible", "permet", "peux", "pouvez"),
    "ru": ("мог", "могла", "могли", "возможно", "возможность", "можете", "можем"),
    "uk": ("міг", "могла", "могли", "можливо", "можливість", "можете", "можемо"),
    "cs": ("můžete", "můžeme", "mohl", "mohla", "lze", "možné", "možnost"),
    "hr": ("mogao", "mogla", "moguće", "možemo", "možete"),
    "ja": ("可能", "できる", "でき", "られる", "かもしれ"),
    "zh": ("能", "或许", "也许"),
}

_NAMES = r"[^,.:;!?\"“”„«»]{2,60}"
CLAUSES = {  # a reporting clause that can be left out; what it leaves is still a sentence
    "en": (
        rf", (?:said|says|added|explained) {_NAMES}(?=\.)",
        r", (?:he|she|they) (?:said|says|added|explained)(?=\.)",
        rf"^According to {_NAMES}, ",
        rf", according to {_NAMES}(?=[,.])",
        r"^(?:[A-Z][\w.'’-]+ ){1,4}(?:said|added|announced|stated|explained) that ",
    ),
    "de": (
        rf", (?:sagte|sagt|erklärte|betonte|berichtete|berichtet|meinte) {_NAMES}(?=\.)",
        rf", so {_NAMES}(?=\.)",
        rf", (?:teilte|teilten) {_NAMES} mit(?=\.)",
    ),
    "fr": (
        rf", (?:a déclaré|a dit|a expliqué|a indiqué|a ajouté|explique|affirme|précise) {_NAMES}(?=\.)",
        rf", a-t-(?:il|elle) (?:déclaré|dit|expliqué|indiqué|ajouté){_NAMES}?(?=\.)",
        rf"^(?:Selon|D'après|D’après) {_NAMES}, ",
        rf", selon {_NAMES}(?=[,.])",
    ),
    "ru": (
        rf",? [—–-] (?:сказал|сообщил|заявил|отметил|добавил|пояснил|рассказал)а?(?: {_NAMES})?(?=\.)",
        rf"^(?:По|Согласно) (?:словам|данным|сообщению|информации|мнению) {_NAMES}, ",
    ),
    "uk": (
        rf",? [—–-] (?:сказа|повідоми|заяви|зазначи|дода|поясни|розпові)(?:в|ла|ли)(?: {_NAMES})?(?=\.)",
        rf"^За (?:словами|даними|інформацією|повідомленням) {_NAMES}, ",
    ),
    "cs": (rf",? (?:řekl|uvedl|dodal|prohlásil|sdělil|vysvětlil)[ai]?(?: {_NAMES})?(?=\.)",),
    "hr": (
        rf", (?:reka|kaza|izjavi|doda|objasni)(?:o|la|li)(?: je| su)?(?: {_NAMES})?(?=\.)",
        rf"^Prema (?:riječima|podacima|navodima) {_NAMES}, ",
    ),
    "ja": (
        r"^[^、。「」]{2,40}によると、",
        r"と(?:述べた|語った|話した|述べている|語っている|話している|言った)(?=。)",
    ),
    "zh": (r"^据[^，。“”]{2,25}，", r"^[^，。“”]{2,20}(?:表示|称|说|指出|宣布|透露)[，：]"),
}
REPORTING = {
    "en": r"\b(?:said|says|told|added|according|stated|announced|explained|claim|report|wrote|noted|comment)",
    "de": r"\b(?:sagt|erklär|beton|bericht|meint|laut|zufolge|teilt|angab|nach angaben|so der|so die|sagen|äußer)",
    "fr": r"\b(?:déclar|dit|expliqu|indiqu|ajout|selon|d['’]après|affirm|précis|annonc)",
    "ru": r"\b(?:сказа|сообщ|заяв|отмет|добав|поясн|рассказ|слов|данным|согласно|говор)",
    "uk": r"\b(?:сказа|повідом|заяв|зазнач|дода|поясн|розпов|слов|даними|згідно|говор|каж)",
    "cs": r"\b(?:řek|uved|dodal|prohlás|sděl|vysvětl|podle|říká|uvád|tvrd)",
    "hr": r"\b(?:reka|rekl|kaza|kaže|izjav|doda|objasn|prema|navod|tvrd)",
    "ja": r"(?:よると|述べ|語|話し|言|発表|明らか|という|説明)",
    "zh": r"(?:据|表示|称|说|指出|认为|宣布|透露|道|告诉)",
}


def modality(
    source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random
) -> Change | None:
    """Put a word of possibility for one of obligation, or the reverse, where both sides have only the one."""
    found = []
    for index, (left, right) in enumerate(zip(source, target, strict=True)):
        must, may = _holds(left, one, 0), _holds(left, one, 1)
        if must == may:
            continue
        here, gone = (0, 1) if must else (1, 0)
        if _holds(right, other, gone):
            continue
        for pair in MODALS[other]:
            places = list(_word(pair[here], other).finditer(right))
            if len(places) == 1:
                found.append((index, places[0].start(), places[0].end(), pair[gone]))
                break
    if not found:
        return None
    index, start, end, new = chance.choice(found)
    note = f"modality: {target[index][start:end]!r} -> {new!r}"
    changed = target[index][:start] + new + target[index][end:]
    return Change(_with(target, index, changed), ((index, start, start + len(new)),), note)


def attribution(
    source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random
) -> Change | None:
    """Leave a reporting clause out where the source has one and nothing else on the changed side reports."""
    found = []
    for index, (left, right) in enumerate(zip(source, target, strict=True)):
        if not re.search(REPORTING[one], left, re.IGNORECASE):
            continue
        for pattern in CLAUSES[other]:
            match = re.search(pattern, right)
            if match is None:
                continue
            rest = right[: match.start()] + right[match.end() :]
            rest = rest[:1].upper() + rest[1:]
            if len(rest) >= (10 if other in _SPACELESS else 25) and not re.search(
                REPORTING[other], rest, re.IGNORECASE
            ):
                found.append((index, min(match.start(), len(rest) - 2), rest, match.group()))
                break
    if not found:
        return None
    index, start, rest, gone = chance.choice(found)
    return Change(_with(target, index, rest), ((index, start, start + 1),), f"attribution: {gone!r} -> ''")


WORDING: dict[str, Perturbation] = {"modality": modality, "attribution": attribution}


def _holds(text: str, tag: str, side: int) -> bool:
    words = [pair[side] for pair in MODALS[tag]] + list((ALSO_MUST, ALSO_MAY)[side][tag])
    return any(_word(word, tag).search(text) for word in words)


def _word(word: str, tag: str) -> re.Pattern[str]:
    return re.compile(re.escape(word) if tag in _SPACELESS else rf"\b{re.escape(word)}\b(?!['’]t)")


def _with(target: Sequence[str], index: int, changed: str) -> tuple[str, ...]:
    return (*target[:index], changed, *target[index + 1 :])
