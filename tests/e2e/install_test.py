#!/usr/bin/env python3
"""`cmake --install` puts everything where distributions expect it, and systemd finds no fault with the unit."""
import shutil

from harness import *

BUILD = pathlib.Path(sys.argv[3])


def test_install_and_verify(folder):
    install = lambda: subprocess.run(['cmake', '--install', str(BUILD), '--prefix', '/usr'], check=True, capture_output=True,
                                     env={**os.environ, 'DESTDIR': str(folder)})
    install()
    for path in ['usr/bin/eightbells', 'usr/lib/systemd/system/eightbells.service', 'usr/share/eightbells/demo.toml',
                 'usr/share/eightbells/eightbells.toml', 'usr/share/eightbells/topics/tech.toml', 'usr/share/man/man1/eightbells.1',
                 'usr/share/man/man5/eightbells.toml.5', 'usr/share/bash-completion/completions/eightbells',
                 'usr/share/zsh/vendor-completions/_eightbells', 'usr/share/fish/vendor_completions.d/eightbells.fish', 'usr/share/eightbells/aliases.toml', 'etc/eightbells/eightbells.toml']:
        assert (folder / path).exists(), 'not installed: ' + path
    edited = folder / 'etc/eightbells/eightbells.toml'
    edited.write_text('# edited by the administrator\n')
    install()
    assert edited.read_text().startswith('# edited'), 'installing again overwrote the configuration'
    version = subprocess.run([folder / 'usr/bin/eightbells', '--version'], check=True, capture_output=True, text=True).stdout
    assert version.startswith('eightbells '), version
    demo = folder / 'usr/share/eightbells/demo.toml'
    written = subprocess.run([folder / 'usr/bin/eightbells', '--config', demo, '--state', folder / 'state', 'once', '--at',
                              '2026-01-07T08:00:10.261+08:00'], capture_output=True, text=True)
    assert written.returncode == 0 and written.stdout.strip().endswith('2026.01.07.08.md'), written
    if not shutil.which('systemd-analyze'):
        print('systemd-analyze is not there: the unit was not verified')
        return
    unit = folder / 'eightbells.service'
    text = (folder / 'usr/lib/systemd/system/eightbells.service').read_text()
    unit.write_text(re.sub(r'ExecStart=\S+', 'ExecStart=%s' % (folder / 'usr/bin/eightbells'), text))
    verified = subprocess.run(['systemd-analyze', 'verify', '--man=no', str(unit)], capture_output=True, text=True)
    complaints = [line for line in verified.stderr.splitlines() if 'eightbells' in line]
    assert verified.returncode == 0 and not complaints, verified.stderr


run(globals())
