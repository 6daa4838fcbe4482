#!/usr/bin/env python3
"""What an administrator lives with: the lines of a healthy window in the journal, and hooks that are told and harm nothing."""
import signal, socket

from harness import *

FEED = '''<rss version="2.0"><channel><title>Pier</title><link>https://pier.example/</link><item><guid>1</guid>
<title>The ferry "Aurora" sails again</title><link>https://pier.example/1</link><pubDate>%s</pubDate></item></channel></rss>'''
LINES_A_WINDOW = 5
PAIR = r'[a-z_]+=(?:"(?:[^"\\]|\\.)*"|[^ "]*)'


def configured(folder, more=''):
    feed, config = folder / 'feed.xml', folder / 'c.toml'
    feed.write_text(FEED % time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(time.time() - 180)))
    config.write_text('timezone = "UTC"\nlanguage = "en"\nwindow = "1m"\nbackfill = "max_age"\nmetrics_file = "%s/m.prom"\n'
                      '[[digest]]\nname = "d"\nfile = "%%Y.%%m.%%d.%%H.%%M.md"\n[[source]]\nname = "Pier"\nurl = "file://%s"\n%s'
                      % (folder, feed, more))
    return config


def start(folder, config):
    """The daemon with its standard error where systemd would have put the journal."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(folder / 'notify'))
    listener.settimeout(60)
    log = open(folder / 'log', 'w')
    place = os.fstat(log.fileno())
    daemon = subprocess.Popen([str(BINARY), '--config', str(config), '--state', str(folder / 'state'), 'run'], stderr=log,
                              env={**os.environ, 'NOTIFY_SOCKET': str(folder / 'notify'),
                                   'JOURNAL_STREAM': '%d:%d' % (place.st_dev, place.st_ino)})
    said = ''
    while 'next bell at' not in said:
        said += listener.recv(4096).decode() + '\n'
    return daemon


def test_a_healthy_window_is_a_few_lines_of_the_journal(folder):
    config = configured(folder)
    daemon = start(folder, config)
    config.write_text('nonsense = "\n')
    daemon.send_signal(signal.SIGHUP)
    wait_until(lambda: 'event=reload_refused' in (folder / 'log').read_text(), 20, 'the refusal')
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=10) == 0
    lines = (folder / 'log').read_text().splitlines()
    for line in lines:
        assert re.fullmatch(r'<[3467]>event=[a-z_]+(?: %s)*' % PAIR, line), line
    healthy = [line for line in lines if 'reload' not in line and 'event=started' not in line and 'event=stopped' not in line]
    assert 1 <= len(healthy) <= LINES_A_WINDOW, healthy
    assert all(line.startswith('<6>') for line in healthy), healthy
    assert any('event=digest' in line and 'items=1' in line for line in healthy), healthy
    assert all(line.startswith('<3>') for line in lines if 'reload_refused' in line), lines


def test_hooks_are_told_and_harm_nothing(folder):
    out = folder / 'told'
    config = configured(folder, '''
[[on_digest]]
command = ["sh", "-c", "echo no mailbox >&2; exit 7"]
[[on_digest]]
command = ["sh", "-c", "cat \\"$EIGHTBELLS_FILE\\" > %s; echo $EIGHTBELLS_DIGEST $EIGHTBELLS_ITEMS >> %s"]
[[on_digest]]
command = ["sleep", "1000"]
timeout = "1s"
[[on_digest]]
webhook = "http://127.0.0.1:1/nobody"
timeout = "1s"
''' % (out, out))
    daemon = start(folder, config)
    log = lambda: (folder / 'log').read_text()
    digest = next((folder / 'state' / 'digests').glob('2*.md')).read_text()
    assert 'Aurora' in digest, digest
    wait_until(lambda: 'hook=sleep' in log() and 'hook=sh' in log() and 'event=hook_done' in log(), 30, 'the hooks')
    daemon.send_signal(signal.SIGTERM)
    begin = time.monotonic()
    assert daemon.wait(timeout=10) == 0
    assert time.monotonic() - begin < 6
    assert out.read_text() == digest + 'd 1\n', out.read_text()
    assert re.search(r'event=hook_failed hook=sh .*ended with status 7: no mailbox', log()), log()
    assert re.search(r'event=hook_failed hook=sleep .*did not end within 1 s', log()), log()
    assert re.search(r'event=hook_(failed|dropped) hook=127.0.0.1 ', log()), log()


def test_a_bell_struck_by_hand_tells_the_hooks_too(folder):
    config = configured(folder, '[[on_digest]]\ncommand = ["sh", "-c", "echo $EIGHTBELLS_FILE > %s/told; exit 1"]\n' % folder)
    once = eightbells('--config', config, '--state', folder / 'state', 'once')
    assert (folder / 'told').read_text() == once.out, once.out
    assert 'event=hook_failed' in once.err, once.err


run(globals())
