#!/usr/bin/env python3
"""Days on which the clock changes, in the real program: every window has its digest under a name of its own, and time has no hole."""
import collections, contextlib, sqlite3

from harness import *

FEED = '<rss version="2.0"><channel><title>Pier</title></channel></rss>'


def windows_of(folder, zone, window, begin, end):
    """The ledger's windows in minutes, after one bell at `begin` and one at `end` that catches up."""
    feed, config, state = folder / 'feed.xml', folder / 'c.toml', folder / ('state%d' % time.monotonic_ns())
    feed.write_text(FEED)
    config.write_text('timezone = "%s"\nlanguage = "en"\nwindow = "%s"\n[[digest]]\nname = "d"\nfile = "%%Y.%%m.%%d.%%H.%%M.md"\n'
                      '[[source]]\nname = "Pier"\nurl = "file://%s"\n' % (zone, window, feed))
    written = [path for at in (begin, end) for path in eightbells('--config', config, '--state', state, 'once', '--at', at).paths()]
    with contextlib.closing(sqlite3.connect(state / 'eightbells.db')) as db:
        rows = db.execute('SELECT window_begin / 60000, window_end / 60000, state FROM ledger ORDER BY window_end').fetchall()
    assert {state for _, _, state in rows} == {'written'}, rows
    assert all(before[1] == after[0] for before, after in zip(rows, rows[1:])), 'a gap, or an overlap'
    assert len(written) == len(set(written)) == len(rows) == len(list((state / 'digests').glob('2*.md'))), 'a name for each'
    return [(begin, end) for begin, end, _ in rows]


def test_every_window_of_days_that_are_too_long_or_too_short(folder):
    for zone, window, begin, end, lengths in [
            ('America/Santiago', '4h', '2024-09-07T03:00:00Z', '2024-09-10T03:00:00Z', {240: 19, 180: 1}),  # no midnight on the 8th
            ('America/Santiago', '4h', '2024-04-05T04:00:00Z', '2024-04-09T04:00:00Z', {240: 24, 300: 1}),
            ('Europe/Berlin', '1h', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', {60: 24}),  # 23 hours, and the one before
            ('Europe/Berlin', '1h', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', {60: 24, 120: 1}),
            ('Australia/Lord_Howe', '1h', '2024-10-05T12:00:00Z', '2024-10-06T12:00:00Z', {60: 25, 30: 1}),
            ('Australia/Lord_Howe', '30m', '2025-04-05T12:00:00Z', '2025-04-06T12:00:00Z', {30: 47, 60: 1}),
            ('Asia/Kathmandu', '15m', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', {15: 97})]:
        windows = windows_of(folder, zone, window, begin, end)
        found = collections.Counter(end - begin for begin, end in windows)
        assert found == lengths, (zone, window, begin, found)
    print('7 changes in 4 zones')


run(globals())
