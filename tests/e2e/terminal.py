"""The program on a terminal."""
import fcntl, pty, struct, termios

from harness import *


def on_a_terminal(*arguments, columns=80, words=False, **environment):
    """Output (or, with `words`, what stands on stderr) on a terminal of that width, line ends made plain."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
    environment = {**{k: v for k, v in os.environ.items() if k != 'NO_COLOR'}, 'TERM': 'xterm', **environment}
    process = subprocess.Popen([str(BINARY), *map(str, arguments)], stdin=subprocess.DEVNULL, env=environment,
                               **{'stderr' if words else 'stdout': slave, 'stdout' if words else 'stderr': subprocess.DEVNULL})
    os.close(slave)
    out = b''
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    process.wait(timeout=60)
    os.close(master)
    return out.decode().replace('\r\n', '\n')
