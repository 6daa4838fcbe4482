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
import subprocess
import tempfile

import peers
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
        self.rows = []
        self.feeds = f"{self.work}/feeds"
        self.many = 10_000 if self.quick else 100_000
        os.makedirs(self.feeds)
        os.chmod(self.work, 0o755)

    def row(self, work, limit="", ours="", ratio="", peers_said=""):
        self.rows.append((work, limit, ours, ratio, peers_said))
        print(f"| {work} | {limit} | {ours} | {ratio} | {peers_said} |", flush=True)

    def start(self):
        self.count = 200 if self.quick else 1000
        print(measured([f"{self.bin}/make_feeds", f"{self.feeds}/f", str(self.count)]).output.strip())
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
        size = sum(os.path.getsize(one) for one in self.files) / 1e6
        raw = lambda: measured([f"{self.bin}/bench_parse", "--raw"] + self.files)
        speed = lambda run: f"{size / run.cpu:,.0f} MB/s"
        for name, more in (("new: complete entries, HTML to text", []), ("known: nothing but identity", ["--known"])):
            pair = Pair(lambda more=more: measured([f"{self.bin}/bench_parse"] + more + self.files), raw, self.times)
            said = self.parse_peers(speed, size) if not more else ""
            self.row(f"parse {len(self.files)} feeds, {size:,.0f} MB, {name}", speed(pair.limit) + " pugixml + walk", speed(pair.ours),
                     f"{pair.cpu_ratio:.1f}", said)

    def parse_peers(self, speed, size):
        if not self.with_peers:
            return ""
        some = self.files[:100]
        share = sum(os.path.getsize(one) for one in some) / 1e6 / size
        said = []
        for name, run in (("sfeed", peers.parse_with_sfeed(some)), ("feedparser", peers.parse_with_feedparser(some))):
            if run:
                run.cpu /= share
                said.append(f"{name} {speed(run)}")
        return ", ".join(said)

    def collect(self):
        for count in (self.count // 10, self.count):
            file, lines = self.list_of(count, self.nginx.fast)
            self.collect_pair(f"collect {count:,} new sources into the store", count, file, [], ["--walk"], fresh=True)
            self.collect_pair(f"collect {count:,} sources again, all 304", count, file, [], ["--unchanged", DATE], fresh=False)
        if self.with_peers:
            self.collect_peers(lines[: 100 if self.quick else 300])

    def latency(self):
        if not self.nginx.has_latency:
            return
        file, _ = self.list_of(self.count, self.nginx.slow)
        more = ["--concurrency", "256"]
        self.collect_pair(f"{self.count:,} new sources, each after 100 ms, 256 at a time", self.count, file, more, ["--walk"] + more,
                          fresh=True, wall=True)
        self.collect_pair(f"the same again, all 304", self.count, file, more, ["--unchanged", DATE] + more, fresh=False, wall=True)

    def many_sources(self):
        for count in (self.many // 10, self.many):
            file, _ = self.list_of(count, self.nginx.fast, "s", 100)
            self.collect_pair(f"collect {count:,} sources, all 304, a host each", count, file, [], ["--unchanged", DATE], fresh=False,
                              times=3 if count <= 10_000 else 1)

    def collect_pair(self, work, count, file, ours_more, limit_more, fresh, wall=False, times=None):
        database = f"{self.work}/collect-{count}.db"
        ours = [f"{self.bin}/bench_collect", file, database] + ours_more

        def collect():
            if fresh:
                self.remove(database)
            return measured(ours)

        if not fresh and not os.path.exists(database):
            measured(ours)
        pair = Pair(collect, lambda: measured([f"{self.bin}/limit_fetch", file] + limit_more), times or self.times)
        if pair.ours.status != 0 or pair.limit.status != 0:
            self.row(work + ": FAILED", pair.limit.output.strip(), pair.ours.output.strip())
            return
        tell = lambda run: f"{run.wall:.2f} s, {run.cpu:.2f} s cpu, {count / run.cpu:,.0f} a cpu second, {run.peak:.0f} MiB"
        ratio = f"{pair.cpu_ratio:.1f} cpu, {pair.wall_ratio:.1f} wall" if wall else f"{pair.cpu_ratio:.1f}"
        self.row(work, tell(pair.limit), tell(pair.ours), ratio)

    def collect_peers(self, lines):
        for peer in peers.collectors(f"{self.work}/peers", lines, 16):
            first, second = peer.run(), peer.run()
            tell = lambda run: f"{run.wall:.1f} s, {run.cpu:.1f} s cpu, {len(lines) / run.cpu:,.0f} a cpu second, {run.peak:.0f} MiB"
            self.row(f"{peer.name}, {len(lines)} sources: new", peers_said=tell(first))
            self.row(f"{peer.name}, {len(lines)} sources: again", peers_said=tell(second))

    def remove(self, database):
        for one in glob.glob(database + "*"):
            os.remove(one)

    def store(self):
        for rows in (3_500, 35_000) if self.quick else (3_500, 35_000, 350_000):
            limit = lambda rows=rows: measured([f"{self.bin}/limit_store", f"{self.work}/limit.db", str(rows)])
            runs = [limit() for _ in range(3)]
            cpu = sorted(one.cpu for one in runs)[1]
            self.row(f"bare SQLite, {rows:,} rows", f"{rows / cpu:,.0f} rows a cpu second")

    def stages(self):
        data = self.stages_from_file()
        for one in data["benchmarks"]:
            if one.get("run_type") == "aggregate":
                continue
            seconds = one["cpu_time"] * {"ns": 1e-9, "us": 1e-6, "ms": 1e-3}[one["time_unit"]]
            rate = f"{one['bytes_per_second'] / 1e6:,.0f} MB/s" if "bytes_per_second" in one else f"{one['items_per_second']:,.0f} items/s"
            self.row(one["name"].replace("_", " "), ours=f"{rate} ({seconds * 1e3:,.3f} ms)")

    def stages_from_file(self):
        file = f"{self.work}/stages.json"
        subprocess.run([f"{self.bin}/stages_bench", f"--benchmark_out={file}", f"--benchmark_min_time={0.05 if self.quick else 0.5}"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with open(file) as out:
            return json.load(out)


def describe_machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, load {load:.1f} before the run, {datetime.date.today()}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--only", action="append")
    parser.add_argument("--times", type=int)
    arguments = parser.parse_args()
    bench = Bench(arguments)
    print(describe_machine() + "\n")
    parts = {"parse": bench.parse, "collect": bench.collect, "latency": bench.latency, "many": bench.many_sources, "store": bench.store,
             "bell": lambda: bell_rows(bench), "stages": bench.stages}
    try:
        bench.start()
        print("\n| work | limit | ours | ours / limit, cpu | peers |\n|---|---|---|---|---|")
        for name, part in parts.items():
            if not arguments.only or name in arguments.only:
                part()
    finally:
        bench.stop()


if __name__ == "__main__":
    main()
