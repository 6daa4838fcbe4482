#!/usr/bin/env python3
"""`eightbells run` as systemd would start it: readiness, a digest when a window closes, a clean stop, and going on afterwards."""
import shutil, signal

from daemon_process import Daemon
from gate import Gate
from harness import *

FEED = '''<rss version="2.0"><channel><title>Pier</title><link>https://pier.example/</link>
%s</channel></rss>'''
ITEM = '<item><guid>%d</guid><title>%s</title><link>https://pier.example/%d</link><pubDate>%s</pubDate><description>%s</description></item>'


def feed_of(*titles):
    now = time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime())
    return FEED % ''.join(ITEM % (n, t, n, now, t + ', says the harbour master.') for n, t in enumerate(titles, 1))


def test_a_digest_a_minute(folder):
    feed, config = folder / 'feed.xml', folder / 'c.toml'
    feed.write_text(feed_of('The ferry to the island sails again'))
    config.write_text('timezone = "UTC"\nlanguage = "en"\nwindow = "1m"\nbackfill = "max_age"\n'
                      '[[digest]]\nname = "d"\nfile = "%%Y.%%m.%%d.%%H.%%M.md"\n[[source]]\nname = "Pier"\nurl = "file://%s"\n' % feed)
    digests = folder / 'state' / 'digests'
    written = lambda: sorted(p for p in digests.glob('2*.md')) if digests.exists() else []

    daemon = Daemon(folder, config)
    daemon.hear('READY=1')
    wait_until(lambda: written(), 20, 'the digest of the window that had closed before the start')
    count = len(written())
    feed.write_text(feed_of('The ferry to the island sails again', 'A grain ship runs aground in fog'))
    wait_until(lambda: len(written()) > count, 75, 'a digest when the window closes')
    daemon.hear('next bell at')
    status, seconds = daemon.stop()
    assert status == 0, status
    assert seconds < 5, seconds

    texts = [p.read_text() for p in written()]
    everything = [link for text in texts for link in links(text)]
    assert sorted(everything) == ['https://pier.example/1', 'https://pier.example/2'], everything

    log = (folder / 'log').read_text()
    assert 'event=started' in log and 'event=digest' in log and 'event=stopped' in log, log
    before = written()
    daemon = Daemon(folder, config)
    daemon.hear('READY=1')
    second = subprocess.run([str(BINARY), '--config', str(config), '--state', str(folder / 'state'), 'run'],
                            capture_output=True, text=True, timeout=20)
    assert second.returncode == 1 and 'already' in second.stderr, second
    daemon.hear('next bell at')
    config.write_text('nonsense = true\n')
    daemon.process.send_signal(signal.SIGHUP)
    wait_until(lambda: 'event=reload_refused' in (folder / 'log').read_text(), 10, 'the refusal of a wrong configuration')
    status, _ = daemon.stop()
    assert status == 0
    assert written()[:len(before)] == before
    assert [p.read_text() for p in before] == texts, 'an old digest changed'


def test_a_window_is_collecting_then_written_and_a_kill_in_between_loses_nothing(folder):
    feed, config, state, gate = folder / 'feed.xml', folder / 'c.toml', folder / 'state', Gate(folder)
    feed.write_text(feed_of('The ferry to the island sails again'))
    config.write_text('timezone = "UTC"\nlanguage = "en"\nbackfill = "max_age"\n[[digest]]\nname = "d"\n'
                      '[[source]]\nname = "Pier"\nurl = "http://127.0.0.1:%d/feed.xml"\n' % gate.server_port)
    status = lambda: json.loads(eightbells('--config', config, '--state', state, 'status', '--json').out)['windows']
    gate.open.clear()
    for kill in (True, False):
        daemon = Daemon(folder, config)
        gate.asked.acquire(timeout=30)
        begun = status()
        assert [w['state'] for w in begun] == ['collecting'] and begun[0]['files'] == [] and begun[0]['written'] is None, begun
        assert 'collecting' in eightbells('--config', config, '--state', state, 'status').out
        if kill:
            daemon.process.kill()
            daemon.process.wait()
    assert status() == begun
    gate.open.set()
    daemon.hear('items in the last digest')
    written = status()
    assert [w['state'] for w in written] == ['written'], written
    assert (written[0]['begin'], written[0]['end']) == (begun[0]['begin'], begun[0]['end'])
    assert daemon.stop()[0] == 0


run(globals())
