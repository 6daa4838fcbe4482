"""Whole processes, measured by the system's own accounts: user and system time of a process and its children, wall time, peak memory."""
import os
import resource
import statistics
import subprocess
import time


class Run:
    """One finished process."""

    def __init__(self, cpu, wall, peak, output, status):
        self.cpu, self.wall, self.peak, self.output, self.status = cpu, wall, peak, output, status


def run(command, stdin=None, env=None, timeout=600):
    began = time.monotonic()
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, text=True,
                               errors="replace")
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
    return time.monotonic() - began, output, process.returncode


def measured(command, **more):
    """Runs `command` in a child of its own, whose children's usage is then exactly that of the command."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        wall, output, status = run(command, **more)
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        with os.fdopen(writer, "w") as pipe:
            pipe.write(f"{usage.ru_utime + usage.ru_stime} {wall} {usage.ru_maxrss / 1024} {status}\n{output[-4000:]}")
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, errors="replace") as pipe:
        head, _, output = pipe.read().partition("\n")
    os.waitpid(child, 0)
    cpu, wall, peak, status = head.split()
    return Run(float(cpu), float(wall), float(peak), output, int(status))


class Pair:
    """Two programs in turn, A B A B ...: medians of each, and the median of the ratios A/B of neighbouring runs."""

    def __init__(self, ours, limit, times):
        ours_runs, limit_runs = [], []
        for _ in range(times):
            limit_runs.append(limit())
            ours_runs.append(ours())
        self.ours = median_run(ours_runs)
        self.limit = median_run(limit_runs)
        self.cpu_ratio = statistics.median(a.cpu / max(b.cpu, 0.001) for a, b in zip(ours_runs, limit_runs))
        self.wall_ratio = statistics.median(a.wall / max(b.wall, 0.001) for a, b in zip(ours_runs, limit_runs))


def median_run(runs):
    middle = [statistics.median(getattr(one, name) for one in runs) for name in ("cpu", "wall", "peak")]
    return Run(*middle, runs[-1].output, max(one.status for one in runs))
