"""Several laws at once: one linear system, its infeasible parts, and the smallest sets of claims they come down to."""
