"""What the end-to-end tests share: the program as a user runs it, servers on loopback, skipping.

A test is a script `name_test.py BINARY SOURCE_DIRECTORY` of functions test_*; run(globals()) runs them in order. It ends with
status 77, which ctest shows as skipped, when what it needs is not there. Python's standard library only."""
import json, os, pathlib, re, subprocess, sys, tempfile, time, traceback, urllib.request

BINARY, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
SHARED = pathlib.Path(os.environ.get('EIGHTBELLS_SHARED', SOURCE.parent / 'shared'))


def need_shared():
    if not (SHARED / 'replay').exists():
        print('skipped: ../shared is not beside this checkout')
        sys.exit(77)


def run(tests):
    for name, test in list(tests.items()):
        if not name.startswith('test_'):
            continue
        print('==', name, flush=True)
        with tempfile.TemporaryDirectory(prefix='eightbells-e2e-') as folder:
            try:
                test(pathlib.Path(folder))
            except Exception:
                traceback.print_exc()
                sys.exit(1)


class Result:
    def __init__(self, process):
        self.status, self.out, self.err = process.returncode, process.stdout, process.stderr

    def paths(self):
        return [pathlib.Path(line) for line in self.out.splitlines()]


def eightbells(*arguments, expect=(0,), **environment):
    """Runs the program; its exit status must be one of `expect`."""
    process = subprocess.run([str(BINARY), *map(str, arguments)], capture_output=True, text=True, timeout=120,
                             env={**os.environ, **environment}, stdin=subprocess.DEVNULL)
    if process.returncode not in expect:
        raise AssertionError('%s: exit %d, expected %s\n%s\n%s' % (arguments, process.returncode, expect, process.stdout, process.stderr))
    return Result(process)


class Server:
    """A Python script that serves on loopback and prints its address in its first line."""
    def __init__(self, *command):
        self.process = subprocess.Popen([sys.executable, *map(str, command)], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r'http://127\.0\.0\.1:\d+', line)
        if not found:
            self.process.kill()
            raise AssertionError('the server said %r' % line)
        self.url = found[0]

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return answer.read().decode()

    def log(self):
        return json.loads(self.get('/-/log'))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def links(digest):
    """The link targets of a digest's items, in order."""
    return re.findall(r'^\d+\. +\[.*\]\((\S+)\)$', digest, re.M)


def titles(digest):
    return re.findall(r'^\d+\. +\[(.*)\]\(\S+\)$', digest, re.M)


def wait_until(condition, seconds, what):
    """Waits for a condition that a process outside brings about; fails after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError('waited %d s in vain for %s' % (seconds, what))
