"""Tokens of a text as the credit grammar sees it: words, marks, line ends, links; markup is stepped over.

One pass, linear in the length of the text.  Scripts written without spaces (Han, kana, Thai, Lao, Khmer, Burmese)
give one token a character, so that a pattern of such a language is a sequence of characters.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

MIN_CAMEL = 4  # letters of a name that begins small; "kWh" and "mRNA" are units
MAX_SKIPPED = 24  # marks in a row that ``skip`` steps over
TokenKind = Literal["word", "mark", "line", "paragraph", "link", "open-link", "tag"]

# Combining marks are no \w in Python; Indic, Arabic, Hebrew and Thai words would fall to pieces without them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u200c\u200d"
)
_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff"
)
_LETTER = rf"(?:[^\W_{_SINGLE}]|[{_MARKS}])"
_TOKEN = re.compile(
    rf"(?P<plain>[^\W_{_SINGLE}]++(?=[ ,\n]))"  # most words: what follows says that they are whole
    r"|(?P<paragraph>\n[ \t\u00a0]*\n\s*)"
    r"|(?P<line>\n|<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>)"
    r"|(?P<tag><!--|-->|\$\([A-Z][A-Z0-9_]{0,20}(?=[\s)])|</?[A-Za-z][^<>\n]{0,2000}>)"
    r"|(?P<link>\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s\"[^\"\n]{0,200}\")?\)(?:\{[^{}\n]{0,200}\})?"
    r"|\]\[[^\[\]\n]{0,100}\]|https?://[^\s<>\"\)\]]{1,2000}(?<![,.;:])|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)"
    r"|(?P<openlink>!?\[(?=[^\[\]\n]{1,300}\][\(\[]))"
    rf"|(?P<single>[{_SINGLE}])"
    rf"|(?P<word>@?{_LETTER}+(?:(?:[.\-‐‑+]|_{{1,9}}){_LETTER}+)*)"
    r"|(?P<space>[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u3000\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]+)"
    r"|(?P<emphasis>\*+|`+|_+)"
    r"|(?P<mark>.)",
    re.DOTALL,
)
_KINDS: dict[str, TokenKind] = {
    "paragraph": "paragraph",
    "line": "line",
    "tag": "tag",
    "link": "link",
    "openlink": "open-link",
    "single": "word",
    "mark": "mark",
}
_FOLDED_MARKS = {
    "：": ":", "，": ",", "、": ",", "；": ";", "﹔": ";", "؛": ";", "،": ",", "。": ".", "．": ".",
    "（": "(", "）": ")", "【": "[", "】": "]", "［": "[", "］": "]", "〔": "[", "〕": "]", "／": "/",
    "＝": "=", "–": "-", "—": "-", "―": "-", "−": "-", "’": "'", "‘": "'", "ʼ": "'", "＇": "'", "׳": "'",
    "•": "·", "・": "·", "‧": "·", "।": ".", "۔": ".", "｜": "|", "＆": "&", "∣": "|", "﹕": ":", "꞉": ":",
    "～": "~", "│": "|", "┃": "|", "︱": "|", "❘": "|",
}  # fmt: skip
_BARS = {ord("丨"): "|", ord("ㅣ"): "|"}  # a Han stroke and a Korean vowel that stand for a bar between label and name


_MIXED = re.compile(r"(?<=[A-Za-z0-9])(?=[\uac00-\ud7af\u0600-\u06ff\u0900-\u0dff])")


class Token(NamedTuple):
    """text as written, norm for comparison; start, end in code points of the whole text; spaced: white before it."""

    text: str
    norm: str
    start: int
    end: int
    kind: TokenKind
    spaced: bool


def fold(word: str) -> str:
    """Return a word as it is compared: composed, case folded, no Turkish dot, no vowel signs, Arabic letters joined."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFC", word).casefold().replace("\u0307", "").replace("\u0640", "")
    return folded.translate(_LETTER_VARIANTS)


_LETTER_VARIANTS = str.maketrans(
    {"ي": "ی", "ك": "ک", "ى": "ی", "أ": "ا", "إ": "ا", "ٱ": "ا", "ۀ": "ه", "\u200c": None, "\u200d": None}
    | dict.fromkeys(map(chr, (*range(0x064B, 0x0656), 0x0670, *range(0x0591, 0x05BE))))  # vowel signs
)


def tokenise(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Return the tokens of text[start:end], offsets in the whole text; markup such as tags and emphasis is left out."""
    tokens: list[Token] = []
    spaced = True
    for match in _TOKEN.finditer(text.translate(_BARS), start, len(text) if end is None else end):
        group = match.lastgroup or "mark"
        if group in ("space", "emphasis"):
            spaced = True if group == "space" else spaced
            continue
        piece = match.group()
        if group in ("plain", "word"):
            cut = None if piece.isascii() else _MIXED.search(piece)
            if cut is not None:
                tokens += _halves(piece, match.start(), cut.start(), spaced=spaced)
            else:
                tokens.append(Token(piece, fold(piece), *match.span(), "word", spaced))
            spaced = False
            continue
        kind = _KINDS[group]
        if kind == "tag":
            spaced = True
            continue
        norm = "\n" if kind in ("line", "paragraph") else _FOLDED_MARKS.get(piece, piece)
        tokens.append(Token(piece, norm, *match.span(), kind, spaced))
        spaced = kind in ("line", "paragraph")
    return tuple(tokens)


@lru_cache(maxsize=1)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a whole text, kept for the next detector that asks for the same text's."""
    return tokenise(text)


def _halves(word: str, start: int, cut: int, *, spaced: bool) -> tuple[Token, Token]:
    """Split a Latin name from the particle of another script written onto it ("Abramov의")."""
    middle = start + cut
    return (
        Token(word[:cut], fold(word[:cut]), start, middle, "word", spaced),
        Token(word[cut:], fold(word[cut:]), middle, start + len(word), "word", False),
    )


def skip(tokens: tuple[Token, ...], position: int, norms: str) -> int:
    """Return the first position from here whose token is none of the marks given (a line feed: any line end)."""
    farthest = min(position + MAX_SKIPPED, len(tokens))
    while position < farthest and tokens[position].norm in norms and tokens[position].kind != "word":
        position += 1
    return position


def ends_line(tokens: tuple[Token, ...], position: int) -> bool:
    """Tell whether the line ends at a position."""
    return position >= len(tokens) or tokens[position].kind in {"line", "paragraph"}


def is_capital(token: Token) -> bool:
    """Tell whether a word begins with a capital letter, or with a small one before a capital ("openDemocracy")."""
    if token.kind != "word":
        return False
    return unicodedata.category(token.text[0]) in {"Lu", "Lt"} or (
        len(token.text) > MIN_CAMEL and token.text[0].islower() and not token.text.islower() and token.text.isalpha()
    )


def is_label(tokens: tuple[Token, ...], position: int) -> bool:
    """Tell whether a capitalised word with a colon behind it stands here: "Translator: NAME Reviewer: NAME"."""
    colon = tokens[position + 1] if position + 1 < len(tokens) else None
    return colon is not None and colon.norm == ":" and not colon.spaced and is_capital(tokens[position])


def is_caseless(token: Token) -> bool:
    """Tell whether a word is written in a script without case."""
    return token.kind == "word" and unicodedata.category(token.text[0]) in {"Lo", "Mc", "Mn"}


def is_unspaced(token: Token) -> bool:
    """Tell whether a token is one character of a script written without spaces."""
    if token.kind != "word":
        return False
    code = ord(token.text[0])
    return code >= 0x0E00 and (
        code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF or 0x3005 <= code <= 0x3007
        or 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF
    )  # fmt: skip


def is_east_asian(token: Token) -> bool:
    """Tell whether a token is one Han or kana character, the mark of repetition (々) included."""
    return token.kind == "word" and (0x3040 <= ord(token.text[0]) <= 0x9FFF or 0x3005 <= ord(token.text[0]) <= 0x3007)
