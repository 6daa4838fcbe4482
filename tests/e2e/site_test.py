#!/usr/bin/env python3
"""The site in Debian's Chromium: from disk and over loopback, on a phone and a desktop, light and dark. EIGHTBELLS_PICTURES=DIR keeps
what it looked like."""
import http.server, shutil, threading
from twelve import *

BROWSER = SOURCE / 'tests' / 'e2e' / 'browser'
PAGES = ['index.html', 'archive.html', 'categories.html', 'digests/2026.07.30.16.html', 'digests/2026.07.30.20.html', 'digests/2026.07.31.08.html',
         'months/2026-07.html', 'categories/%E6%9C%BA%E5%99%A8%E4%BA%BA.html']


def drive(folder, base, pages, pictures='-'):
    profile = folder / ('chromium-' + base.split(':')[0])
    profile.mkdir()
    process = subprocess.run(['node', BROWSER / 'drive.mjs', shutil.which('chromium'), profile, pictures, base, *pages], capture_output=True, text=True,
                             timeout=400, env={**os.environ, 'HOME': str(folder)})
    assert process.returncode == 0, process.stdout + process.stderr
    found = json.loads(process.stdout)
    outside = sorted({address for address in found['requests'] if not address.startswith((base, 'data:,'))})
    assert not outside, outside
    assert found['complaints'] == [], found['complaints'][:5]
    assert found['violations'] == [], '\n'.join(found['violations'][:8])
    assert found['wide'] == [], found['wide']
    asked = {address for address in found['requests']}
    assert base + 'style.css' in asked, 'the stylesheet was not loaded'


def test_the_site_from_disk_and_over_loopback(folder):
    if not shutil.which('chromium') or not shutil.which('node') or not (BROWSER / 'node_modules' / 'axe-core').exists():
        print('skipped: Chromium, node or the packages of tests/e2e/browser are not installed (script/bootstrap)')
        sys.exit(77)
    pictures = os.environ.get('EIGHTBELLS_PICTURES', '-')
    own_windows(folder, 'formats = ["html", "atom"]\n')
    site = folder / 'digests' / 'site'
    drive(folder, site.as_uri() + '/', PAGES, pictures)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(site))

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    drive(folder, 'http://127.0.0.1:%d/' % server.server_port, PAGES[:2])
    server.shutdown()


run(globals())
