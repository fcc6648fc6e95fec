"""Detectors: what can be seen in one document (languages, credits, attributions, artefacts, declared metadata)."""
