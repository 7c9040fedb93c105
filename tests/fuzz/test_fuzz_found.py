"""What fuzzing has found, each once more: inputs that broke a reader before it was mended."""

import io

import pytest
from targets import TARGETS, bounded


def _parquet(spoilt: bytes) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    table = pa.table({"measure": ["m", "m"], "place": ["Lyon", "Lyon"], "value": ["1", "2"]})
    pq.write_table(table, sink, compression="none", use_dictionary=False, write_statistics=False)
    return sink.getvalue().replace(b"Lyon", spoilt)


FOUND = {
    "a root without a name": ("vocabulary", b"dimensions: {place: {'': [a, b]}}\n"),
    "a header of one long name": ("csv", b"measure,value," + b"x" * 200_000 + b"\nm,1,a\n"),
    "a number of too many digits in settings": ("settings", b"[readings]\nx = " + b"9" * 5000),
    "a number of too many digits in a law": ("law", b"killed <= " + b"9" * 4900),
    "a number of too many digits in a suite": ("suite", b'{"name": "s", "a": ' + b"9" * 5000 + b"}"),
    "half a character in a suite": ("suite", b'{"name": "s", "notes": "\\ud800", "expectations": []}'),
    "a product of too many digits": ("law", b"killed <= " + b"*".join([b"9" * 30] * 150)),
    "texts of Parquet that are no UTF-8": ("parquet", _parquet(b"\xad\xff\xfen")),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_stays_mended(name: str) -> None:
    target, data = FOUND[name]
    with bounded():
        TARGETS[target](data)
