import tomllib

import numpy as np

from provenance.embed.calibration import FEATURES, TABLE, curve_for


def test_every_curve_has_one_weight_for_each_feature() -> None:
    with TABLE.open("rb") as handle:
        rows = tomllib.load(handle)["group"]

    assert rows
    assert all(len(row["weights"]) == len(FEATURES) for row in rows)
    assert all(np.isfinite([row["intercept"], *row["weights"]]).all() for row in rows)


def test_no_language_stands_in_two_groups() -> None:
    with TABLE.open("rb") as handle:
        languages = [code for row in tomllib.load(handle)["group"] for code in row["languages"]]

    assert len(languages) == len(set(languages))


def test_a_pair_takes_the_curve_of_its_harder_language() -> None:
    assert curve_for(("en", "sq")) == curve_for(("sq", "sq"))
    assert curve_for(("sq", "en")) == curve_for(("en", "sq"))


def test_an_unknown_language_takes_the_last_curve() -> None:
    assert curve_for(("en", "tlh")) == curve_for(("sq", "sq"))
