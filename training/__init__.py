"""How the bundled model was made, from raw pairs to digest: see build.py and EXPERIMENTS.md."""
