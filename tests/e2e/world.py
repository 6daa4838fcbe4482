"""An invented world of news for the end-to-end tests: sources that say something every hour, as they stood at any moment.

Every entry has words of its own, so that no two are folded into one story, and a link that names it."""
import datetime, email.utils, random

WHO = 'harbour lighthouse orchard foundry theatre library observatory quarry bakery brewery museum ferry tannery shipyard mill vineyard'.split()
DID = 'opens repairs sells paints floods moves honours measures rebuilds lends closes insures photographs auctions dredges rewires'.split()
WHAT = 'bridge telescope archive turbine staircase organ greenhouse crane tunnel weathervane cellar signal roof clock fountain pier'.split()
WHERE = 'Aldermere Brackwater Cindervale Dunmarrow Eastholm Farrowick Gullhaven Hestleigh Inverdale Kelsing Larkrise Mossgate'.split()


class World:
    """`sources` feeds with an entry every `every` of a span that ends at `end`."""
    def __init__(self, sources, begin, end, every, seed=1):
        chance = random.Random(seed)
        self.feeds, serial = {}, 0
        for n in range(sources):
            at, entries = begin + every * chance.random(), []
            while at < end:
                serial += 1
                words = [chance.choice(WHO), chance.choice(DID), chance.choice(WHAT), chance.choice(WHERE), 'ref%04d' % serial]
                entries.append((at, serial, '%s %s %s in %s, says %s' % (words[0].capitalize(), *words[1:])))
                at += every * (0.5 + chance.random())
            self.feeds['source%02d.xml' % n] = entries

    def write(self, folder, at):
        """The feeds as they stood at `at`, into files."""
        for name, entries in self.feeds.items():
            seen = [e for e in entries if e[0] <= at][-30:][::-1]
            (folder / name).write_text('<rss version="2.0"><channel><title>%s</title><link>https://%s.example/</link>\n%s</channel></rss>\n' % (
                name[:-4], name[:-4], '\n'.join(
                    '<item><guid isPermaLink="false">%d</guid><title>%s</title><link>%s</link><pubDate>%s</pubDate><description>%s.</description></item>' % (
                        serial, title, self.link(serial), email.utils.format_datetime(when, usegmt=True), title + ' after a long day')
                    for when, serial, title in seen)))

    def link(self, serial):
        return 'https://world.example/%d' % serial

    def links_between(self, begin, end):
        return {self.link(serial) for entries in self.feeds.values() for when, serial, _ in entries if begin <= when < end}

    def toml(self, base):
        return ''.join('[[source]]\nname = "%s"\nurl = "%s/%s"\n' % (name[:-4], base, name) for name in self.feeds)


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.timezone.utc)


def text_of(at):
    return at.strftime('%Y-%m-%dT%H:%M:%SZ')
