"""Compile langdetect's n-gram profiles into the arrays that provenance.detect.language evaluates.

    python -m training.language_profiles

Reads the profiles of the installed langdetect (Apache-2.0, after Shuyo, "Language Detection Library for Java",
2010) and writes provenance/detect/language/profiles.npz.  The counts are kept as integers, so that the test
tests/detect/test_language_profiles.py can compare every entry with the installed package.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.detect.language.profiles import SLOT_BITS, slots_of

HERE = Path(__file__).parent.parent / "provenance" / "detect" / "language" / "profiles.npz"
PLANE = 0x10000  # the basic multilingual plane: what the profiles cover
SPACE, OTHER = 1, 2  # ids in the compiled alphabet; 0 is "no character here"
TAGS = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}

# Unicode blocks by script, as far as the detector tells scripts apart (Blocks.txt, Unicode 15.1).
SCRIPTS: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = (
    ("Zyyy", ()),
    (
        "Latn",
        (
            (0x41, 0x5A),
            (0x61, 0x7A),
            (0xAA, 0xAA),
            (0xBA, 0xBA),
            (0xC0, 0xD6),
            (0xD8, 0xF6),
            (0xF8, 0x2AF),
            (0x1E00, 0x1EFF),
            (0x2C60, 0x2C7F),
            (0xA722, 0xA7FF),
            (0xFF21, 0xFF3A),
            (0xFF41, 0xFF5A),
        ),
    ),
    ("Cyrl", ((0x400, 0x52F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F))),
    ("Grek", ((0x370, 0x3FF), (0x1F00, 0x1FFF))),
    (
        "Arab",
        (
            (0x620, 0x65F),
            (0x66E, 0x6D3),
            (0x6D5, 0x6EF),
            (0x6FA, 0x6FF),
            (0x750, 0x77F),
            (0x8A0, 0x8FF),
            (0xFB50, 0xFDFF),
            (0xFE70, 0xFEFC),
        ),
    ),
    ("Hebr", ((0x591, 0x5F4), (0xFB1D, 0xFB4F))),
    ("Deva", ((0x900, 0x963), (0x970, 0x97F), (0xA8E0, 0xA8FF))),
    ("Beng", ((0x980, 0x9FF),)),
    ("Guru", ((0xA00, 0xA7F),)),
    ("Gujr", ((0xA80, 0xAFF),)),
    ("Orya", ((0xB00, 0xB7F),)),
    ("Taml", ((0xB80, 0xBFF),)),
    ("Telu", ((0xC00, 0xC7F),)),
    ("Knda", ((0xC80, 0xCFF),)),
    ("Mlym", ((0xD00, 0xD7F),)),
    ("Sinh", ((0xD80, 0xDFF),)),
    ("Thai", ((0xE00, 0xE7F),)),
    ("Laoo", ((0xE80, 0xEFF),)),
    ("Tibt", ((0xF00, 0xFFF),)),
    ("Mymr", ((0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F))),
    ("Geor", ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F))),
    ("Ethi", ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F))),
    ("Cher", ((0x13A0, 0x13FF), (0xAB70, 0xABBF))),
    ("Cans", ((0x1400, 0x167F), (0x18B0, 0x18FF))),
    ("Khmr", ((0x1780, 0x17FF), (0x19E0, 0x19FF))),
    ("Mong", ((0x1800, 0x18AF),)),
    ("Armn", ((0x530, 0x58F), (0xFB13, 0xFB17))),
    ("Syrc", ((0x700, 0x74F),)),
    ("Thaa", ((0x780, 0x7BF),)),
    ("Nkoo", ((0x7C0, 0x7FF),)),
    ("Olck", ((0x1C50, 0x1C7F),)),
    ("Mtei", ((0xABC0, 0xABFF), (0xAAE0, 0xAAFF))),
    ("Tfng", ((0x2D30, 0x2D7F),)),
    ("Java", ((0xA980, 0xA9DF),)),
    ("Vaii", ((0xA500, 0xA63F),)),
    ("Yiii", ((0xA000, 0xA4CF),)),
    ("Kana", ((0x3041, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F))),
    ("Hang", ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))),
    ("Bopo", ((0x3105, 0x312F), (0x31A0, 0x31BF))),
    ("Hani", ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compile langdetect's profiles into arrays.")
    parser.add_argument("-o", "--output", type=Path, default=HERE)
    output: Path = parser.parse_args().output
    np.savez(output, **compiled())  # type: ignore[arg-type]
    print(f"{output}: {output.stat().st_size:,} bytes")


def compiled() -> dict[str, npt.NDArray[np.generic]]:
    """Return the arrays of profiles.npz.

    languages: tags, sorted.  normal: uint16[65536], code point → id of the normalised character.  upper: packed
    bits, whether the normalised character is upper case.  script, scripts: uint8[65536] into the script names.
    han: simplified (1) or traditional (-1).  lower: code point → lower case.
    keys: int64, sorted, three ids of 12 bits each.  slots: int32[2, 2^17], see ``cuckoo``.
    starts: first entry of each key.  entry_language, entry_count: the counts.  totals: float64[languages, 3],
    number of n-grams of each length.
    """
    names, profiles = read_profiles()
    letters = sorted({letter for freq, _ in profiles for gram in freq for letter in gram} - {" "})
    ids = {" ": SPACE} | {letter: OTHER + 1 + place for place, letter in enumerate(letters)}
    normal, upper = normalisation(ids)
    entries = sorted(
        (key_of(gram, ids), number, count) for number, (freq, _) in enumerate(profiles) for gram, count in freq.items()
    )
    keys, starts = np.unique(np.array([entry[0] for entry in entries], np.int64), return_index=True)
    script, scripts = script_table()
    return {
        "languages": np.array([TAGS.get(name, name) for name in names]),
        "normal": normal,
        "upper": np.packbits(upper),
        "script": script,
        "scripts": scripts,
        "han": han_table(),
        "lower": lower_table(),
        "keys": keys,
        "slots": cuckoo(keys),
        "starts": starts.astype(np.uint32),
        "entry_language": np.array([entry[1] for entry in entries], np.uint8),
        "entry_count": np.array([entry[2] for entry in entries], np.uint32),
        "totals": np.array([totals for _, totals in profiles], np.float64),
    }


def read_profiles() -> tuple[list[str], list[tuple[dict[str, int], list[int]]]]:
    """Return langdetect's names in the order of our tags, and (counts of n-grams of length 1 to 3, totals) of each."""
    import langdetect

    folder = Path(langdetect.__file__).parent / "profiles"
    raw = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir() if path.is_file()}
    names = sorted(raw, key=lambda name: TAGS.get(name, name))
    return names, [
        ({gram: count for gram, count in raw[name]["freq"].items() if 1 <= len(gram) <= 3}, raw[name]["n_words"])
        for name in names
    ]


def normalisation(ids: dict[str, int]) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.bool_]]:
    """Return langdetect's character normalisation as tables over the basic plane."""
    from langdetect.utils.ngram import NGram

    normal = np.zeros(PLANE, np.uint16)
    upper = np.zeros(PLANE, bool)
    for code in range(PLANE):
        letter = NGram.normalize(chr(code))
        normal[code] = ids.get(letter, OTHER)
        upper[code] = letter.isupper()
    return normal, upper


def key_of(gram: str, ids: dict[str, int]) -> int:
    key = 0
    for letter in gram:
        key = key << 12 | ids[letter]
    return key


def script_table() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.str_]]:
    table = np.zeros(PLANE, np.uint8)
    for number, (_, ranges) in enumerate(SCRIPTS):
        for first, last in ranges:
            table[first : last + 1] = number
    return table, np.array([name for name, _ in SCRIPTS])


def cuckoo(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Return int32[2, 2^17]: two hash tables; each key's place stands in its slot of the one or of the other.

    Cuckoo hashing (Pagh and Rodler 2001): a key that finds both slots taken evicts, and the evicted key moves to
    its other slot.  Empty slots hold 0; a look-up compares the key found.
    """
    homes = np.stack(slots_of(keys)).tolist()
    table = [[-1] * (1 << SLOT_BITS) for _ in homes]
    for first in range(len(keys)):
        place, side = first, 0
        for _ in range(1000):
            slot = homes[side][place]
            table[side][slot], place = place, table[side][slot]
            if place < 0:
                break
            side = 1 - side if homes[side][place] == slot else side
        else:
            raise RuntimeError(f"key {first} found no slot in 1000 moves: change the multipliers of slots_of")
    return np.maximum(np.array(table, np.int32), 0)


def han_table() -> npt.NDArray[np.int8]:
    """Return int8[65536]: 1 for characters of the simplified national set alone (GB 2312), -1 of Big5 alone, else 0."""
    table = np.zeros(PLANE, np.int8)
    for code in range(0x4E00, 0xA000):
        table[code] = encodable(chr(code), "gb2312") - encodable(chr(code), "big5")
    return table


def encodable(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def lower_table() -> npt.NDArray[np.uint16]:
    """Return uint16[65536]: each code point's lower case where that is one code point of the plane, else itself."""
    table = np.arange(PLANE, dtype=np.uint16)
    for code in range(PLANE):
        lower = chr(code).lower()
        if len(lower) == 1 and ord(lower) < PLANE:
            table[code] = ord(lower)
    return table


if __name__ == "__main__":
    main()
