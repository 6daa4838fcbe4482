#!/usr/bin/env python3
"""Sources that misbehave, on loopback: /KIND for every kind of KINDS; /good/N is a feed as it should be."""
import email.utils, gzip, http.server, socket, struct, sys, time

KINDS = ['403', '404', '410', '429', '500', '503', 'slow', 'drip', 'silent', 'reset', 'truncate', 'bomb', 'huge', 'loop', 'far', 'login',
         'html', 'empty', 'garbage', 'binary', 'deep', 'headers']
LONG = 120  # seconds, longer than any test waits


def feed(title, items):
    now = email.utils.formatdate(time.time() - 60, usegmt=True)
    return ('<rss version="2.0"><channel><title>%s</title>%s</channel></rss>' % (title, ''.join(
        '<item><guid>%s</guid><title>%s</title><link>https://good.example/%s</link><pubDate>%s</pubDate></item>' % (i, t, i, now)
        for i, t in items))).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def reply(self, status, body=b'', kind='application/rss+xml', headers=()):
        self.send_response(status)
        for name, value in (('Content-Type', kind), ('Content-Length', str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def start(self, *headers):
        self.send_response(200)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True

    def do_GET(self):
        kind = self.path.split('?')[0].strip('/')
        if kind.startswith('good/'):
            number = kind[5:]
            return self.reply(200, feed('Good ' + number, [(number, 'Pilot boat %s guides a tall ship home' % number)]))
        if kind.isdigit():
            return self.reply(int(kind), b'no\n', 'text/plain', [('Retry-After', '7200')] if kind in ('429', '503') else [])
        getattr(self, 'many_headers' if kind == 'headers' else kind, lambda: self.reply(404))()

    def slow(self):
        time.sleep(LONG)

    def silent(self):
        self.wfile.write(b'HTTP/1.1 200 OK\r\n')
        self.wfile.flush()
        time.sleep(LONG)

    def drip(self):
        self.start(('Content-Length', '100000'))
        for _ in range(LONG):
            self.wfile.write(b' ')
            self.wfile.flush()
            time.sleep(1)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self.connection.close()
        self.close_connection = True

    def truncate(self):
        body = feed('Truncated', [(str(n), 'Item %d' % n) for n in range(50)])
        self.start(('Content-Length', str(len(body))))
        self.wfile.write(body[:len(body) // 2])

    def bomb(self):
        body = gzip.compress(b'<rss><channel>' + b' ' * (256 << 20), 9)
        self.reply(200, body, headers=[('Content-Encoding', 'gzip')])

    def huge(self):
        self.start(('Connection', 'close'))
        while True:
            self.wfile.write(b'<item>' + b'x' * (1 << 18))

    def loop(self):
        self.reply(302, headers=[('Location', '/loop')])

    def far(self):
        self.reply(302, headers=[('Location', 'http://name-that-nobody-has.invalid/feed')])

    def login(self):
        self.reply(200, b'<!doctype html><html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>', 'text/html')

    def html(self):
        self.reply(200, b'<!doctype html><html><body><p>There was a feed here once.</p></body></html>', 'text/html')

    def empty(self):
        self.reply(200, b'')

    def garbage(self):
        self.reply(200, b'<rss><channel><item><title>&&& <![CDATA[ ' * 1000)

    def binary(self):
        self.reply(200, bytes(range(256)) * 400)

    def deep(self):
        self.reply(200, b'<rss>' + b'<a>' * 300000)

    def many_headers(self):
        self.wfile.write(b'HTTP/1.1 200 OK\r\n')
        for n in range(4000):
            self.wfile.write(b'X-Header-%d: %s\r\n' % (n, b'y' * 1000))
        self.wfile.write(b'Content-Length: 0\r\n\r\n')
        self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 256

    def handle_error(self, request, address):
        pass  # clients that hang up on us are right


if __name__ == '__main__':
    server = Server(('127.0.0.1', 0), Handler)
    print('http://127.0.0.1:%d' % server.server_address[1], flush=True)
    server.serve_forever()
