"""Accuracy, measured: reports with known truth in every format, clean and with one planted fault each."""
