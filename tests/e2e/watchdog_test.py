#!/usr/bin/env python3
"""The watchdog and the reload, with a stand-in for systemd that speaks its protocol: it hears pings, and restarts what falls silent."""
import fcntl, signal

from daemon_process import Daemon
from gate import Gate
from harness import *

SECONDS = 2  # of WatchdogSec: a ping each second
FEED = '<rss version="2.0"><channel><title>%s</title><item><guid>%s</guid><title>%s</title><link>https://pier.example/%s</link><pubDate>%s</pubDate></item></channel></rss>'


def feed(file, name, words):
    file.write_text(FEED % (name, name, words, name, time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(time.time() - 70))))


def configured(folder, *names):
    config = folder / 'c.toml'
    config.write_text('timezone = "UTC"\nlanguage = "en"\nwindow = "1m"\nbackfill = "max_age"\n[[digest]]\nname = "d"\n'
                      'file = "%Y.%m.%d.%H.%M.md"\n' + ''.join('[[source]]\nname = "%s"\nurl = "file:%s.xml"\n' % (n, n) for n in names))
    return config


def watched(folder, config):
    return Daemon(folder, config, WATCHDOG_USEC=str(SECONDS * 1000000))


def is_silent(daemon, seconds):
    try:
        while True:
            daemon.listen(seconds)
    except TimeoutError:
        return True


def digests(folder):
    return sorted((folder / 'state' / 'digests').glob('2*.md'))


def test_pings_come_while_the_loop_turns_and_stop_with_it(folder):
    feed(folder / 'pier.xml', 'pier', 'The ferry to the island sails again')
    daemon = watched(folder, configured(folder, 'pier'))
    daemon.hear('next bell at')
    for _ in range(3):
        heard = len(daemon.said)
        daemon.hear('WATCHDOG=1', heard)
    daemon.process.send_signal(signal.SIGSTOP)
    is_silent(daemon, 0.2)  # what was on its way
    heard = len(daemon.said)
    assert is_silent(daemon, 2 * SECONDS) and len(daemon.said) == heard, daemon.said[heard:]
    daemon.process.send_signal(signal.SIGCONT)
    heard = len(daemon.said)
    daemon.hear('WATCHDOG=1', heard)
    assert daemon.stop()[0] == 0


def test_a_wedged_daemon_is_restarted_and_writes_what_was_due(folder):
    """Somebody holds the lock for publishing and never lets go: the loop hangs, the pings stop, and systemd does what it does."""
    feed(folder / 'pier.xml', 'pier', 'The ferry to the island sails again')
    config, state, gate = configured(folder, 'pier'), folder / 'state', Gate(folder)
    config.write_text(config.read_text().replace('file:pier', 'http://127.0.0.1:%d/pier' % gate.server_port))
    state.mkdir()
    gate.open.clear()
    with open(state / 'publish.lock', 'w') as held:
        daemon = watched(folder, config)
        gate.asked.acquire(timeout=30)
        fcntl.flock(held, fcntl.LOCK_EX)
        gate.open.set()
        wait_until(lambda: 'event=collected' in (folder / 'log').read_text(), 30, 'the polls')
        assert is_silent(daemon, 2 * SECONDS), daemon.said
        daemon.process.send_signal(signal.SIGABRT)  # WatchdogSignal
        assert daemon.process.wait(timeout=10) == -signal.SIGABRT
        daemon.log.close()
        assert digests(folder) == []
    daemon = watched(folder, config)  # Restart=on-failure
    daemon.hear('items in the last digest')
    assert daemon.stop()[0] == 0
    assert [link for p in digests(folder) for link in links(p.read_text())] == ['https://pier.example/pier']


def test_after_a_reload_removed_sources_stop_and_their_entries_stay(folder):
    feed(folder / 'pier.xml', 'pier', 'The ferry to the island sails again')
    feed(folder / 'quay.xml', 'quay', 'A grain ship runs aground in thick fog')
    config = configured(folder, 'pier', 'quay')
    daemon = Daemon(folder, config)
    daemon.hear('next bell at')
    log = lambda: (folder / 'log').read_text()
    assert 'event=collected sources=2 polled=2' in log(), log()
    configured(folder, 'pier')
    (folder / 'quay.xml').unlink()
    heard = len(daemon.said)
    daemon.process.send_signal(signal.SIGHUP)
    daemon.hear('RELOADING=1', heard)
    daemon.hear('Reloaded', heard)
    wait_until(lambda: 'event=reloaded sources=1' in log(), 10, 'the reload')
    config.write_text(config.read_text() + 'nonsense = 1\n')
    daemon.process.send_signal(signal.SIGHUP)
    daemon.hear('Kept the old configuration', heard)
    configured(folder, 'pier')
    before = len(digests(folder))
    wait_until(lambda: len(digests(folder)) > before, 75, 'the next digest')
    assert daemon.stop()[0] == 0
    collected = [line for line in log().splitlines() if 'event=collected' in line]
    assert 'sources=1 polled=1 failed=0' in collected[-1], collected
    found = eightbells('--config', config, '--state', folder / 'state', 'search', 'grain').out
    assert 'grain ship' in found.replace('\x1b', ''), found


def test_a_reload_while_polls_are_under_way_waits_for_them(folder):
    feed(folder / 'pier.xml', 'pier', 'The ferry to the island sails again')
    config, gate = configured(folder, 'pier'), Gate(folder)
    config.write_text(config.read_text().replace('window = "1m"', 'window = "4h"').replace('file:pier', 'http://127.0.0.1:%d/pier' % gate.server_port))
    gate.open.clear()
    daemon = Daemon(folder, config)
    gate.asked.acquire(timeout=30)
    log = lambda: (folder / 'log').read_text()
    config.write_text(config.read_text().replace('name = "d"', 'name = "d"\ndirectory = "%s/elsewhere"' % folder) +
                      '[[source]]\nname = "quay"\nurl = "file:quay.xml"\n')
    daemon.process.send_signal(signal.SIGHUP)
    daemon.hear('Reloaded')
    time.sleep(0.3)
    assert 'event=reloaded' not in log() and 'event=digest' not in log(), log()
    gate.open.set()
    wait_until(lambda: 'event=reloaded sources=2' in log(), 20, 'the reload')
    assert re.search('event=collected sources=1 .*\n.*event=digest .*\n.*event=reloaded sources=2', log()), log()
    assert len(digests(folder)) == 1 and not (folder / 'elsewhere').exists(), 'the window was begun with the old settings'
    assert daemon.stop()[0] == 0


run(globals())
