"""Logical pages → files. One module per form; each prints the same tables and lays nothing out on its own."""
