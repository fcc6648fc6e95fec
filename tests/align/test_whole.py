import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.align.band import full
from provenance.align.groups import MERGE
from provenance.align.search import NEVER, Costs, posteriors, posteriors_by_rows


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 24), st.integers(1, 24), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_whole_lattice_and_rows_give_the_same_bytes(rows: int, columns: int, seed: int, missing: float) -> None:
    chance, band = np.random.default_rng(seed), full(rows, columns)
    beads = chance.normal(-2, 5, (MERGE, MERGE, band.size))
    beads[chance.random(beads.shape) < missing] = NEVER
    ends_row, ends_column = band.cells()
    for a in range(1, MERGE + 1):
        for b in range(1, MERGE + 1):
            beads[a - 1, b - 1, (ends_row < a) | (ends_column < b)] = NEVER
    costs = Costs(beads, chance.normal(-2, 1, rows), chance.normal(-2, 1, columns))

    whole, by_rows = posteriors(band, costs), posteriors_by_rows(band, costs)

    assert whole.beads.tobytes() == by_rows.beads.tobytes()
    assert whole.null_one.tobytes() == by_rows.null_one.tobytes()
    assert whole.null_other.tobytes() == by_rows.null_other.tobytes()
