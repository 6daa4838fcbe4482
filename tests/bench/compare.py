#!/usr/bin/env python3
"""Eight Bells, its peers and the practical limits side by side. Run by script/bench; prints a table in Markdown.

Ratios are of runs next to each other, of user and system time: wall time and absolute figures of a machine that does other things as
well say little, and the same command drifts from day to day.
"""
import argparse
import datetime
import glob
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile

import peers
import report
from bell import bell_rows
from measure import Pair, measured
from servers import Nginx, address

DATE = "Wed, 07 Jan 2026 00:00:00 GMT"


class Bench:
    def __init__(self, arguments):
        self.build = os.path.abspath(arguments.build)
        self.bin = f"{self.build}/tests/bench"
        self.quick = arguments.quick
        self.with_peers = not arguments.no_peers
        self.times = arguments.times or (3 if arguments.quick else 5)
        self.work = tempfile.mkdtemp(prefix="eightbells-bench-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        self.report = report.Report()
        self.row = self.report.row
        self.feeds = f"{self.work}/feeds"
        self.many = 10_000 if self.quick else 100_000
        os.makedirs(self.feeds)
        os.chmod(self.work, 0o755)

    def start(self):
        self.count = 200 if self.quick else 1000
        made = self.count if self.quick else 20_000
        print(measured([f"{self.bin}/make_feeds", f"{self.feeds}/f", str(made)]).output.strip())
        self.make_small_feeds()
        self.files = sorted(glob.glob(f"{self.feeds}/f/*.xml"))
        self.nginx = Nginx(self.work, self.feeds)

    def make_small_feeds(self):
        """Feeds of one short entry, for rounds in which the number of sources is the work."""
        os.makedirs(f"{self.feeds}/s")
        for n in range(100):
            name = f"{self.feeds}/s/{n:05}.xml"
            with open(name, "w") as out:
                out.write(f"<rss version='2.0'><channel><title>Small {n}</title><item><guid>{n}</guid><title>One short entry of feed {n}"
                          "</title><pubDate>Tue, 06 Jan 2026 23:00:00 GMT</pubDate></item></channel></rss>")
            os.utime(name, (1767744000, 1767744000))

    def stop(self):
        self.nginx.stop()
        shutil.rmtree(self.work, ignore_errors=True)

    # ---- parts ----

    def list_of(self, count, port, folder="f", modulo=None):
        lines = [address(n, port, f"{folder}/{n % (modulo or count):05}.xml", f"?{n}") for n in range(count)]
        file = f"{self.work}/addresses-{count}-{port}-{folder}"
        with open(file, "w") as out:
            out.write("\n".join(lines) + "\n")
        return file, lines

    def parse(self):
        sizes = (self.count,) if self.quick else (200, 2_000, 20_000)
        for count in sizes:
            files = self.files[:count]
            size = sum(os.path.getsize(one) for one in files) / 1e6
            speed = lambda run, size=size: f"{size / run.cpu:,.0f} MB/s"
            raw = lambda files=files: measured([f"{self.bin}/bench_parse", "--raw"] + files)
            for name, more in (("new: complete entries, HTML to text", []), ("known: nothing but identity", ["--known"])):
                main_size = count in (2_000, sizes[0]) and count != 200 or self.quick
                ours = lambda files=files, more=more: measured([f"{self.bin}/bench_parse"] + more + files)
                pair = Pair(ours, raw, self.times if count < 20_000 else 1)
                self.report.cost(f"parse feeds, {name.split(':')[0]}", count, pair.ours.cpu)
                if not main_size:
                    continue
                said = self.parse_peers(files, speed, size) if not more else ""
                self.row(f"parse {count:,} feeds, {size:,.0f} MB, {name}", "450 MB/s (3.4)" if more else "110 MB/s (13.6)",
                         speed(pair.limit), speed(pair.ours), f"{pair.cpu_ratio:.1f}", said)

    def parse_peers(self, files, speed, size):
        if not self.with_peers:
            return ""
        some = files[:100]
        share = sum(os.path.getsize(one) for one in some) / 1e6 / size
        said = []
        for name, run in (("sfeed", peers.parse_with_sfeed(some)), ("feedparser", peers.parse_with_feedparser(some))):
            if run:
                run.cpu /= share
                said.append(f"{name} {speed(run)}")
        return ", ".join(said)

    def collect(self):
        for count in (self.count // 10, self.count) if self.quick else (100, 1_000, 10_000):
            file, lines = self.list_of(count, self.nginx.fast)
            new, again = f"collect {count:,} new sources into the store", f"collect {count:,} sources again, all 304"
            times = self.times if count <= 1_000 else 1
            at_size = count == self.count
            self.collect_pair(new, count, file, [], ["--walk"], fresh=True, times=times, target="3.5" if at_size else "",
                              growth="collect new sources")
            self.collect_pair(again, count, file, [], ["--unchanged", DATE], fresh=False, times=times, target="4" if at_size else "")
            if self.with_peers and at_size:
                self.collect_peers(lines[: 100 if self.quick else 300])

    def latency(self):
        if not self.nginx.has_latency:
            return
        file, _ = self.list_of(self.count, self.nginx.slow)
        more = ["--concurrency", "256"]
        self.collect_pair(f"{self.count:,} new sources, each after 100 ms, 256 at a time", self.count, file, more, ["--walk"] + more,
                          fresh=True, target="2 (wall)")
        self.collect_pair("the same again, all 304", self.count, file, more, ["--unchanged", DATE] + more, fresh=False, target="2 (wall)")

    def many_sources(self):
        for count in (self.many // 100, self.many // 10, self.many):
            file, _ = self.list_of(count, self.nginx.fast, "s", 100)
            self.collect_pair(f"collect {count:,} sources of one short entry, all 304, a host each", count, file, [],
                              ["--unchanged", DATE], fresh=False, times=3 if count <= 10_000 else 1,
                              target="6,000 a second (3.1), 400 MiB" if count == 100_000 else "", growth="collect sources, all 304")

    def collect_pair(self, work, count, file, ours_more, limit_more, fresh, times=None, target="", growth=""):
        database = f"{self.work}/collect-{os.path.basename(file)}.db"
        ours = [f"{self.bin}/bench_collect", file, database] + ours_more

        def collect():
            if fresh:
                self.remove(database)
            return measured(ours)

        if not fresh and not os.path.exists(database):
            measured(ours)
        pair = Pair(collect, lambda: measured([f"{self.bin}/limit_fetch", file] + limit_more), times or self.times)
        if pair.ours.status != 0 or pair.limit.status != 0:
            self.row(work + ": FAILED", target, pair.limit.output.strip(), pair.ours.output.strip())
            return
        if growth:
            self.report.cost(growth, count, pair.ours.cpu)
        tell = lambda run: f"{run.wall:.2f} s, {run.cpu:.2f} s cpu, {count / run.cpu:,.0f} a cpu second, {run.peak:.0f} MiB"
        self.row(work, target, tell(pair.limit), tell(pair.ours), f"{pair.cpu_ratio:.1f} cpu, {pair.wall_ratio:.1f} wall")

    def collect_peers(self, lines):
        for peer in peers.collectors(f"{self.work}/peers", lines, 16):
            first, second = peer.run(), peer.run()
            tell = lambda run: f"{run.wall:.1f} s, {run.cpu:.1f} s cpu, {len(lines) / run.cpu:,.0f} a cpu second, {run.peak:.0f} MiB"
            self.row(f"{peer.name}, {len(lines)} sources: new", peers=tell(first))
            self.row(f"{peer.name}, {len(lines)} sources: again", peers=tell(second))

    def remove(self, database):
        for one in glob.glob(database + "*"):
            os.remove(one)

    def store(self):
        for polls in (10, 100, 1_000) if self.quick else (10, 100, 1_000, 10_000):
            one = self.stage_of(f"store_new/{polls}", fixed=polls == 10_000)
            entries = round(one["items_per_second"] * one["cpu_time"] / 1e3)
            limit = [measured([f"{self.bin}/limit_store", f"{self.work}/limit.db", str(entries)]) for _ in range(3)]
            cpu = sorted(run.cpu for run in limit)[1]
            self.report.cost("store new entries", entries, one["cpu_time"] / 1e3)
            self.row(f"store {entries:,} new entries", "", f"{entries / cpu:,.0f} a cpu second", f"{one['items_per_second']:,.0f} a cpu second",
                     f"{one['cpu_time'] / 1e3 / cpu:.1f}")

    def stories(self):
        for count in (2_000, 20_000) if self.quick else (2_000, 20_000, 100_000):
            one = self.stage_of(f"stories/{count}", fixed=count == 100_000)
            self.report.cost("stories of a window of entries", count, one["cpu_time"] / 1e3)
            target = {20_000: "10,000 a second, 600 MiB", 100_000: "15 s"}.get(count, "")
            self.row(f"stories of a window of {count:,} entries", target, "",
                     f"{one['cpu_time'] / 1e3:.2f} s cpu, {one['items_per_second']:,.0f} a cpu second, {one['peak']:.0f} MiB")

    def search(self):
        run = measured([f"{self.bin}/bench_search", f"--benchmark_out={self.work}/search.json", "--benchmark_min_time=0.2"], timeout=3600)
        with open(f"{self.work}/search.json") as out:
            found = json.load(out)["benchmarks"]
        slowest = max(found, key=lambda one: one["cpu_time"])
        times = sorted(one["cpu_time"] for one in found)
        self.row("search in 1,000,000 entries", "100 ms", "", f"median of {len(found)} queries {times[len(times) // 2]:.0f} ms cpu, slowest "
                 f"{slowest['cpu_time']:.0f} ms ({slowest['name'].removeprefix('search/')}), {run.peak:.0f} MiB")

    def clean_build(self):
        """Everything, tests and benchmarks too, by two jobs, without ccache."""
        folder = f"{self.work}/clean"
        measured(["cmake", "-S", ".", "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release"])
        run = measured(["cmake", "--build", folder, "-j2"], env={**os.environ, "CCACHE_DISABLE": "1"}, timeout=3600)
        self.row("clean build of everything, two jobs" + ("" if run.status == 0 else ": FAILED"), "6 minutes", "",
                 f"{run.wall / 60:.1f} minutes, {run.cpu / 60:.1f} of processor")
        shutil.rmtree(folder, ignore_errors=True)

    def stages(self):
        for one in self.benchmarks("-store_new|stories"):
            scale = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3}[one["time_unit"]]
            rate = f"{one['bytes_per_second'] / 1e6:,.0f} MB/s" if "bytes_per_second" in one else f"{one['items_per_second']:,.0f} a second"
            self.report.stage(one["name"].replace("_", " "), rate, f"{one['cpu_time'] * scale * 1e3:,.3f} ms")
            if one["name"].startswith("parse_growth/"):
                size = int(one["name"].split("/")[1])
                self.report.cost("parse documents of so many entries", size, size / one["items_per_second"])

    def stage_of(self, name, fixed=False):
        """One of the stages in a process of its own, which tells its peak as well. `fixed`: it runs as often as it says itself."""
        file = f"{self.work}/stage.json"
        run = measured([f"{self.bin}/stages_bench", f"--benchmark_out={file}", f"--benchmark_filter=^{name}" + ("/" if fixed else "$")],
                       env={**os.environ, "TMPDIR": self.work}, timeout=3600)
        with open(file) as out:
            one = json.load(out)["benchmarks"][0]
        one["peak"] = run.peak
        return one

    def benchmarks(self, pattern):
        file = f"{self.work}/stages.json"
        subprocess.run([f"{self.bin}/stages_bench", f"--benchmark_out={file}", f"--benchmark_filter={pattern}",
                        f"--benchmark_min_time={0.05 if self.quick else 0.5}"],
                       env={**os.environ, "TMPDIR": self.work}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with open(file) as out:
            return [one for one in json.load(out)["benchmarks"] if one.get("run_type") != "aggregate"]


def describe_machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, load {load:.1f} before the run, {datetime.date.today()}"


PARTS = {"parse": Bench.parse, "collect": Bench.collect, "latency": Bench.latency, "many": Bench.many_sources, "store": Bench.store,
         "stories": Bench.stories, "bell": bell_rows, "search": Bench.search, "build": Bench.clean_build, "stages": Bench.stages}
NOT_QUICK = ("search", "build")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--times", type=int)
    parser.add_argument("--write", nargs="?", const="docs/performance.md", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.write and (arguments.only or arguments.quick):
        parser.error("--write is for whole tables: not with --only or --quick")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # by way of the cleaning up
    bench = Bench(arguments)
    machine = describe_machine()
    print(machine + "\n")
    wanted = arguments.only or [name for name in PARTS if not (arguments.quick and name in NOT_QUICK)]
    try:
        bench.start()
        print("\n" + report.HEAD)
        for name, part in PARTS.items():
            if name in wanted:
                part(bench)
    finally:
        bench.stop()
    sections = bench.report.sections(machine)
    for name in ("growth", "stages"):
        print("\n" + sections[name])
    if arguments.write:
        report.write(arguments.write, sections)


if __name__ == "__main__":
    main()
