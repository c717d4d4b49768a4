"""Derivation of the committed reference files from their public sources, run by hand."""
