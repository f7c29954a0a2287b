"""What kind of disk a folder is on."""

from pathlib import Path, PurePosixPath

import pytest

from bwc_review.store import file_system

MOUNTINFO = r"""
22 27 0:20 / /proc rw,nosuid shared:5 - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
35 27 0:30 / /mnt/evidence rw,relatime shared:7 - nfs4 server:/evidence rw,vers=4.2
36 27 0:31 / /mnt/my\040share rw,relatime - cifs //server/share rw
37 35 254:1 / /mnt/evidence/local rw,relatime shared:9 master:3 - xfs /dev/vdb rw
38 27 0:32 / /mnt/over rw - ext4 /dev/vdc rw
39 38 0:33 / /mnt/over rw - fuse.sshfs host: rw
broken line
"""
MOUNT = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//lead@server/share on /Volumes/My Share (smbfs, nodev, nosuid, mounted by lead)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/lead/study", "ext4"),
        ("/mnt/evidence/study", "nfs4"),
        ("/mnt/evidence", "nfs4"),
        ("/mnt/evidence2/study", "ext4"),
        ("/mnt/my share/study", "cifs"),
        ("/mnt/evidence/local/study", "xfs"),
        ("/mnt/over/study", "fuse.sshfs"),
    ],
)
def test_the_mount_of_a_folder_on_linux_is_found(folder: str, kind: str):
    mounts = file_system.mounts_of_linux(MOUNTINFO)
    assert file_system.kind_of_mount(mounts, PurePosixPath(folder)) == kind


@pytest.mark.parametrize(("folder", "kind"), [("/Users/lead", "apfs"), ("/Volumes/My Share/study", "smbfs")])
def test_the_mount_of_a_folder_on_macos_is_found(folder: str, kind: str):
    assert file_system.kind_of_mount(file_system.mounts_of_mac(MOUNT), PurePosixPath(folder)) == kind


def test_without_mounts_the_kind_is_not_known():
    assert file_system.kind_of_mount([], PurePosixPath("/home")) == ""


@pytest.mark.parametrize(("kind", "expected"), [("nfs4", True), ("cifs", True), ("fuse.sshfs", True), ("ext4", False)])
def test_network_file_systems_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, expected: bool):
    table = tmp_path / "mountinfo"
    table.write_text(f"27 1 254:0 / / rw - {kind} server rw\n")
    monkeypatch.setattr(file_system, "_MOUNTS", table)
    monkeypatch.setattr(file_system.sys, "platform", "linux")
    assert file_system.is_on_network(tmp_path) is expected


def test_a_system_without_a_table_of_mounts_counts_as_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(file_system, "_MOUNTS", tmp_path / "none")
    monkeypatch.setattr(file_system.sys, "platform", "linux")
    assert not file_system.is_on_network(tmp_path)


def test_a_folder_of_one_s_own_can_be_written(tmp_path: Path):
    (tmp_path / "file").touch()
    assert file_system.can_write(tmp_path, tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
