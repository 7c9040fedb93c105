"""Times as people and files write them, read as stretches of days.

>>> from reconcile.times import read_time
>>> str(read_time("mid-October 2017"))
'mid-October 2017'
"""

from reconcile.times.durations import parse_duration
from reconcile.times.read import read_time
from reconcile.times.span import Span, TimeError, days_to_text

__all__ = ["Span", "TimeError", "days_to_text", "parse_duration", "read_time"]
