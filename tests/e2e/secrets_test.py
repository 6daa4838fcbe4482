#!/usr/bin/env python3
"""Every secret that a configuration can hold is a marker; then every word that leaves the program is searched for it: output, errors,
logs at every level, status, metrics, digests. The servers give back what they were told, as servers do in their error pages."""
import base64, http.server, signal, socket, threading, urllib.parse

from harness import *

MARK = 's3cr3tMARKER'


class Echo(http.server.BaseHTTPRequestHandler):
    """Refuses with what it was told; /ok is a feed; /moved goes on to an address with a password; /broken says nothing true."""
    seen = []

    def do_GET(self):
        length = int(self.headers.get('Content-Length') or 0)
        told = self.path + '\n' + str(self.headers) + self.rfile.read(length).decode(errors='replace')
        self.seen.append(told)
        path = urllib.parse.urlsplit(self.path).path
        if path == '/ok':
            now = time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(time.time() - 180))
            return self.say(200, '<rss version="2.0"><channel><title>Pier</title><item><guid>1</guid><title>The ferry sails</title>'
                                 '<link>https://pier.example/1</link><pubDate>%s</pubDate></item></channel></rss>' % now)
        if path == '/moved':
            return self.say(301, '', ('Location', 'http://inurl:%s@127.0.0.1:%d/refused' % (MARK, self.server.server_port)))
        if path == '/broken':
            return self.say(200, '<html><title>%s</title>' % path)
        self.say(401, json.dumps({'title': 'Unauthorized', 'detail': 'no', 'error': {'message': 'no'}}), ('Content-Type', 'application/json'))

    do_POST = do_GET

    def say(self, status, body, *headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def markers():
    """The marker as it could be shown: plain, and as Basic authentication carries it."""
    basic = [base64.b64encode((user + ':' + MARK).encode()).decode().rstrip('=')[:16] for user in ('reader', 'proxy', 'inurl')]
    return [MARK, *basic]


def configured(folder):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = 'http://127.0.0.1:%d' % server.server_port
    for name, text in [('token', MARK), ('key', MARK), ('basic', 'reader:' + MARK), ('hook', base + '/hooks/' + MARK), ('hook_token', MARK)]:
        (folder / name).write_text(text + '\n')
    config = folder / 'c.toml'
    config.write_text('''timezone = "UTC"
language = "en"
window = "1m"
backfill = "max_age"
metrics_file = "{folder}/metrics.prom"
[x]
endpoint = "{base}"
bearer_token_file = "{folder}/token"
[editor]
endpoint = "{base}/v1"
model = "m"
api_key_file = "{folder}/key"
[[digest]]
name = "d"
file = "%Y.%m.%d.%H.%M.md"
[[on_digest]]
webhook_file = "{folder}/hook"
token_file = "{folder}/hook_token"
[[on_digest]]
webhook = "{base}/refused"
[[on_digest]]
command = ["sh", "-c", "echo failed >&2; exit 1"]
[[source]]
x = "karpathy"
[[source]]
url = "{base}/ok"
basic_auth_file = "{folder}/basic"
[[source]]
url = "{base}/refused"
headers = {{Authorization = "Bearer {mark}", "X-Api-Key" = "{mark}"}}
[[source]]
url = "{base}/moved"
[[source]]
url = "{base}/broken"
headers = {{Cookie = "session={mark}"}}
[[source]]
url = "http://127.0.0.1:1/unreachable"
basic_auth_file = "{folder}/basic"
[[source]]
url = "{base}/proxied"
proxy = "http://proxy:{mark}@127.0.0.1:1"
'''.format(folder=folder, base=base, mark=MARK))
    return config


def search(what, text):
    for marker in markers():
        at = text.find(marker)
        assert at < 0, '%s shows a secret: ...%s...' % (what, text[max(0, at - 120):at + 60])


def told_by(config, state, *arguments):
    process = subprocess.run([str(BINARY), '--config', str(config), '--state', str(state), *arguments], capture_output=True, text=True,
                             timeout=120)
    search(' '.join(arguments) + ' (output)', process.stdout)
    search(' '.join(arguments) + ' (errors)', process.stderr)
    return process


def test_no_command_tells_a_secret(folder):
    config, state = configured(folder), folder / 'state'
    checked = told_by(config, state, 'check')
    assert checked.returncode == 0, checked
    once = told_by(config, state, '--log-level', 'debug', 'once')
    assert once.returncode == 3 and once.stdout, once
    end = pathlib.Path(once.stdout.splitlines()[0]).stem
    for arguments in (['status'], ['status', '--json'], ['search', 'ferry'], ['search', 'ferry', '--json'], ['preview']):
        assert told_by(config, state, *arguments).stdout.strip(), arguments
    told_by(config, state, 'explain', '%s-%s-%sT%s:%s:00Z' % tuple(end.split('.')))
    for path in [folder / 'metrics.prom', *(state / 'digests').rglob('*')]:
        if path.is_file():
            search(str(path), path.read_text())
    told = '\n'.join(Echo.seen)
    assert 'Bearer ' + MARK in told and '/hooks/' + MARK in told, 'the secrets did not reach those that they are for'


def test_no_log_of_the_daemon_tells_a_secret(folder):
    config, state = configured(folder), folder / 'state'
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(folder / 'notify'))
    listener.settimeout(60)
    with open(folder / 'log', 'w') as log:
        daemon = subprocess.Popen([str(BINARY), '--config', str(config), '--state', str(state), '--log-level', 'debug', 'run'], stderr=log,
                                  env={**os.environ, 'NOTIFY_SOCKET': str(folder / 'notify')})
        said = ''
        while 'next bell at' not in said:
            said += listener.recv(4096).decode() + '\n'
        good = config.read_text()
        config.write_text(good.replace('model = "m"', 'model = 5').replace('proxy = "http://', 'proxy = "htp://'))
        daemon.send_signal(signal.SIGHUP)
        wait_until(lambda: 'event=reload_refused' in (folder / 'log').read_text(), 20, 'the refusal')
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(timeout=20) == 0
    text = (folder / 'log').read_text()
    assert 'event=digest' in text and 'event=source_failed' in text and 'event=hook_failed' in text, text
    search('the log', text)
    search('what systemd hears', said)


def test_errors_of_a_configuration_tell_no_secret(folder):
    config = configured(folder)
    good = config.read_text()
    for old, new in [('proxy = "http://proxy', 'proxy = "gopher://proxy'), ('url = "http://', 'url = "http://inurl:%s@' % MARK),
                     ('webhook = "http://', 'webhook = "gopher://'), ('webhook = ', 'webhok = '), ('headers = {', 'headers = {"Bad Name" = 1, '),
                     ('Authorization = "', 'Authorization = 5, X = "'), ('proxy = ', 'prxy = ')]:
        assert old in good, old
        config.write_text(good.replace(old, new, 1))
        assert told_by(config, folder / 'state', 'check').returncode == 2, new


run(globals())
