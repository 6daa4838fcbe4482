#!/usr/bin/env python3
"""A language model on loopback that says again what the first entry says, after a moment: model_server.py [SECONDS [WORD=CATEGORY ...]]
It files under CATEGORY what says WORD. GET /-/log gives the paths asked so far."""
import http.server, json, re, sys, threading, time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def reply(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.reply(self.server.log)

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        with self.server.lock:
            self.server.log.append(self.path)
        time.sleep(self.server.pause)
        asked = '\n'.join(m['content'] for m in request['messages'] if m['role'] == 'user')
        found = re.search(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)"', asked)
        said = json.loads('"%s"' % found[1]) if found else 'nothing'
        categories = [category for word, category in self.server.rules if word in said]
        answer = {'title': said[:60], 'summary': said[:300], 'categories': categories, 'importance': 5}
        self.reply({'choices': [{'index': 0, 'finish_reason': 'stop', 'message': {'role': 'assistant', 'content': json.dumps(answer)}}],
                    'usage': {'prompt_tokens': 100, 'completion_tokens': 50, 'total_tokens': 150}})


class Server(http.server.ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 256

    def handle_error(self, request, address):
        pass  # a program that was killed hangs up


server = Server(('127.0.0.1', 0), Handler)
server.log, server.lock, server.pause = [], threading.Lock(), float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
server.rules = [rule.split('=') for rule in sys.argv[2:]]
print('http://127.0.0.1:%d' % server.server_address[1], flush=True)
server.serve_forever()
