"""The built-in rules: one module and one class each, found by walking this folder; rules know nothing of each other."""
