"""One bell of 500 sources, the idle daemon, the start of the program, its size: Eight Bells alone, since nothing else does this."""
import datetime
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import time

from measure import measured
from servers import address

SOURCES = 500
CHANGED = 180  # of them, with about 300 entries young enough for the digest
FIRST, SECOND = "2026-01-07T08:00:10Z", "2026-01-07T12:00:10Z"


def write_configuration(bench, directory):
    lines = ['timezone = "UTC"', 'language = "en"', 'catch_up = "skip"', "", "[collect]", 'gap = "0s"', "", "[[category]]", 'name = "Everything"', "always = true",
             "", "[[digest]]", 'name = "all"', 'formats = ["markdown", "json", "html", "atom"]', ""]
    for n in range(SOURCES):
        lines += ["[[source]]", f'name = "Source {n}"', f'url = "{address(n, bench.nginx.fast, f"bell/{n:05}.xml")}"', ""]
    with open(f"{directory}/eightbells.toml", "w") as out:
        out.write("\n".join(lines))
    return f"{directory}/eightbells.toml"


def bell_rows(bench):
    program = f"{bench.build}/daemon/eightbells"
    directory = f"{bench.work}/bell"
    os.makedirs(directory)
    measured([f"{bench.bin}/make_feeds", f"{bench.feeds}/bell", str(SOURCES), "-240"])
    file = write_configuration(bench, directory)
    base = [program, "--config", file, "--state", f"{directory}/state"]
    first = measured(base + ["once", "--at", FIRST])
    runs = []
    for _ in range(bench.times):
        shutil.rmtree(f"{directory}/again", ignore_errors=True)
        shutil.copytree(f"{directory}/state", f"{directory}/again")
        measured([f"{bench.bin}/make_feeds", f"{bench.feeds}/bell", str(CHANGED), "12", "100000"])
        runs.append(measured([program, "--config", file, "--state", f"{directory}/again", "once", "--at", SECOND]))
    cpu, peak = (statistics.median(getattr(one, name) for one in runs) for name in ("cpu", "peak"))
    bench.row(f"first bell of {SOURCES} new sources", ours=f"{first.cpu:.2f} s cpu, {first.peak:.0f} MiB")
    bench.row(f"one bell of {SOURCES} sources, {SOURCES - CHANGED} of them 304, {candidates_in(f'{directory}/again')} candidates, "
              "extractive, four formats", "1.5 s, 80 MiB", ours=f"{cpu:.2f} s cpu, {peak:.0f} MiB")
    start_rows(bench, program, file)
    fill_store(bench, base)
    idle_row(bench, program, file, f"{directory}/state")


def fill_store(bench, base):
    """Five rounds more in which every source says something else, all of it old: about 100,000 entries."""
    for n in range(1, 6):
        measured([f"{bench.bin}/make_feeds", f"{bench.feeds}/bell", str(SOURCES), str(n - 400), str(n * 1_000)])
        measured(base + ["once", "--at", FIRST])


def candidates_in(state):
    """How many entries the second bell had to choose from: new in it and younger than two days."""
    moment = int(datetime.datetime.fromisoformat(SECOND.replace("Z", "+00:00")).timestamp() * 1000)
    with sqlite3.connect(f"{state}/eightbells.db") as database:
        return database.execute("SELECT count(*) FROM entries WHERE first_seen >= ? AND at >= ?",
                                (moment, moment - 48 * 3_600_000)).fetchone()[0]


def start_rows(bench, program, file):
    for name, command in (("--version", [program, "--version"]), (f"check, {SOURCES} sources", [program, "--config", file, "check"])):
        runs = [measured(command) for _ in range(11)]
        wall, cpu = (statistics.median(getattr(one, what) for one in runs) * 1000 for what in ("wall", "cpu"))
        bench.row(f"eightbells {name}", "15 ms", ours=f"{wall:.0f} ms, {cpu:.0f} ms cpu")
    stripped = f"{bench.work}/stripped"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    bench.row("binary, stripped", "15 MiB", ours=f"{os.path.getsize(stripped) / 2**20:.1f} MiB")


def status_of(pid, name):
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(rf"^{name}:\s*(\d+)", status.read(), re.M).group(1))


def switches_of(pid):
    """How often its threads have gone to sleep and woken up."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        total += status_of(f"{pid}/task/{thread}", "voluntary_ctxt_switches")
    return total


def wait_until_idle(pid):
    """Until it has used no processor for three seconds: it has collected, written, and indexed what is new."""
    used = lambda: sum(int(one) for one in open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[11:13])
    before, since = used(), time.monotonic()
    for _ in range(300):
        time.sleep(1)
        if used() != before:
            before, since = used(), time.monotonic()
        elif time.monotonic() - since > 3:
            return


def idle_row(bench, program, file, state):
    """The daemon after its first round, when nothing is due: memory, and how often it wakes."""
    daemon = subprocess.Popen([program, "--config", file, "--state", state, "run"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_idle(daemon.pid)
        before = switches_of(daemon.pid)
        seconds = 20
        time.sleep(seconds)
        woken = switches_of(daemon.pid) - before
        with sqlite3.connect(f"{state}/eightbells.db") as database:
            entries = database.execute("SELECT count(*) FROM entries").fetchone()[0]
        bench.row(f"idle daemon, {SOURCES} sources, {entries:,} entries", "30 MiB, no wake-up", ours=f"{status_of(daemon.pid, 'VmRSS') / 1024:.0f} MiB resident, "
                  f"{status_of(daemon.pid, 'RssAnon') / 1024:.0f} of them its own, woke {woken} times in {seconds} s")
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(timeout=60)
