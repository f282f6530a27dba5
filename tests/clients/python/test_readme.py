"""The README's Python sample, as a reader would run it."""

import re
import subprocess
import sys

import support


def test_the_python_sample_runs():
    command = [sys.executable, "-c", support.sample("python")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert re.fullmatch(r"i-[0-9a-f]{17} running 172\.31\.\d+\.\d+\n", ran.stdout), ran.stdout
