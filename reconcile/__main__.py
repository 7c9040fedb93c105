"""`python -m reconcile`, the same as `reconcile`."""

from reconcile.cli import main

main()
