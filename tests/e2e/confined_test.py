#!/usr/bin/env python3
"""The daemon under the confinement that its unit asks for: it still polls, writes a window, runs commands, and stops; and what it
runs cannot write anywhere else."""
import ctypes, http.server, shutil, signal, socket, threading

from harness import *

UNIT = SOURCE / 'systemd' / 'eightbells.service'
FEED = '''<rss version="2.0"><channel><title>%s</title><link>https://pier.example/</link>
<item><guid>%s</guid><title>%s</title><link>https://pier.example/%s</link><pubDate>%s</pubDate></item></channel></rss>'''


def need_confinement():
    if os.geteuid() != 0 or not shutil.which('systemd-analyze') or not shutil.which('unshare'):
        print('skipped: confinement needs root, unshare and systemd-analyze')
        sys.exit(77)
    try:
        ctypes.CDLL('libseccomp.so.2')
    except OSError:
        print('skipped: libseccomp is not there')
        sys.exit(77)
    if subprocess.run(['unshare', '--mount', 'true'], capture_output=True).returncode != 0:
        print('skipped: this machine allows no mount namespaces')
        sys.exit(77)


def feed(name, title):
    return FEED % (name, name, title, name, time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(time.time() - 180)))


class Handler(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        self.asked.append((self.path, self.headers.get('Authorization')))
        body = feed('wire', 'The ferry to the island sails again').encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def prepared(folder):
    """A configuration as in /etc, a state directory, a credential, and a program that tries what it must not."""
    etc, state = folder / 'etc', folder / 'state'
    etc.mkdir()
    state.mkdir()
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (etc / 'feed.xml').write_text(feed('pier', 'A grain ship runs aground in fog'))
    (etc / 'secret').write_text('reader:s3cret\n')
    probe = etc / 'probe'
    probe.write_text('#!/bin/sh\ncat %s\nexec >/dev/null 2>&1\nmkdir %s\n'
                     'touch %s %s /usr/eightbells-was-here /etc/eightbells-was-here && touch %s\nexit 0\n'
                     % (etc / 'feed.xml', state / 'probed', etc / 'x', SOURCE / 'x', state / 'escaped'))
    probe.chmod(0o755)
    config = etc / 'eightbells.toml'
    config.write_text('timezone = "UTC"\nlanguage = "en"\nwindow = "1m"\nbackfill = "max_age"\n'
                      '[[digest]]\nname = "d"\nfile = "%%Y.%%m.%%d.%%H.%%M.md"\n'
                      '[[source]]\nname = "Wire"\nurl = "http://localhost:%d/feed"\nbasic_auth_file = "%s"\n'
                      '[[source]]\nname = "Probe"\ncommand = ["%s"]\n' % (server.server_port, etc / 'secret', probe))
    return config, state


def test_a_window_under_the_unit(folder):
    need_confinement()
    config, state = prepared(folder)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(state / 'notify'))
    os.chmod(state / 'notify', 0o777)
    listener.settimeout(60)
    log = open(folder / 'log', 'w')
    seen = ':'.join(map(str, (SOURCE, BINARY.parent, config.parent)))
    daemon = subprocess.Popen([sys.executable, str(SOURCE / 'tests/e2e/confinement.py'), str(UNIT), str(state), seen, str(BINARY),
                               '--config', str(config), '--state', str(state), 'run'], stderr=log,
                              # A sanitizer's search for leaks traces the process, which the unit forbids.
                              env={**os.environ, 'NOTIFY_SOCKET': str(state / 'notify'), 'ASAN_OPTIONS': 'detect_leaks=0'})
    said = ''
    try:
        while 'next bell at' not in said:
            said += listener.recv(4096).decode() + '\n'
    finally:
        daemon.send_signal(signal.SIGTERM)
        status = daemon.wait(timeout=20)
        text = (folder / 'log').read_text()
    assert 'READY=1' in said and 'STOPPING=1' not in said.split('next bell')[0], said
    assert status == 0, (status, text)
    digests = sorted((state / 'digests').glob('2*.md'))
    assert digests, text
    everything = ''.join(path.read_text() for path in digests)
    assert 'ferry' in everything and 'grain ship' in everything, (everything, text)
    assert ' failed=0 ' in text, text
    assert Handler.asked and Handler.asked[0][1].startswith('Basic '), Handler.asked
    assert (state / 'probed').exists(), 'the probe did not run'
    escaped = [path for path in (state / 'escaped', config.parent / 'x', SOURCE / 'x', pathlib.Path('/usr/eightbells-was-here'))
               if path.exists()]
    assert not escaped, escaped


run(globals())
