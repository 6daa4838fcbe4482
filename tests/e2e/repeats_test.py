#!/usr/bin/env python3
"""Twelve real windows in a row: nothing stands twice, by link, by title, or by labelled story.

With KEEP=DIRECTORY the digests and what explain says of them are copied there, to be read."""
import datetime, shutil
from harness import *

FIRST, COUNT = datetime.datetime(2026, 7, 29, 16, tzinfo=datetime.timezone.utc), 12


def labelled_stories():
    """Title -> story of the window that people labelled; entries that stand alone are stories too."""
    with open(SHARED / 'stories' / 'gold_ai.tsv', encoding='utf8') as lines:
        head = lines.readline().rstrip('\n').split('\t')
        rows = [dict(zip(head, line.rstrip('\n').split('\t'))) for line in lines]
    return {row['title']: row['story'] for row in rows}


def shipped_categories():
    text = (SOURCE / 'config' / 'eightbells.toml').read_text()
    tables = re.split(r'(?m)^(?=\[)', text)
    return ''.join(table for table in tables if table.startswith('[[category]]'))


def twice(values):
    return sorted(value for value in set(values) if values.count(value) > 1)


def test_twelve_windows_show_nothing_twice(folder):
    need_shared()
    command = [SHARED / 'tools' / 'replay_server.py', '--port', '0', '--at', FIRST.strftime('%Y-%m-%dT%H:%M:%SZ')]
    with Server(*command) as server:
        config, state = folder / 'c.toml', folder / 'state'
        (folder / 'token').write_text('any\n')
        config.write_text('timezone = "UTC"\n[collect]\nper_host = 32\ngap = "0s"\n'
                          '[x]\nendpoint = "%s"\nbearer_token_file = "token"\n'
                          '[[digest]]\nname = "ai"\nshow = ["updates"]\n' % server.url
                          + shipped_categories() + server.get('/-/sources.toml'))
        texts = []
        for number in range(COUNT):
            at = (FIRST + number * datetime.timedelta(hours=4)).strftime('%Y-%m-%dT%H:%M:%SZ')
            server.get('/-/at?t=' + at)
            written = eightbells('--config', config, '--state', state, 'once', '--at', at, expect=(0, 3)).paths()
            assert len(written) == 1, written
            texts.append(written[0].read_text())
            if 'KEEP' in os.environ:
                pathlib.Path(os.environ['KEEP']).mkdir(parents=True, exist_ok=True)
                shutil.copy(written[0], os.environ['KEEP'])
        gold, stories = labelled_stories(), []
        ends = [(FIRST + number * datetime.timedelta(hours=4)).strftime('%Y.%m.%d.%H') for number in range(COUNT)]
        for end in ends:
            explained = eightbells('--config', config, '--state', state, 'explain', end, '--json').out
            if 'KEEP' in os.environ:
                (pathlib.Path(os.environ['KEEP']) / (end + '.jsonl')).write_text(explained)
            shown = {}
            for one in map(json.loads, explained.splitlines()):
                if one['number'] > 0 and one['title'] in gold:
                    shown.setdefault(one['number'], gold[one['title']])
            stories += shown.values()
    all_links = [link for text in texts for link in links(text)]
    all_titles = [title for text in texts for title in titles(text)]
    updates = sum(len(re.findall(r'(?m)^ +\[更新', text)) for text in texts)
    print('%d items, %d updates; twice: %d links, %d titles, %d of %d labelled stories' % (
        len(all_links), updates, len(twice(all_links)), len(twice(all_titles)), len(stories) - len(set(stories)), len(stories)))
    print('\n'.join(twice(stories)))
    assert all(len(links(text)) == 12 for text in texts)
    assert twice(all_links) == []
    assert twice(all_titles) == []
    assert 100 * (len(stories) - len(set(stories))) <= len(all_links), 'labelled stories are shown again'
    assert updates <= 12, 'what goes on is the exception'


run(globals())
