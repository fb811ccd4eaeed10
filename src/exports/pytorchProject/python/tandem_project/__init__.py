"""Continues a training run of Tandem in PyTorch: see README.md."""
