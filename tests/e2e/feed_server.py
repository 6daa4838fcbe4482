#!/usr/bin/env python3
"""Serves a folder of feeds on loopback with validators and 304, and remembers the requests: feed_server.py FOLDER [PORT]
GET /-/log gives them as JSON. Files are read for every request, so that a test may change them."""
import hashlib, http.server, json, pathlib, sys, threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def reply(self, status, body=b'', headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        server = self.server
        if self.path == '/-/log':
            return self.reply(200, json.dumps(server.log).encode())
        file = (server.folder / self.path.lstrip('/')).resolve()
        conditional = bool(self.headers.get('If-None-Match'))
        if not file.is_file() or server.folder not in file.parents:
            status = 404
        else:
            body = file.read_bytes()
            tag = 'W/"%s"' % hashlib.sha1(body).hexdigest()[:12]
            status = 304 if self.headers.get('If-None-Match') == tag else 200
        with server.lock:
            server.log.append({'path': self.path, 'status': status, 'conditional': conditional,
                               'agent': self.headers.get('User-Agent')})
        if status == 404:
            return self.reply(404, b'no such feed\n')
        self.reply(status, body if status == 200 else b'', [('ETag', tag), ('Content-Type', 'application/octet-stream')])


class Server(http.server.ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 256

    def handle_error(self, request, address):
        pass  # a program that was killed hangs up


server = Server(('127.0.0.1', int(sys.argv[2]) if len(sys.argv) > 2 else 0), Handler)
server.folder, server.log, server.lock = pathlib.Path(sys.argv[1]).resolve(), [], threading.Lock()
print('http://127.0.0.1:%d' % server.server_address[1], flush=True)
server.serve_forever()
