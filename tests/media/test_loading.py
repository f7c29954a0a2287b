"""The media package loads from any thread: the window's first clip and its first thumbnails ask for it at once."""

import subprocess
import sys

import pytest

_PROGRAM = """
import importlib, sys, threading
start = threading.Barrier(len(sys.argv) - 1)
def load(name):
    start.wait()
    importlib.import_module(name)
threads = [threading.Thread(target=load, args=(name,)) for name in sys.argv[1:]]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


@pytest.mark.parametrize("_attempt", range(3))
def test_two_threads_that_load_media_at_once_both_get_it(_attempt: int) -> None:
    modules = ("bwc_review.media.thumbnails", "bwc_review.media.picture_frame", "bwc_review.media.examine")
    finished = subprocess.run([sys.executable, "-c", _PROGRAM, *modules], capture_output=True, text=True, check=True)
    assert finished.stderr == ""
