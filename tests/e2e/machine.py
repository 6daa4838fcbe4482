"""A daemon with one feed and a clock of its own, which the library faults sets."""
import contextlib, email.utils, sqlite3

from daemon_process import Daemon
from harness import *

FAULTS = pathlib.Path(sys.argv[3]).resolve()
HOUR = 3600
WINDOW = 4 * HOUR


class Machine:
    def __init__(self, folder, top='', more='', **environment):
        self.folder, self.state, self.feed, self.clock = folder, folder / 'state', folder / 'feed.xml', folder / 'clock'
        self.titles = []
        self.set_clock(0)
        self.publish('The ferry to the island sails again')
        config = folder / 'c.toml'
        config.write_text('timezone = "UTC"\nlanguage = "en"\nbackfill = "max_age"\nmax_age = "7d"\n%s\n[[digest]]\nname = "d"\n'
                          '[[source]]\nname = "Pier"\nurl = "file://%s"\n%s' % (top, self.feed, more))
        self.daemon = Daemon(folder, config, LD_PRELOAD=str(FAULTS), ASAN_OPTIONS='verify_asan_link_order=0', FAULTS_CLOCK=str(self.clock), **environment)

    def set_clock(self, ahead):
        self.ahead = ahead
        part = self.clock.with_suffix('.part')
        part.write_text('%d\n' % ahead)
        part.rename(self.clock)

    def now(self):
        return time.time() + self.ahead

    def publish(self, title):
        self.titles.append((title, email.utils.formatdate(self.now(), usegmt=True)))
        items = ''.join('<item><guid>%d</guid><title>%s</title><link>https://pier.example/%d</link><pubDate>%s</pubDate></item>' % (n, t, n, at)
                        for n, (t, at) in enumerate(self.titles, 1))
        part = self.feed.with_suffix('.part')
        part.write_text('<rss version="2.0"><channel><title>Pier</title><link>https://pier.example/</link>%s</channel></rss>' % items)
        part.rename(self.feed)

    def ledger(self):
        """The windows that are written, as seconds [begin, end), in order; none twice, no gap, none half-done."""
        with contextlib.closing(sqlite3.connect('file:%s?mode=ro' % (self.state / 'eightbells.db'), uri=True)) as db:
            rows = db.execute('SELECT window_begin / 1000, window_end / 1000, state FROM ledger ORDER BY window_end').fetchall()
        assert all(before[1] == after[0] for before, after in zip(rows, rows[1:])), rows
        return [(begin, end) for begin, end, state in rows if state == 'written']

    def is_written_until_now(self):
        self.daemon.keep_listening()
        rows = self.ledger()
        return rows and rows[-1][1] == self.now() // WINDOW * WINDOW

    def told(self):
        return [link for path in sorted((self.state / 'digests').glob('2*.md')) for link in links(path.read_text())]

    def log(self):
        return (self.folder / 'log').read_text()


def wait_for_the_middle_of_a_window():
    """The test takes seconds: no window may close in them but those it closes itself."""
    left = WINDOW - time.time() % WINDOW
    if left < 120:
        time.sleep(left + 1)
