#!/usr/bin/env python3
"""The golden digest of the first user, from its posts to the last byte: X API, language model, ranking, categories, date."""
from harness import *

AT = '2026-01-07T08:00:10.261+08:00'


def sample_config(folder, posts, model):
    text = (SHARED / 'sample' / 'eightbells.toml').read_text()
    text = text.replace('http://127.0.0.1:8090', posts.url).replace('http://127.0.0.1:8091', model.url)
    assert posts.url in text and model.url in text
    (folder / 'x_token').write_bytes((SHARED / 'sample' / 'x_token').read_bytes())
    config = folder / 'c.toml'
    config.write_text(text)
    return config


def test_the_sample_is_written_to_the_byte(folder):
    need_shared()
    tools = SHARED / 'tools'
    with Server(tools / 'replay_server.py', '--port', '0', '--data', SHARED / 'sample', '--only', 'x', '--at', '2026-01-07T00:00:10.261Z') as posts, \
            Server(tools / 'model_server.py', '--port', '0', '--mode', 'sample') as model:
        config = sample_config(folder, posts, model)
        written = eightbells('--config', config, '--state', folder / 's', 'once', '--at', AT).paths()
        assert written == [folder / 's' / 'digests' / '2026.01.07.08.md'], written
        assert written[0].read_bytes() == (SHARED / 'sample' / '2026.01.07.08.md').read_bytes(), written[0].read_text()
        asked = len(json.loads(model.get('/-/log')))
        assert asked >= 11, asked
        status = eightbells('--config', config, '--state', folder / 's', 'status').out
        assert '11 items edited' in status, status
        # The same window once more in a state that remembers the answers: nothing is asked again.
        for file in (folder / 's' / 'digests').iterdir():
            file.unlink()
        assert eightbells('--config', config, '--state', folder / 's', 'digest', '--window', '2026.01.07.08').paths() == written
        assert written[0].read_bytes() == (SHARED / 'sample' / '2026.01.07.08.md').read_bytes()
        assert len(json.loads(model.get('/-/log'))) == asked


run(globals())
