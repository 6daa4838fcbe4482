#!/usr/bin/env python3
"""A network that fails in every way it can: digests come in their time, say what failed, and lose nothing that comes back."""
import datetime, resource, shutil, socket

from daemon_process import Daemon
from fault_server import KINDS
from gate import Gate
from harness import *
from world import World, text_of, utc

HERE = SOURCE / 'tests' / 'e2e'
BASE = 'timezone = "UTC"\nlanguage = "en"\n[collect]\nper_host = 64\ngap = "0s"\n%s\n[[digest]]\nname = "d"\nmax_items = 100\nper_source = 0\nper_author = 0\n'


def source(name, url):
    return '[[source]]\nname = "%s"\nurl = "%s"\n' % (name, url)


def status_of(config, state):
    status = json.loads(eightbells('--config', config, '--state', state, 'status', '--json').out)
    return {s['name']: s for s in status['sources']}, status['windows']


def free_port():
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        return taken.getsockname()[1]


def test_every_fault_at_once(folder):
    with Server(HERE / 'fault_server.py') as server:
        config, state = folder / 'c.toml', folder / 'state'
        faults = {kind: '%s/%s' % (server.url, kind) for kind in KINDS}
        faults['dns'] = 'http://name-that-nobody-has.invalid/feed'
        faults['tls'] = server.url.replace('http:', 'https:') + '/good/1'
        faults['closed'] = 'http://127.0.0.1:%d/feed' % free_port()
        config.write_text(BASE % 'timeout = "10s"\ndeadline = "12s"\nmax_bytes = "2MiB"' +
                          ''.join(source('good %d' % n, '%s/good/%d' % (server.url, n)) for n in range(5)) +
                          ''.join(source(name, url) for name, url in faults.items()))
        now = datetime.datetime.now(datetime.timezone.utc)
        bell = now + datetime.timedelta(hours=4)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        written = eightbells('--config', config, '--state', state, 'once', '--at', text_of(bell), expect=(3,)).paths()
        seconds = time.monotonic() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        assert len(written) == 1, written
        text = written[0].read_text()
        sources, windows = status_of(config, state)
        assert windows[0]['state'] == 'written'
        told = {name for name in sources if sources[name]['health'] == 'healthy' or sources[name]['entries']}
        assert {'good %d' % n for n in range(5)} <= told, [s for n, s in sources.items() if n.startswith('good')]
        assert sorted(links(text)) == ['https://good.example/%d' % n for n in range(5)], text
        quiet = [name for name in faults if sources[name]['health'] in ('healthy', 'unknown') and not sources[name]['last_error']]
        assert quiet == [], quiet
        assert all(sources[name]['words'] for name in faults)
        assert text.rstrip().splitlines()[-1].startswith('> '), 'the digest says that sources failed'
        assert seconds < 60, seconds
        print('%d faults at once: %.1f s, a deadline of 12 s; peak of all children so far %d MiB' % (len(faults), seconds, peak // 1024))
        assert before.ru_maxrss <= peak


def test_no_network_for_a_day_and_then_again(folder):
    """Six bells with nobody there; then everything of that day is told in one digest, and nothing twice."""
    begin, hour, port = utc(2026, 1, 6), datetime.timedelta(hours=1), free_port()
    world, feeds, config, state = World(6, begin, begin + 28 * hour, 5 * hour), folder / 'feeds', folder / 'c.toml', folder / 'state'
    feeds.mkdir()
    bells = [begin + 4 * n * hour for n in range(0, 8)]
    command = lambda at, expect: eightbells('--config', config, '--state', state, 'once', '--at', text_of(at), expect=expect).paths()
    told = []
    with Server(HERE / 'feed_server.py', feeds, port) as server:
        config.write_text(BASE % '' + world.toml(server.url))
        for at in bells[:1]:
            world.write(feeds, at)
            command(at, (0,))
    for at in bells[1:7]:  # the server is gone
        written = command(at, (3,))
        assert len(written) == 1 and written[0].name == at.strftime('%Y.%m.%d.%H.md'), written
        text = written[0].read_text()
        assert links(text) == [] and '6' in text.rstrip().splitlines()[-1], text
    sources, _ = status_of(config, state)
    assert all(s['last_error'] and s['failures'] >= 1 for s in sources.values()), sources
    with Server(HERE / 'feed_server.py', feeds, port) as server:
        config.write_text(BASE % '' + world.toml(server.url))
        world.write(feeds, bells[7])
        for at in (bells[7], bells[7] + 4 * hour):
            told += links(command(at, (0, 3))[0].read_text())
    assert len(told) == len(set(told))
    missing = world.links_between(begin, bells[7]) - set(told)
    assert not missing, missing


def test_one_slow_host_holds_up_nobody(folder):
    with Server(HERE / 'fault_server.py') as server:
        config, state = folder / 'c.toml', folder / 'state'
        config.write_text('window = "1m"\n' + BASE.replace('per_host = 64', 'per_host = 1') % 'timeout = "60s"\ndeadline = "8s"\nhosts = {localhost = 1}' +
                          'file = "%Y.%m.%d.%H.%M.md"\n' +
                          ''.join(source('slow %d' % n, '%s/slow?%d' % (server.url.replace('127.0.0.1', 'localhost'), n)) for n in range(8)) +
                          ''.join(source('good %d' % n, '%s/good/%d' % (server.url, n)) for n in range(20)))
        began = time.monotonic()
        result = eightbells('--config', config, '--state', state, 'once', expect=(3,))
        seconds = time.monotonic() - began
        assert len(result.paths()) == 1
        sources, _ = status_of(config, state)
        assert all(sources['good %d' % n]['entries'] == 1 for n in range(20)), sources
        assert 'no answer before collecting had to end' in result.err, result.err
        assert seconds < 40, seconds
        print('one slow host of two: %.1f s, a deadline of 8 s' % seconds)


SILENT_DNS = """import socket, subprocess, sys
taken = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
for n, one in enumerate(taken):
    one.bind(('127.0.0.%d' % (2 + n), 53))
subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
subprocess.run(['mount', '--bind', sys.argv[1], '/etc/resolv.conf'], check=True)
sys.exit(subprocess.run(sys.argv[2:]).returncode)
"""


def test_name_servers_that_never_answer(folder):
    """A machine whose network went away between two bells: every name hangs, in a network of its own made for it."""
    if os.geteuid() != 0 or not shutil.which('ip') or subprocess.run(['unshare', '--net', '--mount', 'true'], capture_output=True).returncode:
        return print('not tried: a network of its own needs root')
    servers, config, state = folder / 'resolv.conf', folder / 'c.toml', folder / 'state'
    servers.write_text('nameserver 127.0.0.2\nnameserver 127.0.0.3\n')
    (folder / 'pier.xml').write_text(feed('pier', 'The ferry to the island sails again'))
    config.write_text('backfill = "max_age"\n' + BASE % 'timeout = "60s"\ndeadline = "4s"' + source('pier', 'file://%s' % (folder / 'pier.xml')) +
                      ''.join(source('far %d' % n, 'https://host%d.example.org/feed' % n) for n in range(60)))
    began = time.monotonic()
    at = text_of(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=4))
    process = subprocess.run(['unshare', '--net', '--mount', sys.executable, '-c', SILENT_DNS, str(servers), str(BINARY), '--config', str(config),
                              '--state', str(state), 'once', '--at', at], capture_output=True, text=True, timeout=120)
    seconds = time.monotonic() - began
    assert process.returncode == 3, process
    text = pathlib.Path(process.stdout.strip()).read_text()
    assert links(text) == ['https://pier.example/'] and '60' in text.rstrip().splitlines()[-1], text
    assert seconds < 20, seconds
    print('60 names that nobody resolves: %.1f s, a deadline of 4 s' % seconds)


FEED = '<rss version="2.0"><channel><title>%s</title>%s</channel></rss>'
ITEM = '<item><guid>%s</guid><title>%s</title><link>https://%s.example/</link><pubDate>%s</pubDate></item>'


def feed(name, title):
    return FEED % (name, ITEM % (name, title, name, time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(time.time() - 70))))


def test_a_poll_that_outlasts_its_window_holds_up_no_digest(folder):
    """The daemon, windows of a minute, and a server that takes longer than that to answer: half a window is what a poll gets."""
    (folder / 'pier.xml').write_text(feed('pier', 'The ferry to the island sails again'))
    (folder / 'quay.xml').write_text(feed('quay', 'A grain ship runs aground in thick fog'))
    gate, config, digests = Gate(folder), folder / 'c.toml', folder / 'state' / 'digests'
    config.write_text('window = "1m"\nbackfill = "max_age"\n' + BASE % 'timeout = "3m"\ndeadline = "5m"' + 'file = "%Y.%m.%d.%H.%M.md"\n' +
                      source('pier', 'file://%s' % (folder / 'pier.xml')) + source('quay', 'http://127.0.0.1:%d/quay.xml' % gate.server_port))
    written = lambda: sorted(p for p in digests.glob('2*.md')) if digests.exists() else []
    gate.open.clear()
    daemon = Daemon(folder, config)
    gate.asked.acquire(timeout=30)
    wait_until(written, 45, 'the first digest, without who has not answered')
    first = written()[0]
    assert links(first.read_text()) == ['https://pier.example/'], first.read_text()
    assert first.read_text().rstrip().splitlines()[-1].startswith('> '), 'the digest says so'
    gate.open.set()
    wait_until(lambda: len(written()) > 1, 120, 'the second digest')
    status, _ = daemon.stop()
    assert status == 0
    second = written()[1]
    minute = lambda path: datetime.datetime.strptime(path.stem, '%Y.%m.%d.%H.%M').replace(tzinfo=datetime.timezone.utc).timestamp()
    assert minute(second) - minute(first) == 60, 'no window is left out'
    assert second.stat().st_mtime - minute(second) < 60, 'in its time'
    assert links(second.read_text()) == ['https://quay.example/'], second.read_text()


def test_every_fault_of_the_replay_server_at_once(folder):
    if not (SHARED / 'tools' / 'replay_server.py').exists():
        return print('not run: ../shared is not beside this checkout')
    kinds = '403 404 410 429 500 503 slow drip reset truncate bomb huge loop login html empty frozen'.split()
    at = '2026-07-29T20:00:00Z'
    with Server(SHARED / 'tools' / 'replay_server.py', '--port', '0', '--only', 'news', '--at', at) as server:
        good = [line.split('"')[1] for line in server.get('/-/sources.toml').splitlines() if line.startswith('url')][:20]
        config, state = folder / 'c.toml', folder / 'state'
        config.write_text(BASE % 'timeout = "8s"\ndeadline = "15s"' + ''.join(source('good %d' % n, url) for n, url in enumerate(good)) +
                          ''.join(source(kind, '%s/fault/%s' % (server.url, kind)) for kind in kinds))
        began = time.monotonic()
        written = eightbells('--config', config, '--state', state, 'once', '--at', at, expect=(3,)).paths()
        seconds = time.monotonic() - began
        assert len(written) == 1 and seconds < 60, (written, seconds)
        sources, windows = status_of(config, state)
        assert windows[0]['state'] == 'written'
        silent = [n for n in range(len(good)) if sources['good %d' % n]['last_error']]
        assert not silent, silent
        failed = {kind for kind in kinds if sources[kind]['last_error']}
        assert failed >= {'403', '404', '410', '429', '500', '503', 'slow', 'drip', 'reset', 'bomb', 'huge', 'loop', 'login'}, failed
        assert written[0].read_text().rstrip().splitlines()[-1].startswith('> ')
        print('%d faults and %d good sources: %.1f s, a deadline of 15 s; unwell: %s' % (len(kinds), len(good), seconds, ' '.join(sorted(failed))))


run(globals())
