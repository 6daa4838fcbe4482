#!/usr/bin/env python3
"""Three real windows: the replayed feeds of 654 sources through the real program."""
from harness import *

BELLS = ['2026-07-29T16:00:00Z', '2026-07-29T20:00:00Z', '2026-07-30T00:00:00Z']


def test_three_windows_of_real_feeds(folder):
    need_shared()
    command = [SHARED / 'tools' / 'replay_server.py', '--port', '0', '--only', 'news,raw', '--at', BELLS[0]]
    with Server(*command) as server:
        config = folder / 'c.toml'
        sources = server.get('/-/sources.toml')
        config.write_text('timezone = "UTC"\nlanguage = "en"\n[collect]\nper_host = 16\ngap = "0s"\n'
                          '[[digest]]\nname = "ai"\nmax_items = 12\n' + sources)
        wanted = {line.split('"')[1].removeprefix(server.url) for line in sources.splitlines() if line.startswith('url')}
        state, digests = folder / 'state', []
        for number, bell in enumerate(BELLS):
            server.get('/-/at?t=' + bell)
            seen = len(server.log())
            written = eightbells('--config', config, '--state', state, 'once', '--at', bell, expect=(0, 3)).paths()
            assert len(written) == 1, written
            asked = [r for r in server.log()[seen:] if not r['path'].startswith('/-/')]
            assert {r['path'] for r in asked} == wanted, 'not every source was polled'
            conditional = sum(r['conditional'] for r in asked)
            good = sum(r['status'] in (200, 304) for r in asked)
            print('%s: %d requests, %d answered, %d conditional, %d not modified' % (
                bell, len(asked), good, conditional, sum(r['status'] == 304 for r in asked)))
            if number > 0:
                assert conditional >= 0.9 * good, 'the second and third bells ask conditionally'
            digests.append(written[0])
        texts = [d.read_text() for d in digests]
        assert [d.name for d in digests] == ['2026.07.29.16.md', '2026.07.29.20.md', '2026.07.30.00.md']
        shown = [links(text) for text in texts]
        for items in shown:
            assert len(items) == 12, len(items)
        everything = [link for items in shown for link in items]
        assert len(set(everything)) == len(everything), 'an entry is in two digests'

        again = eightbells('--config', config, '--state', state, 'once', '--at', BELLS[-1], expect=(0, 3)).paths()
        assert again == [], 'a window was written twice'
        for digest, text in zip(digests, texts):
            window = digest.stem
            assert eightbells('--config', config, '--state', state, 'digest', '--window', window).paths() == [digest]
            assert digest.read_text() == text, 'writing a window again changed it'


run(globals())
