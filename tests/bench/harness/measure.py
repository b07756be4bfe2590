"""Runs one command and prints what it cost as one JSON object: measure.py FOLDER LOG COMMAND...

FOLDER is the working directory, LOG takes what the command says on both streams. Wall time, CPU and peak
memory are those of the command and of the children it waited for, as the kernel tells them at its end (wait4).
"""

import json
import os
import sys
import time

folder, log, *command = sys.argv[1:]
os.chdir(folder)
streams = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    (os.POSIX_SPAWN_DUP2, 1, 2),
]
began = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ, file_actions=streams)
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - began
print(
    json.dumps(
        {
            "exit": os.waitstatus_to_exitcode(status),
            "wall": wall,
            "user": usage.ru_utime,
            "sys": usage.ru_stime,
            "peak_mb": usage.ru_maxrss / 1024,  # Linux counts in KiB.
        }
    )
)
