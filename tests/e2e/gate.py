"""A server of feeds that can be made to wait, so that a test acts while the program polls."""
import contextlib, http.server, threading


class Gate(http.server.ThreadingHTTPServer):
    """Serves a folder; answers wait while the gate is closed."""
    daemon_threads = True

    def __init__(self, folder):
        super().__init__(('127.0.0.1', 0), Gate.Handler)
        self.folder, self.open, self.asked = folder, threading.Event(), threading.Semaphore(0)
        self.open.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            self.server.asked.release()
            self.server.open.wait(60)
            body = (self.server.folder / self.path[1:]).read_bytes()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # whoever asked may have given up
                self.send_response(200)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
