#!/usr/bin/env python3
"""A network that fails in every way it can: digests come in their time, say what failed, and lose nothing that comes back."""
import datetime, resource, socket

from fault_server import KINDS
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
        config.write_text('window = "1m"\n' + BASE.replace('per_host = 64', 'per_host = 1') % 'timeout = "60s"\ndeadline = "8s"' +
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


run(globals())
