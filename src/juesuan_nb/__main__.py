"""`python -m juesuan_nb` is `juesuan`."""

from juesuan_nb.cli import main

main(prog_name="juesuan")
