#!/usr/bin/env python3
"""What an administrator lives with: the lines of a window in the journal, metrics, and hooks that are told and harm nothing.
operations_test.py BINARY SOURCE FAULTS_LIBRARY"""
import contextlib, shutil, signal, socket, sqlite3

from harness import *
from machine import WINDOW, Machine, wait_for_the_middle_of_a_window

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


def metrics(file):
    """The samples; the strict reader of the format is in metrics_test.cc, and Prometheus's own where it is there."""
    text = file.read_text()
    if shutil.which('promtool'):
        checked = subprocess.run(['promtool', 'check', 'metrics'], input=text, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
    return {name: float(value) for name, value in (line.rsplit(' ', 1) for line in text.splitlines() if not line.startswith('#'))}


def lines_of_windows(machine, count, between):
    """The log of each of so many windows, each closed by the clock; `between(n)` comes before the nth, from 1."""
    lines, seen = [], len(machine.log().splitlines())
    for n in range(1, count + 1):
        machine.publish('Pilot boat %d guides a tall ship home' % n)
        between(n)
        machine.set_clock(n * WINDOW)
        wait_until(machine.is_written_until_now, 30, 'the digest of window %d' % n)
        wait_until(lambda: (machine.daemon.keep_listening(), 'next bell at' in machine.daemon.said[-1])[1], 10, 'its rest')
        lines.append(machine.log().splitlines()[seen:])
        seen += len(lines[-1])
    return lines


def test_a_source_that_fails_for_days_is_one_line_and_its_end_another(folder):
    wait_for_the_middle_of_a_window()
    gone, prom, count = folder / 'gone.xml', folder / 'm.prom', 16
    machine = Machine(folder, 'metrics_file = "%s"' % prom, '[[source]]\nname = "Gone"\nurl = "file://%s"\n' % gone)
    machine.daemon.hear('next bell at')
    windows = lines_of_windows(machine, count, lambda n: n == 8 and gone.write_text(machine.feed.read_text().replace('Pier', 'Gone')))
    log = machine.log()
    assert machine.daemon.stop()[0] == 0
    assert len(re.findall('event=source_failed text="Gone: ', log)) == 1, log
    assert len(re.findall(r'event=source_recovered after_s=\d+ text="Gone: ', log)) == 1, log
    healthy = [[line for line in window if 'event=source_recovered' not in line] for window in windows]
    assert all(1 <= len(window) <= LINES_A_WINDOW for window in healthy), healthy
    assert all(' info ' in line for window in healthy for line in window), healthy
    found = metrics(prom)
    assert found['eightbells_digests_total'] == len(machine.ledger()) == count + 1, found
    assert found['eightbells_items_total'] == len(machine.told()), found
    assert found['eightbells_digests_late_total'] == 0 and found['eightbells_last_bell_seconds'] >= machine.now() - 60, found
    assert found['eightbells_poll_duration_seconds_count'] == found['eightbells_polls_total'] > count + 1, found
    assert 1 <= found['eightbells_polls_failed_total'] < count, found
    assert sum(value for name, value in found.items() if name.startswith('eightbells_sources{')) == 2, found
    assert sum(value for name, value in found.items() if name.startswith('eightbells_entries{')) == found['eightbells_new_entries_total'], found
    print('%d windows: at most %d lines; %d polls, %d of them failed' % (count, max(map(len, healthy)), found['eightbells_polls_total'],
                                                                   found['eightbells_polls_failed_total']))


def test_polls_between_bells_and_bells_struck_by_hand_count_together(folder):
    wait_for_the_middle_of_a_window()
    prom = folder / 'm.prom'
    machine = Machine(folder, 'metrics_file = "%s"' % prom, 'every = "10m"\n')
    machine.daemon.hear('next bell at')
    bell = metrics(prom)['eightbells_last_bell_seconds']
    machine.set_clock(11 * 60)
    wait_until(lambda: metrics(prom)['eightbells_polls_total'] == 2, 20, 'the poll between two bells')
    found = metrics(prom)
    assert found['eightbells_last_bell_seconds'] == bell and found['eightbells_digests_total'] == 1, found
    assert machine.daemon.stop()[0] == 0
    at = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 2 * WINDOW))
    once = eightbells('--config', folder / 'c.toml', '--state', machine.state, 'once', '--at', at)
    after = metrics(prom)
    assert after['eightbells_digests_total'] == 1 + len(once.paths()) == 3 and after['eightbells_digests_late_total'] == 1, after
    assert after['eightbells_polls_total'] == 3 and after['eightbells_items_total'] == len(machine.told()), after


def test_a_database_that_another_program_holds_is_waited_for(folder):
    """An administrator's sqlite3 with an open transaction: the watchdog is fed, the trouble said once, and then the window written."""
    wait_for_the_middle_of_a_window()
    machine = Machine(folder, WATCHDOG_USEC=str(4 * 1000000))
    machine.daemon.hear('next bell at')
    with contextlib.closing(sqlite3.connect(machine.state / 'eightbells.db', isolation_level=None)) as theirs:
        theirs.execute('BEGIN IMMEDIATE')
        machine.publish('A grain ship runs aground in fog')
        machine.set_clock(WINDOW)
        wait_until(lambda: (machine.daemon.keep_listening(), 'is in use by another program' in machine.log())[1], 40, 'the word of it')
        heard = len(machine.daemon.said)
        machine.daemon.hear('WATCHDOG=1', heard)
        theirs.execute('ROLLBACK')
    wait_until(machine.is_written_until_now, 30, 'the digest')
    assert machine.daemon.stop()[0] == 0
    assert machine.log().count('event=failed') == 1 and 'event=recovered' in machine.log(), machine.log()
    assert len(machine.told()) == len(set(machine.told())) == 2, machine.told()


def test_what_a_model_costs_adds_up(folder):
    config = configured(folder)
    with Server(SOURCE / 'tests' / 'e2e' / 'model_server.py', '0') as model:
        config.write_text(config.read_text() + '[editor]\nendpoint = "%s/v1"\nmodel = "echo"\n' % model.url)
        eightbells('--config', config, '--state', folder / 'state', 'once')
        found = metrics(folder / 'm.prom')
        requests = len(model.log())
        assert found['eightbells_editor_requests_total'] == requests >= 1, (found, requests)
        assert found['eightbells_editor_tokens_total'] == found['eightbells_editor_tokens'] > 0, found


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
