#!/usr/bin/env python3
"""Killed at any moment, nothing is lost and nothing doubled: the real program, SIGKILL, and what is found afterwards.

crash_test.py BINARY SOURCE FAULTS_LIBRARY [--moments N] [--every-effect] [--seed N]
A voyage is a row of bells (`once --at`) over an invented world served on loopback, with a language model that takes its time. At each bell
the program is killed some times, by the clock or at its Nth effect on a file; then it is let finish. The digests must be those of an
undisturbed voyage to the byte: that says at once that no entry was lost, none told twice, and that half-done windows were finished with
the same words. After every kill the database must be whole and every digest on the disk finished."""
import argparse, collections, contextlib, datetime, random, shutil, sqlite3

from harness import *
from world import World, text_of, utc

arguments = argparse.ArgumentParser()
arguments.add_argument('faults', type=pathlib.Path)
arguments.add_argument('--moments', type=int, default=40)
arguments.add_argument('--every-effect', action='store_true')
arguments.add_argument('--seed', type=int, default=8)
OPTIONS = arguments.parse_args(sys.argv[3:])
OPTIONS.faults = OPTIONS.faults.resolve()

HOUR = datetime.timedelta(hours=1)
BEGIN = utc(2026, 1, 6)
BELLS = [BEGIN + 4 * HOUR * n for n in range(1, 6)]
PUBLISHING = 130  # of the last effects of a bell, most belong to publishing
SETTINGS = ('timezone = "UTC"\nlanguage = "en"\nbackfill = "max_age"\n[collect]\nper_host = 16\ngap = "0s"\n'
            '[[digest]]\nname = "d"\nmax_items = 8\nper_source = 0\nper_author = 0\n'
            '[editor]\nendpoint = "%s/v1"\nmodel = "echo"\nconcurrency = 8\n')


@contextlib.contextmanager
def invented_world(folder):
    """Servers for the feeds and for the model; gives the configuration, a function that sets the hour, and the model."""
    world, feeds = World(12, BEGIN, BELLS[-1], 1.5 * HOUR), folder / 'feeds'
    feeds.mkdir()
    here = SOURCE / 'tests' / 'e2e'
    with Server(here / 'feed_server.py', feeds) as server, Server(here / 'model_server.py', '0.01') as model:
        config = folder / 'c.toml'
        config.write_text(SETTINGS % model.url + world.toml(server.url))
        yield config, lambda at: world.write(feeds, at), model


def command(config, state, at):
    return [str(BINARY), '--config', str(config), '--state', str(state), 'once', '--at', text_of(at)]


def finish(config, state, at, **environment):
    process = subprocess.run(command(config, state, at), capture_output=True, text=True, timeout=120, env={**os.environ, **environment})
    assert process.returncode in (0, 3), process


def faulty(state, **settings):
    return {'LD_PRELOAD': str(OPTIONS.faults), 'ASAN_OPTIONS': 'verify_asan_link_order=0', 'FAULTS_UNDER': str(state),
            **{'FAULTS_' + name.upper(): str(value) for name, value in settings.items()}}


def kill_after(seconds, config, state, at):
    process = subprocess.Popen(command(config, state, at), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return process.returncode == -9


def kill_at_effect(number, config, state, at):
    process = subprocess.run(command(config, state, at), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env={**os.environ, **faulty(state, kill_at=number)})
    return process.returncode == -9


def digests_of(state):
    folder = state / 'digests'
    return {p.name: p.read_bytes() for p in sorted(folder.glob('2*.md'))} if folder.exists() else {}


def look_inside(state, scratch):
    """Checks a copy of the database as the kill left it, and tells how far its windows had come: {end: state}."""
    scratch.mkdir(exist_ok=True)
    for name in ('eightbells.db', 'eightbells.db-wal'):
        (scratch / name).unlink(missing_ok=True)
        if (state / name).exists():
            shutil.copyfile(state / name, scratch / name)
    if not (scratch / 'eightbells.db').exists():
        return {}
    with contextlib.closing(sqlite3.connect(scratch / 'eightbells.db')) as db:
        assert db.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
        assert db.execute('PRAGMA foreign_key_check').fetchall() == []
        if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'ledger'").fetchall():
            return {}
        return dict(db.execute('SELECT window_end, state FROM ledger'))


def no_temporaries(state):
    left = [p for p in state.rglob('*') if 'staged' in p.name or p.suffix in ('.tmp', '.part')]
    assert not left, left


def undisturbed(folder, config, set_hour):
    """The digests, and per bell the seconds and the effects on files."""
    state, seconds, effects = folder / 'undisturbed', [], []
    for at in BELLS:
        set_hour(at)
        began = time.monotonic()
        finish(config, state, at, **faulty(state, count=folder / 'count'))
        seconds.append(time.monotonic() - began)
        effects.append(int((folder / 'count').read_text()))
    return digests_of(state), seconds, effects


def voyage(state, config, set_hour, expected, killer):
    """`killer(bell, state, at)` kills some times at each bell; then the program is let finish."""
    for bell, at in enumerate(BELLS):
        set_hour(at)
        killer(bell, state, at)
        finish(config, state, at)
        no_temporaries(state)
    assert set(look_inside(state, state.with_suffix('.copy')).values()) == {'written'}
    assert digests_of(state) == expected, 'a digest differs from that of an undisturbed voyage'
    with contextlib.closing(sqlite3.connect(state / 'eightbells.db')) as db:
        told = [row[0] for row in db.execute("SELECT e.link FROM claims c JOIN entries e ON e.id = c.entry WHERE c.number > 0")]
    assert len(told) == len(set(told)), 'an entry was told twice'
    for folder in (state, state.with_suffix('.copy')):
        shutil.rmtree(folder)


def phase(at, inside, asked):
    found = inside.get(int(at.timestamp() * 1000))
    if found:
        return 'after the bell' if found == 'written' else 'publishing'
    return 'editing' if asked else 'starting or collecting'


def test_random_moments(folder):
    chance, phases, kills, voyages = random.Random(OPTIONS.seed), collections.Counter(), 0, 0
    with invented_world(folder) as (config, set_hour, model):
        expected, seconds, effects = undisturbed(folder, config, set_hour)
        assert len(expected) == len(BELLS) and all(links(text.decode()) for text in expected.values())

        def killer(bell, state, at):
            nonlocal kills
            for _ in range(4):
                asked = len(model.log())
                kind = chance.randrange(3)
                if kind == 0:
                    killed = kill_after(chance.random() * seconds[bell], config, state, at)
                else:  # one half of them among the last effects, which are those of publishing
                    first = 1 if kind == 1 else max(1, effects[bell] - PUBLISHING)
                    killed = kill_at_effect(chance.randint(first, effects[bell]), config, state, at)
                kills += killed
                inside = look_inside(state, state.with_suffix('.copy'))
                phases[phase(at, inside, len(model.log()) > asked)] += killed
                shown = digests_of(state)
                assert all(expected.get(name) == text for name, text in shown.items()), 'half a digest'

        while kills < OPTIONS.moments:
            voyages += 1
            voyage(folder / ('v%d' % voyages), config, set_hour, expected, killer)
    print('%d kills on %d voyages of %d bells: %s' % (kills, voyages, len(BELLS), dict(phases)))


def test_every_effect_of_a_bell(folder):
    """The second bell, killed at each of its effects in turn (in the short run at every seventeenth)."""
    with invented_world(folder) as (config, set_hour, _):
        expected, _, effects = undisturbed(folder, config, set_hour)
        first = folder / 'first'
        set_hour(BELLS[0])
        finish(config, first, BELLS[0])
        set_hour(BELLS[1])
        kills, name = 0, BELLS[1].strftime('%Y.%m.%d.%H.md')
        for number in range(1, effects[1] + 1, 1 if OPTIONS.every_effect else 17):
            state = folder / ('e%d' % number)
            shutil.copytree(first, state, symlinks=True)
            kills += kill_at_effect(number, config, state, BELLS[1])
            look_inside(state, state.with_suffix('.copy'))
            finish(config, state, BELLS[1])
            no_temporaries(state)
            assert digests_of(state)[name] == expected[name], 'effect %d' % number
            shutil.rmtree(state)
    assert kills >= effects[1] // 34, kills
    print('%d kills, of %d effects' % (kills, effects[1]))


def half_done(first, state, config, at, effects):
    """Leaves in `state` a window that is planned, and not yet a file of it."""
    for number in range(effects, 0, -1):
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(first, state, symlinks=True)
        kill_at_effect(number, config, state, at)
        inside = look_inside(state, state.with_suffix('.copy'))
        if inside.get(int(at.timestamp() * 1000)) == 'planned' and at.strftime('%Y.%m.%d.%H.md') not in digests_of(state):
            return
    raise AssertionError('no moment lies between the plan and the file')


def test_settings_changed_before_a_half_done_window_is_finished(folder):
    """What was planned is finished with its words where the settings now want it; that of a profile which is gone, where it was."""
    with invented_world(folder) as (config, set_hour, _):
        expected, _, effects = undisturbed(folder, config, set_hour)
        first, moved, text = folder / 'first', folder / 'moved', config.read_text()
        set_hour(BELLS[0])
        finish(config, first, BELLS[0])
        set_hour(BELLS[1])
        for change, place in (('name = "d"\ndirectory = "%s"' % moved, moved), ('name = "d"\nformats = ["json", "markdown"]', None),
                              ('name = "new"\ndirectory = "%s"' % moved, None)):
            state = folder / 'state'
            config.write_text(text)
            half_done(first, state, config, BELLS[1], effects[1])
            config.write_text(text.replace('name = "d"', change))
            finish(config, state, BELLS[1])
            no_temporaries(state)
            name = BELLS[1].strftime('%Y.%m.%d.%H.md')
            assert ((place or state / 'digests') / name).read_bytes() == expected[name], change
            assert set(look_inside(state, state.with_suffix('.copy')).values()) == {'written'}, change
            if 'json' in change:
                assert json.loads((state / 'digests' / name).with_suffix('.json').read_text())['items'], change
            shutil.rmtree(moved, ignore_errors=True)


def start_daemon(log_file, config, state):
    with open(log_file, 'a') as log:
        return subprocess.Popen([str(BINARY), '--config', str(config), '--state', str(state), 'run'], stderr=log)


class CatchingUp:
    """A state whose daemon has a row of windows of a minute to write when it starts, each with the entries of its minute."""
    MINUTE = datetime.timedelta(minutes=1)

    def __init__(self, folder, minutes=30):
        self.folder, self.state, self.config = folder, folder / 'state', folder / 'c.toml'
        self.now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
        self.begin, self.minutes = self.now - minutes * self.MINUTE, minutes
        self.world, feeds = World(6, self.begin, self.now, 4 * self.MINUTE), folder / 'feeds'
        feeds.mkdir()
        self.server = Server(SOURCE / 'tests' / 'e2e' / 'feed_server.py', feeds)
        self.config.write_text('timezone = "UTC"\nlanguage = "en"\nwindow = "1m"\n[collect]\nper_host = 16\ngap = "0s"\n'
                               '[[digest]]\nname = "d"\nfile = "%Y.%m.%d.%H.%M.md"\nmax_items = 100\nper_source = 0\nper_author = 0\n' +
                               self.world.toml(self.server.url))
        self.world.write(feeds, self.begin)
        finish(self.config, self.state, self.begin)
        self.world.write(feeds, self.now)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.__exit__()

    def start(self, log_name):
        with open(self.folder / log_name, 'a') as log:
            return subprocess.Popen([str(BINARY), '--config', str(self.config), '--state', str(self.state), 'run'], stderr=log)

    def stop(self, daemon, log_name):
        wait_until(lambda: 'event=started' in (self.folder / log_name).read_text(), 20, 'the daemon')
        daemon.terminate()
        assert daemon.wait(timeout=20) == 0, (self.folder / log_name).read_text()

    def ends(self):
        return look_inside(self.state, self.folder / 'copy')

    def is_complete(self):
        return int(self.now.timestamp() * 1000) in self.ends()

    def check(self):
        rows = self.ends()
        wanted = [int((self.begin + n * self.MINUTE).timestamp() * 1000) for n in range(0, self.minutes + 1)]
        assert sorted(end for end in rows if end <= wanted[-1]) == wanted, 'a window is missing'
        assert set(rows.values()) == {'written'}, rows
        no_temporaries(self.state)
        told = [link for text in digests_of(self.state).values() for link in links(text.decode())]
        assert len(told) == len(set(told)), 'an entry was told twice'
        lost = self.world.links_between(self.begin, self.now) - set(told)
        assert not lost, lost
        return '%d windows, %d entries told' % (len(wanted), len(told))


def test_the_daemon_while_it_catches_up(folder):
    chance, kills = random.Random(OPTIONS.seed), 0
    with CatchingUp(folder) as post:
        while not post.is_complete():
            daemon = post.start('log')
            time.sleep(0.03 + 0.12 * chance.random() * (1 + kills / 10))
            daemon.kill()
            kills += daemon.wait() == -9
            assert kills < 1000, 'it never gets on'
        post.stop(post.start('last'), 'last')
        print('%d kills, %s' % (kills, post.check()))


def test_once_beside_the_daemon(folder):
    """Both find the same windows due; whoever comes first writes them, and the other takes note."""
    with CatchingUp(folder) as post:
        daemon = post.start('log')
        rounds = 0
        while not post.is_complete() or rounds < 3:
            process = subprocess.run([str(BINARY), '--config', str(post.config), '--state', str(post.state), 'once'],
                                     capture_output=True, text=True, timeout=60)
            assert process.returncode in (0, 3), process
            rounds += 1
            assert rounds < 100, 'it never gets on'
        post.stop(daemon, 'log')
        assert 'event=failed' not in (folder / 'log').read_text(), (folder / 'log').read_text()
        print('%d times beside the daemon, %s' % (rounds, post.check()))


run(globals())
