"""Does the page go out packed as the browser takes it?"""

import gzip

import brotli
import pytest


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("brotli", "", bytes),
    ],
)
def test_the_page_is_packed_as_the_browser_takes_it(client, store, accepted, encoding, unpack):
    answer = client.get("/", headers={"accept-encoding": accepted})
    assert answer.headers.get("Content-Encoding", "") == encoding
    assert answer["Vary"] == "Accept-Encoding"
    assert answer.headers.get("Content-Length", str(len(answer.content))) == str(
        len(answer.content)
    )
    assert unpack(answer.content).rstrip().endswith(b"</html>")
