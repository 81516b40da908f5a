"""Files elsewhere: object storage through a server of this machine, with checksums and logs beside the files."""

from __future__ import annotations

import hashlib
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from nanhu_kpi.errors import BadInput, Usage
from nanhu_kpi.service.rollup.addresses import is_address, listed
from tests.support.offices import office_file
from tests.support.processes import LEAVES_A_LOG, child
from tests.support.views import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Servers and clients of other people leave sockets to the collector.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
AS_OF = ("--as-of", "2024-06-30")


@pytest.fixture(scope="module")
def store() -> Iterator[Any]:
    """An object store with the bucket `city`, as s3fs sees it; its address stands in the environment, as AWS has it."""
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_EC2_METADATA_DISABLED": "true",
        }.items():  # fmt: skip
            patch.setenv(name, value)
        bucket = s3fs.S3FileSystem(use_listings_cache=False)
        bucket.mkdir("city")
        yield bucket
        server.stop()


def test_offices_in_object_storage_come_to_what_they_come_to_on_disk(
    store: Any, half_year_db: Path, empty_db: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "offices"
    folder.mkdir()
    first = office_file(half_year_db, folder / "a.db", "A1")
    digest = hashlib.sha256(first.read_bytes()).hexdigest()
    (folder / "a.db.sha256").write_text(f"{digest}  a.db\n", encoding="ascii")
    with child(LEAVES_A_LOG, office_file(empty_db, folder / "b.db", "B2")):
        pass
    (folder / "b.db-shm").unlink()
    shutil.copy2(half_year_db, folder / "c.db")
    (folder / "c.db.sha256").write_text("0" * 64, encoding="ascii")
    (folder / "d.db").write_bytes(b"")
    (folder / "note.txt").write_text("not an office", encoding="utf-8")
    for file in folder.iterdir():
        store.put_file(str(file), f"city/2024/{file.name}")
    here = run(empty_db, "rollup", str(folder), *AS_OF, "-f", "csv", on="2024-07-01")
    there = run(empty_db, "rollup", "s3://city/2024/", *AS_OF, "-f", "csv", on="2024-07-01")
    assert there.out == here.out
    assert [row["code"] for row in there.rows] == ["A1", "B2"]
    assert "s3://city/2024/c.db" in there.err
    assert "Does not match its .sha256" in there.err
    assert "Empty" in there.err
    some = run(empty_db, "rollup", "s3://city/2024/[ab].db", "s3://city/gone.db", *AS_OF, "-f", "csv", on="2024-07-01")
    assert some.out == here.out
    assert "Not there" in some.err
    part = tmp_path / "city.part"
    assert run(empty_db, "rollup", "s3://city/2024/a.db", *AS_OF, "-o", str(part), on="2024-07-01").code == 0
    store.put_file(str(part), "city/a.part")
    one = run(empty_db, "rollup", "s3://city/a.part", "-f", "csv", on="2024-07-01")
    assert one.rows == here.rows[:1]


def test_an_address_of_a_file_is_that_file_whatever_its_name_ends_in_and_a_folder_is_searched() -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    for name in ("a.sqlite", "a.sqlite.sha256", "b.db"):
        memory.pipe_file(f"/city/{name}", b"")
    assert listed("memory://city/a.sqlite", (".db",)) == [("memory://city/a.sqlite", (".sha256",))]
    assert listed("memory://city", (".db",)) == [("memory:///city/b.db", ())]


def test_what_cannot_be_listed_is_said(store: Any) -> None:
    with pytest.raises(BadInput, match=r"Cannot list s3://no-such-bucket/\*"):
        listed("s3://no-such-bucket/*", (".db",))
    with pytest.raises(BadInput, match="Cannot list nothing://x"):
        listed("nothing://x", (".db",))


def test_without_the_library_an_address_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(Usage, match=r"pip install 'nanhu-kpi\[remote\]'"):
        listed("s3://city/", (".db",))


def test_without_the_library_of_a_protocol_an_address_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(Usage, match="Reading gs://city/ needs the library of its protocol"):
        listed("gs://city/", (".db",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("s3://a/b", True), ("simplecache::s3://a", True), ("hdfs://h:9000/x", True), ("a/b.db", False), ("/a:b", False),
     ("a:b.db", False), ("C://x", False), ("年//x", False)],
)  # fmt: skip
def test_an_address_begins_with_its_protocol(text: str, expected: bool) -> None:
    assert is_address(text) is expected
