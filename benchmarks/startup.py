"""Cold starts: what a person waits for, beside the import of sentence-transformers in the same run.

    python -m benchmarks.startup

Prints the median and the worst wall time of each command over several runs, each in a new process.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SENTENCES = (
    "The harbour board of Velburg will keep the lower lock open through the winter.",
    "Farmers had complained that {} grain boats waited for nine days in October.",
    "“We shall go on working at night”, said Ana Kolv, who heads the board.",
    "The ministry put the cost at {}.5 million crowns, or 12 percent of the budget.",
)
TRANSLATIONS = (
    "Die Hafenverwaltung von Velburg hält die untere Schleuse den Winter über offen.",
    "Bauern hatten geklagt, dass im Oktober {} Getreideschiffe neun Tage lang warteten.",
    "„Wir werden weiter nachts arbeiten“, sagte Ana Kolv, die der Verwaltung vorsteht.",
    "Das Ministerium bezifferte die Kosten auf {},5 Millionen Kronen oder 12 Prozent des Haushalts.",
)


def article(sentences: tuple[str, ...], count: int) -> str:
    """Return an article of so many sentences, four to a paragraph, with a title."""
    lines = [sentences[number % len(sentences)].format(10 + number) for number in range(count)]
    paragraphs = [" ".join(lines[start : start + 4]) for start in range(0, count, 4)]
    return "\n\n".join(["Velburg 2026", *paragraphs]) + "\n"


def measure(command: list[str], runs: int) -> tuple[float, float, float]:
    """Return median and worst wall time in seconds, and the peak resident memory of children so far in MiB."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return statistics.median(times), max(times), peak


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--data", help="ignored: the articles are made here")
    arguments = parser.parse_args()
    python = [sys.executable, "-m", "provenance"]
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "one.txt"), Path(folder, "other.txt")
        one.write_text(article(SENTENCES, 40), "utf-8")
        other.write_text(article(TRANSLATIONS, 40), "utf-8")
        commands = {
            "provenance --help": [*python, "--help"],
            "provenance inspect (40 sentences)": [*python, "inspect", str(one)],
            "provenance compare (2 x 40 sentences)": [*python, "compare", str(one), str(other)],
            "python -c 'import sentence_transformers'": [sys.executable, "-c", "import sentence_transformers"],
        }
        print(f"{'command':44} {'median s':>9} {'worst s':>9} {'peak MiB so far':>16}")
        for name, command in commands.items():
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            median, worst, peak = measure(command, arguments.runs if "import" not in name else 2)
            print(f"{name:44} {median:9.2f} {worst:9.2f} {peak:16.0f}", flush=True)


if __name__ == "__main__":
    main()
