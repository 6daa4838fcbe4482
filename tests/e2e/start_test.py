#!/usr/bin/env python3
"""libcurl is loaded by what fetches, and by nothing else: shown with one in its place that cannot be loaded."""
from harness import *

FEED = '<rss version="2.0"><channel><title>Pier</title><item><guid>1</guid><title>The ferry sails</title></item></channel></rss>'


def without_libcurl(folder):
    broken = folder / 'libraries'
    broken.mkdir()
    (broken / 'libcurl.so.4').write_text('no library')
    return {'LD_LIBRARY_PATH': str(broken)}


def configured(folder):
    (folder / 'feed.xml').write_text(FEED)
    (folder / 'c.toml').write_text('timezone = "UTC"\n[[source]]\nname = "Pier"\nurl = "file://%s/feed.xml"\n' % folder)
    return '--config', folder / 'c.toml', '--state', folder / 'state'


def test_what_does_not_fetch_starts_without_it(folder):
    broken, common = without_libcurl(folder), configured(folder)
    eightbells('--version', **broken)
    eightbells(*common, 'check', **broken)
    eightbells(*common, 'status', **broken)
    eightbells(*common, 'search', 'ferry', **broken)
    assert 'The ferry sails' in eightbells('parse', folder / 'feed.xml', '--json', **broken).out


def test_what_fetches_says_that_it_is_missing(folder):
    common = configured(folder)
    said = eightbells(*common, 'once', expect=(127,), **without_libcurl(folder))
    assert re.fullmatch(r'eightbells: cannot load libcurl\.so\.4: .+\n', said.err), said.err
    eightbells(*common, 'once')


run(globals())
