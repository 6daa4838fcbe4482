#!/usr/bin/env python3
"""The bundled demo feeds, from file:// and over real HTTP on loopback: the same digest, and nothing twice."""
from harness import *

AT = '2026-01-07T08:00:10.261+08:00'
LATER = '2026-01-07T12:00:04.000+08:00'


def demo_over_http(folder, server):
    """The demo configuration with its addresses on the server."""
    text = (SOURCE / 'config' / 'demo.toml').read_text()
    text = re.sub(r'(url|file)\s*=\s*"(?:file:)?(?:demo/|\./demo/)([^"]+)"', r'url = "%s/\2"' % server.url, text)
    assert server.url in text and 'demo/' not in re.sub(r'#.*', '', text), text
    config = folder / 'demo.toml'
    config.write_text(text + '\n[collect]\nper_host = 8\ngap = "0s"\n')
    return config


def test_the_demo_gives_everybody_the_same_digest(folder):
    result = eightbells('--config', SOURCE / 'config' / 'demo.toml', '--state', folder, 'once', '--at', AT)
    assert len(result.paths()) == 1
    golden = SOURCE / 'tests' / 'golden' / 'demo.md'
    text = result.paths()[0].read_text()
    assert text == golden.read_text(), 'the demo digest changed; look at it, and if it is better: cp %s %s\n%s' % (
        result.paths()[0], golden, text)
    assert [path.name for path in (folder / 'digests').iterdir()] == [result.paths()[0].name], 'a digest folder may be the content of a Hugo site'


def test_over_http_nothing_is_reported_twice(folder):
    feeds = folder / 'feeds'
    feeds.mkdir()
    for file in (SOURCE / 'config' / 'demo').iterdir():
        (feeds / file.name).write_bytes(file.read_bytes())
    with Server(SOURCE / 'tests' / 'e2e' / 'feed_server.py', feeds) as server:
        config, state = demo_over_http(folder, server), folder / 'state'
        first = eightbells('--config', config, '--state', state, 'once', '--at', AT).paths()
        assert len(first) == 1
        text = first[0].read_text()
        assert text == (SOURCE / 'tests' / 'golden' / 'demo.md').read_text(), 'HTTP and file:// differ'
        asked = [r for r in server.log() if not r['path'].startswith('/-/')]
        assert asked and all(r['status'] == 200 for r in asked), asked
        assert all(r['agent'].startswith('eightbells/') for r in asked)

        second = eightbells('--config', config, '--state', state, 'once', '--at', LATER).paths()
        assert len(second) == 1
        polled_again = [r for r in server.log() if not r['path'].startswith('/-/')][len(asked):]
        assert len(polled_again) == len(asked)
        assert all(r['conditional'] and r['status'] == 304 for r in polled_again), polled_again
        assert not set(links(text)) & set(links(second[0].read_text())), 'an entry is in two digests'

        third = eightbells('--config', config, '--state', state, 'once', '--at', LATER).paths()
        assert third == [], 'a window was written twice'
        assert eightbells('--config', config, '--state', state, 'digest', '--window', '2026.01.07.08').paths() == first
        assert first[0].read_text() == text


def test_preview_records_nothing(folder):
    config = SOURCE / 'config' / 'demo.toml'
    preview = eightbells('--config', config, '--state', folder / 'state', 'preview', '--at', '2026-01-07T07:59:00+08:00')
    assert links(preview.out), preview.out
    assert not list((folder / 'state').rglob('*.md')) if (folder / 'state').exists() else True
    written = eightbells('--config', config, '--state', folder / 'state', 'once', '--at', AT).paths()
    assert links(written[0].read_text())


def test_a_source_that_fails_is_said_and_the_digest_is_written(folder):
    text = (SOURCE / 'config' / 'demo.toml').read_text().replace('demo/', str(SOURCE / 'config' / 'demo') + '/')
    config = folder / 'c.toml'
    config.write_text(text + '\n[[source]]\nname = "Nobody"\nurl = "http://127.0.0.1:9/feed.xml"\n')
    result = eightbells('--config', config, '--state', folder / 's', 'once', '--at', AT, expect=(3,))
    assert 'Nobody' in result.err
    digest = result.paths()[0].read_text()
    assert digest.rstrip().splitlines()[-1].startswith('> '), digest
    status = json.loads(eightbells('--config', config, '--state', folder / 's', 'status', '--json').out)
    failing = [s for s in status['sources'] if s['health'] == 'failing' or s['last_error']]
    assert [s['name'] for s in failing] == ['Nobody'], failing
    assert status['windows'][0]['state'] == 'written'
    explained = eightbells('--config', config, '--state', folder / 's', 'explain', '2026.01.07.08').out
    assert '#1' in explained and 'not shown' in explained


run(globals())
