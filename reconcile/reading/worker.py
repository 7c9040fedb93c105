"""A process that reads claim files for another one: names of files come in, tables go out.

It is started by `workers` as `main()` of this module. Lines of JSON on its standard input say the reader that is
wanted and the vocabulary's names, then one batch of files each; each answer on its standard output is its length in
eight bytes and an Arrow stream. It ends with its input, so that it does not outlive whoever started it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

LENGTH = 8
"""Bytes of the length before each answer."""


def main() -> None:
    """Answer until there is no more input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the process that started this one, which ends it
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not stand between answers
    try:
        _serve(sys.stdin.buffer, answers)
    except (BrokenPipeError, ConnectionError):
        os._exit(0)  # nobody listens any more, and nothing is to be flushed


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    from reconcile.reading.batches import read_batch
    from reconcile.reading.packed import as_table
    from reconcile.reading.readers import reader_of

    wanted, names = json.loads(questions.readline() or "[null, {}]")
    if wanted != reader_of(names):
        return
    for line in questions:
        files = [(Path(path), file) for path, file in json.loads(line)]
        data = stream_of(as_table(read_batch(files, names), wanted))
        answers.write(len(data).to_bytes(LENGTH, "big"))
        answers.write(data)
        answers.flush()


def stream_of(table: object) -> memoryview:
    """Return a table as the bytes of an Arrow stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:  # type: ignore[attr-defined]
        writer.write_table(table)
    return memoryview(sink.getvalue())
