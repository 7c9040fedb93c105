"""Values of one quantity against each other: when claims meet, which clash, which camps, what a repair settles."""
