#!/usr/bin/env python3
"""Categories learned, as a user teaches them: from a file of labelled texts, and from what the editor chose in digests written."""
from harness import *

BESIDE = pathlib.Path(__file__).parent
FIRST, SECOND = '2026-01-07T08:00:05+00:00', '2026-01-07T12:00:05+00:00'
SEA = ['anchor', 'harbour', 'mast', 'tide', 'sailor', 'keel']
LAND = ['meadow', 'plough', 'valley', 'tractor', 'harvest', 'barn']


def feed(names, hour):
    return '<rss version="2.0"><channel><title>t</title>%s</channel></rss>' % ''.join(
        '<item><guid>%s-%d</guid><link>https://%s.example/%d</link><title>%s</title><description>%s</description>'
        '<pubDate>Wed, 07 Jan 2026 %02d:%02d:00 +0000</pubDate></item>' % (name, hour, name, hour, text, text, hour, i)
        for i, (name, text) in enumerate(names.items()))


def config(folder, model=None):
    text = """timezone = "UTC"
language = "en"
[[source]]
name = "test"
file = "%s"
[[category]]
name = "Sea"
keywords = ["lighthouse"]
[[category]]
name = "Land"
keywords = ["windmill"]
""" % (folder / 'feed.xml')
    if model:
        text += '[editor]\nendpoint = "%s/v1"\nmodel = "test"\n' % model.url
    file = folder / 'c.toml'
    file.write_text(text)
    return file


def decided(file, state, window):
    """By title: the categories, and what decided."""
    lines = eightbells('--config', file, '--state', state, 'explain', window, '--json').out.splitlines()
    return {one['title']: (one['categories'], one['decided_by']) for one in map(json.loads, lines)}


def test_the_editors_choices_teach_the_windows_after_them(folder):
    state = folder / 's'
    told = {word: 'Report %s: the %s of %s district was measured' % (word, word, word) for word in SEA + LAND}
    rules = ['%s=Sea' % word for word in SEA] + ['%s=Land' % word for word in LAND]
    with Server(BESIDE / 'model_server.py', '0', *rules) as model:
        file = config(folder, model)
        (folder / 'feed.xml').write_text(feed(told, 7))
        eightbells('--config', file, '--state', state, 'once', '--at', FIRST)
        chosen = decided(file, state, '2026.01.07.08')
    by_editor = {title.split()[1][:-1]: categories[0] for title, (categories, by) in chosen.items() if by == 'editor'}
    assert len(by_editor) >= 8 and set(by_editor.values()) == {'Sea', 'Land'}, chosen  # those that had a place
    sea, land = ([word for word in words if word in by_editor][:3] for words in (SEA, LAND))
    learned = eightbells('--config', file, '--state', state, 'learn', '--from-digests')
    assert 'Learned 2 categories from %d texts.' % len(by_editor) in learned.err, learned.err

    # Without the editor: what it taught answers where the keywords are silent, and the keywords where they speak.
    file = config(folder)
    new = {'a': 'Yesterday we saw: ' + ', '.join(sea), 'b': 'For sale or rent: ' + ', '.join(land),
           'c': 'A lighthouse keeper bought a ' + land[0]}
    (folder / 'feed.xml').write_text(feed(new, 11))
    eightbells('--config', file, '--state', state, 'once', '--at', SECOND)
    after = decided(file, state, '2026.01.07.12')
    assert after[new['a']] == (['Sea'], 'learned'), after
    assert after[new['b']] == (['Land'], 'learned'), after
    assert after[new['c']] == (['Sea'], 'keywords'), after


def test_a_file_teaches_and_a_mistake_in_it_is_named(folder):
    file = config(folder)
    lessons = folder / 'lessons.jsonl'
    lessons.write_text('\n'.join(json.dumps({'title': 'the %s again' % word, 'category': name})
                                 for name, words in (('Sea', SEA), ('Land', LAND)) for word in words))
    assert 'from 12 texts' in eightbells('--config', file, '--state', folder / 's', 'learn', lessons).err
    texts = folder / 'texts.jsonl'
    texts.write_text(json.dumps({'id': '1', 'title': 'sailor and anchor'}))
    filed = json.loads(eightbells('--config', file, '--state', folder / 's', 'stories', texts).out)
    assert filed['categories'] == ['Sea'], filed
    lessons.write_text('{"title": "x", "category": "Sea"}\n{"title": "no category"}\n')
    wrong = eightbells('--config', file, '--state', folder / 's', 'learn', lessons, expect=(1,))
    assert 'line 2' in wrong.err, wrong.err
    # The lessons before are still known.
    assert json.loads(eightbells('--config', file, '--state', folder / 's', 'stories', texts).out)['categories'] == ['Sea']


def test_what_cannot_teach_says_why(folder):
    file = config(folder)
    lessons = folder / 'lessons.jsonl'
    for text, why in (('', 'holds no labelled texts'), ('\n \n', 'holds no labelled texts'),
                      ('{"title": "x", "category": "Sea"}', 'two categories'),
                      ('{"title": "x", "category": "Sea"}\n{"title": "y", cat', 'line 2'),
                      ('[{"title": "x", "category": "Sea"}]', 'line 1'),
                      ('{"category": "Sea"}', '"title"')):
        lessons.write_text(text)
        wrong = eightbells('--config', file, '--state', folder / 's', 'learn', lessons, expect=(1,))
        assert why in wrong.err and 'lessons.jsonl' in wrong.err, wrong.err
    wrong = eightbells('--config', file, '--state', folder / 's', 'learn', '-', expect=(1,))
    assert 'standard input' in wrong.err, wrong.err


def test_a_category_that_is_not_configured_is_learned_with_a_warning(folder):
    file = config(folder)
    lessons = folder / 'lessons.jsonl'
    lessons.write_text('{"title": "anchor", "category": "Sea"}\n{"title": "barn", "category": "Lamd"}\n')
    said = eightbells('--config', file, '--state', folder / 's', 'learn', lessons)
    assert "no category 'Lamd'" in said.err and "'Land'" in said.err and "'Sea'" not in said.err, said.err
    nowhere = folder / 'none.toml'  # a state directory can be taught before there is a configuration
    assert 'warning' not in eightbells('--config', nowhere, '--state', folder / 's', 'learn', lessons).err


def test_digests_without_an_editors_choice_teach_nothing_and_say_so(folder):
    file = config(folder)
    (folder / 'feed.xml').write_text(feed({'a': 'A lighthouse'}, 7))
    eightbells('--config', file, '--state', folder / 's', 'once', '--at', FIRST)
    said = eightbells('--config', file, '--state', folder / 's', 'learn', '--from-digests', expect=(1,))
    assert 'from an editor' in said.err, said.err


run(globals())
