"""`eightbells run` as systemd would start it, with a socket on which it says how it is."""
import atexit, signal, socket

from harness import *


class Daemon:
    def __init__(self, folder, config, state=None, log=None, **environment):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = folder / ('notify%d' % time.monotonic_ns())
        self.socket.bind(str(path))
        self.socket.settimeout(30)
        self.log = log or open(folder / 'log', 'a')
        self.process = subprocess.Popen([str(BINARY), '--config', str(config), '--state', str(state or folder / 'state'), 'run'],
                                        env={**os.environ, **environment, 'NOTIFY_SOCKET': str(path)}, stderr=self.log)
        atexit.register(self.process.kill)  # when the test fails
        self.said = []

    def listen(self, seconds=30):
        """The next thing that systemd would hear; fails after `seconds`."""
        self.socket.settimeout(seconds)
        self.said.append(self.socket.recv(4096).decode())
        return self.said[-1]

    def hear(self, word, since=0):
        """Waits until systemd would have heard `word`, among all but the first `since` messages."""
        while not any(word in m for m in self.said[since:]):
            self.listen()
        return self.said

    def keep_listening(self):
        """Takes what was said meanwhile: the socket holds some ten messages, and the program waits for room as it would with systemd."""
        self.socket.settimeout(0)
        try:
            while True:
                self.said.append(self.socket.recv(4096).decode())
        except BlockingIOError:
            pass

    def stop(self):
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=10)
        self.hear('STOPPING=1')
        self.log.close()
        return status, time.monotonic() - begin
