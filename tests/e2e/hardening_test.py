#!/usr/bin/env python3
"""What stands between a bug and an attacker: how the program is linked and compiled, and how far its unit shuts it in."""
import shutil

from harness import *

BUILD_TYPE = sys.argv[3] if len(sys.argv) > 3 else 'Release'
WORST_EXPOSURE = 1.2


def readelf(*options):
    return subprocess.run(['readelf', '-W', *options, str(BINARY)], check=True, capture_output=True, text=True).stdout


def test_the_program_is_linked_against_attacks(_):
    headers, dynamic = readelf('-h', '-l'), readelf('-d')
    assert re.search(r'Type:\s+DYN', headers) and re.search(r'Flags:.*\bPIE\b', dynamic), 'not position independent'
    assert 'GNU_RELRO' in headers and re.search(r'Flags:.*\bNOW\b', dynamic), 'relocations stay writable'
    stack = re.search(r'GNU_STACK.*', headers)[0]
    assert ' RWE ' not in stack, 'the stack is executable'
    assert not re.search(r'\((RPATH|RUNPATH)\)', dynamic), 'it looks for libraries in a folder of the build'
    assert 'TEXTREL' not in dynamic


def test_the_program_checks_itself(_):
    symbols = readelf('--dyn-syms')
    assert '__stack_chk_fail' in symbols, 'no stack protector'
    if BUILD_TYPE != 'Release':
        print('not a release build: FORTIFY and the library assertions were not looked for')
        return
    assert re.search(r'__(memcpy|vsnprintf|snprintf|read|recv)_chk', symbols), 'no _FORTIFY_SOURCE'
    assert '__glibcxx_assert_fail' in symbols, 'no _GLIBCXX_ASSERTIONS'


def test_the_unit_shuts_the_daemon_in(_):
    if not shutil.which('systemd-analyze'):
        print('systemd-analyze is not there: the unit was not judged')
        return
    unit = SOURCE / 'systemd' / 'eightbells.service'
    said = subprocess.run(['systemd-analyze', 'security', '--offline=true', str(unit)], capture_output=True, text=True)
    found = re.search(r'exposure level for \S+: ([0-9.]+)', said.stdout)
    assert found, said.stdout + said.stderr
    print('exposure', found[1])
    assert float(found[1]) <= WORST_EXPOSURE, said.stdout


run(globals())
