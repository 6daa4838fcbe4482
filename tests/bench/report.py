"""The results as tables in Markdown, and their place in docs/performance.md."""
import re

HEAD = "| work | target | limit | ours | ours / limit | peers |\n|---|---|---|---|---|---|"
GROWTH_HEAD = "| work | from | to | cost of one piece |\n|---|---|---|---|"
STAGES_HEAD = "| stage | speed | time |\n|---|---|---|"


class Report:
    def __init__(self):
        self.rows, self.stages, self.costs = [], [], {}

    def row(self, work, target="", limit="", ours="", ratio="", peers=""):
        self.rows.append((work, target, limit, ours, ratio, peers))
        print(line(self.rows[-1]), flush=True)

    def stage(self, name, speed, time):
        self.stages.append((name, speed, time))

    def cost(self, work, size, seconds):
        """What `size` pieces of `work` took: growth is told from these."""
        self.costs.setdefault(work, {})[size] = seconds / size

    def growth(self):
        out = []
        for work, costs in self.costs.items():
            sizes = sorted(costs)
            for small, large in zip(sizes, sizes[1:]):
                change = (costs[large] / costs[small] - 1) * 100
                out.append((work, f"{small:,}", f"{large:,}", f"{change:+.0f} %" if abs(change) <= 25 else f"**{change:+.0f} %**"))
        return out

    def sections(self, machine):
        return {"machine": machine, "work": table(HEAD, self.rows), "growth": table(GROWTH_HEAD, self.growth()),
                "stages": table(STAGES_HEAD, self.stages)}


def line(cells):
    return "| " + " | ".join(cells) + " |"


def table(head, rows):
    return "\n".join([head] + [line(one) for one in rows]) if rows else ""


def write(file, sections):
    """Puts each section between its marks in `file`; an empty one (its part did not run) leaves what stands there."""
    with open(file, encoding="utf-8") as before:
        text = before.read()
    for name, content in sections.items():
        marked = re.compile(rf"(<!-- bench: {name} -->\n).*?(\n<!-- end -->)", re.S)
        if content and not marked.search(text):
            raise SystemExit(f"{file} has no place for the table '{name}'")
        if content:
            text = marked.sub(lambda found: found.group(1) + content + found.group(2), text, count=1)
    with open(file, "w", encoding="utf-8") as after:
        after.write(text)
