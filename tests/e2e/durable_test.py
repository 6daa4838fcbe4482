#!/usr/bin/env python3
"""When the power goes: what the program says is written must be on the disk. The library faults tells at each rename, and at the end, which
files and folders hold changes that were never synced.  durable_test.py BINARY SOURCE FAULTS_LIBRARY"""
import contextlib, datetime, sqlite3

from harness import *
from world import World, text_of, utc

FAULTS = pathlib.Path(sys.argv[3]).resolve()
HOUR = datetime.timedelta(hours=1)


def renames_of(folder, *arguments, expect=(0,)):
    """Runs the program; [(where to, {what a loss of power before it could take})], and what it could take after the program's end."""
    file = folder / 'dirty'
    file.unlink(missing_ok=True)
    eightbells(*arguments, expect=expect, LD_PRELOAD=str(FAULTS), ASAN_OPTIONS='verify_asan_link_order=0', FAULTS_UNDER=str(folder),
               FAULTS_DIRTY=str(file))
    lines = [line.split('\t') for line in file.read_text().splitlines()]
    assert lines[-1][0] == 'end', lines[-1]
    return [(pathlib.Path(line[1]), set(line[2:])) for line in lines if line[0] == 'rename'], set(lines[-1][1:])


def check(folder, renames, left):
    for to, dirty in renames:
        staged = to.parent / ('.%s.staged' % to.name)
        assert not {str(staged), str(to) + '.tmp'} & dirty, '%s is renamed before its bytes are on the disk' % to
    folders = [path for path in left if pathlib.Path(path).is_dir()]
    assert not folders, 'a loss of power could still take the names in %s' % folders


def test_a_digest_is_on_the_disk_before_it_has_its_name_and_the_claim_before_both(folder):
    begin, feeds, config, state = utc(2026, 1, 6), folder / 'feeds', folder / 'c.toml', folder / 'state'
    world = World(4, begin, begin + 12 * HOUR, 1.5 * HOUR)
    feeds.mkdir()
    with Server(SOURCE / 'tests' / 'e2e' / 'feed_server.py', feeds) as server:
        config.write_text('timezone = "UTC"\nlanguage = "en"\nmetrics_file = "%s/prom/m.prom"\n[collect]\ngap = "0s"\nper_host = 8\n[[digest]]\nname = "d"\n'
                          'formats = ["markdown", "html", "json", "atom"]\nlatest = true\ndirectory = "%s/site/of/mine"\n%s'
                          % (folder, folder, world.toml(server.url)))
        for bell in (1, 2, 3):
            at = begin + 4 * HOUR * bell
            world.write(feeds, at)
            renames, left = renames_of(folder, '--config', config, '--state', state, 'once', '--at', text_of(at))
            check(folder, renames, left)
            digests = [(to, dirty) for to, dirty in renames if (folder / 'site') in to.parents]
            name = at.strftime('%Y.%m.%d.%H')
            assert {to.name for to, _ in digests} >= {name + '.md', name + '.json', name + '.html', 'atom.xml', 'latest.md'}, digests
            for to, dirty in digests:
                assert not [path for path in dirty if path.endswith('.db-wal')], 'the claim is not on the disk when %s is renamed' % to
    print('%d renames at the last bell, %d of them of the digest' % (len(renames), len(digests)))


def test_a_backup_is_on_the_disk_and_so_is_that_of_a_migration(folder):
    state, config = folder / 'state', folder / 'c.toml'
    state.mkdir()
    with contextlib.closing(sqlite3.connect(state / 'eightbells.db')) as db:
        db.executescript((SOURCE / 'tests/data/store/schema1.sql').read_text())
    config.write_text('timezone = "UTC"\n[[source]]\nname = "none"\nurl = "file://%s/none.xml"\n' % folder)
    renames, left = renames_of(folder, '--config', config, '--state', state, 'status')
    assert [to.name for to, _ in renames] == ['eightbells.db.v1.bak'], renames
    check(folder, renames, left)
    renames, left = renames_of(folder, '--config', config, '--state', state, 'backup', folder / 'copy.db')
    assert [to.name for to, _ in renames] == ['copy.db'], renames
    check(folder, renames, left)


run(globals())
