"""The peers, as people use them: sfeed (with conditional requests added by the override its manual shows), newsboat, feedparser."""
import os
import shutil
import sys

from measure import measured

SFEED = """
sfeedpath="{home}/feeds"
maxjobs={jobs}
fetch() {{
  curl -s -L --compressed --max-redirs 0 --etag-save "{home}/etag/$1" --etag-compare "{home}/etag/$1" -m 30 "$2" 2>/dev/null
}}
feeds() {{
{feeds}
}}
"""
FEEDPARSER = "import feedparser, sys\nfor name in sys.argv[1:]: feedparser.parse(open(name, 'rb').read())"


def has_feedparser():
    return os.path.exists("/usr/lib/python3/dist-packages/feedparser")


def parse_with_sfeed(files):
    return measured(["/bin/sh", "-c", 'for one; do sfeed < "$one" > /dev/null; done', "sfeed"] + files) if shutil.which("sfeed") else None


def parse_with_feedparser(files):
    return measured(["/usr/bin/python3", "-c", FEEDPARSER] + files) if has_feedparser() else None


class SfeedUpdate:
    name = "sfeed"

    def __init__(self, home, addresses, jobs):
        os.makedirs(f"{home}/feeds")
        os.makedirs(f"{home}/etag")
        feeds = "\n".join(f'  feed "f{n}" "{address}"' for n, address in enumerate(addresses))
        self.file = f"{home}/sfeedrc"
        with open(self.file, "w") as out:
            out.write(SFEED.format(home=home, jobs=jobs, feeds=feeds))

    def run(self):
        return measured(["sfeed_update", self.file])


class Newsboat:
    name = "newsboat"

    def __init__(self, home, addresses, jobs):
        os.makedirs(home)
        self.home = home
        with open(f"{home}/urls", "w") as out:
            out.write("\n".join(addresses) + "\n")
        with open(f"{home}/config", "w") as out:
            out.write(f"reload-threads {jobs}\n")

    def run(self):
        home = self.home
        return measured(["newsboat", "-u", f"{home}/urls", "-C", f"{home}/config", "-c", f"{home}/cache.db", "-x", "reload"],
                        env={**os.environ, "HOME": home, "TERM": "dumb"})


def collectors(home, addresses, jobs):
    """A fresh instance of every collecting peer that is installed."""
    out = []
    if shutil.which("sfeed_update"):
        out.append(SfeedUpdate(f"{home}/sfeed", addresses, jobs))
    if shutil.which("newsboat"):
        out.append(Newsboat(f"{home}/newsboat", addresses, jobs))
    return out


if __name__ == "__main__":
    sys.exit("a part of script/bench")
