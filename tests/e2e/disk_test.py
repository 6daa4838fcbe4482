#!/usr/bin/env python3
"""A disk that is full, read-only or gone: nothing is harmed, systemd hears why, and all goes on by itself once there is room.

As root the disks are small tmpfs mounts, filled by a file; else writes are refused by the library faults (disk_test.py BINARY SOURCE FAULTS)."""
import contextlib, datetime, shutil, sqlite3

from daemon_process import Daemon
from gate import Gate
from harness import *
from world import World, text_of

FAULTS = pathlib.Path(sys.argv[3]).resolve()
MINUTE = datetime.timedelta(minutes=1)
WINDOWS = 5


def mounts_work(folder):
    try:
        if os.geteuid() != 0 or subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', str(folder)], capture_output=True).returncode:
            return False
    except OSError:
        return False
    subprocess.run(['umount', str(folder)], check=True)
    return True


class Disk:
    """A folder with a file system of its own that can be full."""
    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.full_mark, self.mounted = folder, folder.parent / 'full', mounts_work(folder)
        if self.mounted:
            subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', str(folder)], check=True)
        self.environment = {} if self.mounted else {
            'LD_PRELOAD': str(FAULTS), 'ASAN_OPTIONS': 'verify_asan_link_order=0', 'FAULTS_UNDER': str(folder), 'FAULTS_FULL_WHILE': str(self.full_mark)}

    def fill(self):
        if not self.mounted:
            return self.full_mark.write_text('')
        with open(self.folder / 'balloon', 'wb', buffering=0) as balloon, contextlib.suppress(OSError):
            for size in (65536, 1):  # to the last byte
                with contextlib.suppress(OSError):
                    while True:
                        balloon.write(b'x' * size)

    def make_room(self):
        (self.folder / 'balloon' if self.mounted else self.full_mark).unlink()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.mounted:
            subprocess.run(['umount', '--lazy', str(self.folder)], check=True)


class Post:
    """A daemon with some windows to catch up, whose sources do not answer before the gate is opened."""
    def __init__(self, folder, state, digests):
        self.folder, self.state, self.digests = folder, state, digests
        self.now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
        self.begin = self.now - WINDOWS * MINUTE
        self.world, feeds = World(4, self.begin, self.now, MINUTE), folder / 'feeds'
        feeds.mkdir()
        self.gate, self.config = Gate(feeds), folder / 'c.toml'
        self.config.write_text('timezone = "UTC"\nlanguage = "en"\nwindow = "1m"\n[collect]\nper_host = 16\ngap = "0s"\n'
                               '[[digest]]\nname = "d"\nfile = "%%Y.%%m.%%d.%%H.%%M.md"\nmax_items = 100\nper_source = 0\nper_author = 0\n'
                               'directory = "%s"\n' % digests + self.world.toml('http://127.0.0.1:%d' % self.gate.server_port))
        self.world.write(feeds, self.begin)
        eightbells('--config', self.config, '--state', state, 'once', '--at', text_of(self.begin))
        self.world.write(feeds, self.now)
        self.gate.open.clear()

    def start(self, disk=None, log=None):
        self.daemon = Daemon(self.folder, self.config, self.state, log, **(disk.environment if disk else {}))
        while self.gate.asked.acquire(timeout=0):
            pass
        self.gate.asked.acquire(timeout=30)
        return self.daemon

    def wait_until_told(self):
        """Every entry in the digest of a window that had closed before the trouble: none is late."""
        last = self.now.strftime('%Y.%m.%d.%H.%M')
        files = lambda: [p for p in self.digests.glob('2*.md') if p.stem <= last] if self.digests.exists() else []
        told = lambda: {link for p in files() for link in links(p.read_text())}
        wait_until(lambda: told() >= self.world.links_between(self.begin, self.now), 90, 'every entry in a digest')

    def check(self):
        assert self.daemon.stop()[0] == 0
        everything = [link for p in self.digests.glob('2*.md') for link in links(p.read_text())]
        assert len(everything) == len(set(everything)), 'an entry was told twice'
        assert not [p for p in self.digests.rglob('.*.staged')]
        with contextlib.closing(sqlite3.connect(self.state / 'eightbells.db')) as db:
            assert db.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
            assert {s for s, in db.execute('SELECT state FROM ledger')} == {'written'}
        log = (self.folder / 'log').read_text()
        assert log.count('event=failed') <= 4, log
        assert 'event=recovered' in log, log


def test_no_room_for_the_database(folder):
    with Disk(folder / 'state') as disk:
        post = Post(folder, disk.folder, folder / 'digests')
        daemon = post.start(disk)
        disk.fill()
        post.gate.open.set()
        daemon.hear('Failed: ')
        assert 'disk is full' in daemon.said[-1], daemon.said
        disk.make_room()
        post.wait_until_told()
        daemon.hear('next bell at')
        post.check()


def test_no_room_for_the_digests(folder):
    with Disk(folder / 'digests') as disk:
        post = Post(folder, folder / 'state', disk.folder)
        daemon = post.start(disk)
        disk.fill()
        post.gate.open.set()
        daemon.hear('Failed: ')
        assert 'No space left on device' in daemon.said[-1] and str(disk.folder) in daemon.said[-1], daemon.said
        disk.make_room()
        post.wait_until_told()
        daemon.hear('next bell at')
        post.check()


def test_the_digest_directory_is_gone_and_its_place_taken(folder):
    digests = folder / 'site' / 'digests'
    post = Post(folder, folder / 'state', digests)
    (folder / 'site').rename(folder / 'old')
    (folder / 'site').write_text('in the way')
    daemon = post.start()
    post.gate.open.set()
    daemon.hear('Failed: ')
    assert 'cannot make the folder %s' % digests in daemon.said[-1], daemon.said
    (folder / 'site').unlink()
    post.wait_until_told()
    daemon.hear('next bell at')
    post.check()


def test_a_read_only_disk(folder):
    with Disk(folder / 'digests') as disk:
        if not disk.mounted:
            return print('not tried: mounting needs root')
        post = Post(folder, folder / 'state', disk.folder)
        remount = lambda how: subprocess.run(['mount', '-o', 'remount,' + how, str(disk.folder)], check=True)
        remount('ro')
        daemon = post.start(disk)
        post.gate.open.set()
        daemon.hear('Failed: ')
        assert 'Read-only file system' in daemon.said[-1], daemon.said
        remount('rw')
        post.wait_until_told()
        daemon.hear('next bell at')
        post.check()


def test_a_read_only_state_directory_is_refused_with_what_to_do(folder):
    with Disk(folder / 'state') as disk:
        if not disk.mounted:
            return print('not tried: mounting needs root')
        post = Post(folder, disk.folder, folder / 'digests')
        post.gate.open.set()
        subprocess.run(['mount', '-o', 'remount,ro', str(disk.folder)], check=True)
        for command in (['run'], ['once']):
            words = eightbells('--config', post.config, '--state', disk.folder, *command, expect=(1,)).err
            assert 'Read-only file system' in words or 'may not be written' in words or 'cannot be opened' in words, words
        subprocess.run(['mount', '-o', 'remount,rw', str(disk.folder)], check=True)
        eightbells('--config', post.config, '--state', disk.folder, 'once')


def test_a_log_that_takes_nothing_or_whose_reader_is_gone_harms_nothing(folder):
    post = Post(folder, folder / 'state', folder / 'digests')
    reader, writer = os.pipe()
    os.close(reader)
    for log in (open('/dev/full', 'w'), os.fdopen(writer, 'w')):
        daemon = post.start(log=log)
        post.gate.open.set()
        post.wait_until_told()
        daemon.hear('next bell at')
        assert daemon.process.poll() is None
        daemon.process.terminate()
        assert daemon.process.wait(timeout=10) == 0
        daemon.hear('STOPPING=1')
        if log.name == '/dev/full':  # once more, with new windows to write
            for p in post.digests.glob('2*.md'):
                p.unlink()
            shutil.rmtree(post.state)
            post.world.write(post.folder / 'feeds', post.begin)
            eightbells('--config', post.config, '--state', post.state, 'once', '--at', text_of(post.begin))
            post.world.write(post.folder / 'feeds', post.now)


run(globals())
