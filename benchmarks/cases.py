"""The cases that `synthetic.py` can write, and what each holds."""

CASES = {
    "plain": "a few claims for each quantity",
    "all-conflict": "every quantity in conflict",
    "giant": "one quantity with all claims",
    "invalid": "half the claims invalid: unknown names, no number, broken times",
    "phrasings": "100,000 distinct phrasings of values",
    "rounded": "figures of every quantity rounded, hedged or given as ranges",
}
