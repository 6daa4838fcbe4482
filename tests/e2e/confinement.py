#!/usr/bin/env python3
"""Runs a program as the unit would, where no systemd is: confinement.py UNIT STATE SEEN[:SEEN...] COMMAND...

What the unit's directives mean is taken from systemd.exec(5) and done with the same means of the kernel: a mount namespace in which
everything is read-only but STATE, private /tmp, /dev and /proc (SEEN are folders that would be hidden by that); no capabilities and no way to gain any; seccomp filters for the
system calls (the groups are asked of systemd-analyze), the address families, memory that is both writable and executable, and
namespaces. A directive that this file does not know ends it with an error, so that the two cannot drift apart.
Needs root, unshare(1), mount(8), systemd-analyze and libseccomp."""
import ctypes, os, pathlib, re, subprocess, sys

NOBODY = 65534
ALLOW, EPERM = 0x7FFF0000, 0x00050000 | 1
EAFNOSUPPORT, ENOSYS = 0x00050000 | 97, 0x00050000 | 38
NOT_EQUAL, EQUAL, MASKED = 1, 4, 7
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
DEVICES = ('null', 'zero', 'full', 'random', 'urandom')
FAMILIES = {'AF_UNIX': 1, 'AF_INET': 2, 'AF_INET6': 10, 'AF_NETLINK': 16}
MOST_FAMILIES = 46
CLONE_NEW = 0x7E020000 | 0x80  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET; NEWTIME

# Directives that say when and as whom, not with what; or that hold here of themselves (no capability: no clock, module, log, host name).
ELSEWHERE = set('''Type ExecStart ExecReload Restart RestartPreventExitStatus RestartSec WatchdogSec TimeoutStopSec DynamicUser
StateDirectory StateDirectoryMode UMask PrivateUsers PrivateIPC ProtectClock ProtectHostname ProtectKernelLogs ProtectKernelModules
RestrictSUIDSGID RestrictRealtime RemoveIPC KeyringMode DevicePolicy AmbientCapabilities SystemCallErrorNumber LoadCredential
ReadWritePaths'''.split())
DONE_HERE = {'ProtectSystem': 'strict', 'ProtectHome': 'yes', 'PrivateTmp': 'yes', 'PrivateDevices': 'yes', 'PrivateMounts': 'yes',
             'ProtectProc': 'invisible', 'ProcSubset': 'pid', 'ProtectControlGroups': 'yes', 'ProtectKernelTunables': 'yes',
             'NoNewPrivileges': 'yes', 'CapabilityBoundingSet': '', 'RestrictNamespaces': 'yes', 'LockPersonality': 'yes',
             'MemoryDenyWriteExecute': 'yes', 'SystemCallArchitectures': 'native'}


def directives(unit):
    section, found = '', {}
    for line in pathlib.Path(unit).read_text().splitlines():
        if line.startswith('['):
            section = line
        elif section == '[Service]' and '=' in line and not line.startswith('#'):
            name, value = line.split('=', 1)
            found.setdefault(name, []).append(value)
    for name, values in found.items():
        if name in ELSEWHERE or name in ('SystemCallFilter', 'RestrictAddressFamilies'):
            continue
        if DONE_HERE.get(name) != values[0]:
            sys.exit('confinement: what %s=%s means is not known here' % (name, values[0]))
    return found


def group(name):
    """The system calls of a group such as @system-service."""
    calls, lines = set(), subprocess.run(['systemd-analyze', 'syscall-filter', name], check=True, capture_output=True, text=True).stdout
    for line in lines.splitlines()[1:]:
        word = line.strip()
        if word.startswith('@'):
            calls |= group(word)
        elif word and not word.startswith('#'):
            calls.add(word)
    return calls


def allowed_calls(filters):
    calls = set()
    for line in filters:
        named = set()
        for word in line.lstrip('~').split():
            named |= group(word) if word.startswith('@') else {word}
        calls = calls - named if line.startswith('~') else calls | named
    return calls | group('@default')


class Comparison(ctypes.Structure):
    _fields_ = [('argument', ctypes.c_uint), ('operator', ctypes.c_int), ('first', ctypes.c_uint64), ('second', ctypes.c_uint64)]


class Filter:
    library = None

    def __init__(self, default):
        if Filter.library is None:
            Filter.library = ctypes.CDLL('libseccomp.so.2')
            Filter.library.seccomp_init.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(self.library.seccomp_init(ctypes.c_uint32(default)))

    def rule(self, action, name, *comparisons):
        number = self.library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # below: the machine does not have it
            listed = (Comparison * len(comparisons))(*[Comparison(*one) for one in comparisons])
            self.library.seccomp_rule_add_array(self.context, ctypes.c_uint32(action), number, len(comparisons), listed)

    def load(self):
        failed = self.library.seccomp_load(self.context)
        if failed:
            sys.exit('confinement: seccomp refused a filter: %d' % failed)


def load_filters(found, calls):
    permitted = Filter(EPERM)
    for name in sorted(calls):
        permitted.rule(ALLOW, name)
    others = Filter(ALLOW)
    families = {FAMILIES[name] for name in found['RestrictAddressFamilies'][0].split()}
    for family in set(range(MOST_FAMILIES)) - families:
        others.rule(EAFNOSUPPORT, 'socket', (0, EQUAL, family, 0))
    others.rule(EPERM, 'mmap', (2, MASKED, 6, 6))
    for name in ('mprotect', 'pkey_mprotect'):
        others.rule(EPERM, name, (2, MASKED, 4, 4))
    for bit in range(32):
        if CLONE_NEW >> bit & 1:
            others.rule(EPERM, 'clone', (0, MASKED, 1 << bit, 1 << bit))
    others.rule(ENOSYS, 'clone3')  # its flags lie in memory, where no filter can look; the C library then uses clone
    others.rule(EPERM, 'unshare')
    others.rule(EPERM, 'setns')
    others.rule(EPERM, 'personality', (0, NOT_EQUAL, 0, 0))
    others.load()
    permitted.load()


def mount(*arguments):
    subprocess.run(['mount', *map(str, arguments)], check=True)


def shut_in(state, seen):
    """Inside the new mount namespace: everything read-only but the state and /tmp; `seen` stays visible where it would be hidden."""
    mount('--make-rprivate', '/')
    keep = pathlib.Path('/mnt')
    mount('-t', 'tmpfs', 'tmpfs', keep)
    kept = {}
    for number, place in enumerate([state, *seen]):
        kept[place] = keep / str(number)
        kept[place].mkdir()
        mount('--bind', place, kept[place])
    devices = keep / 'dev'
    devices.mkdir()
    for name in DEVICES:
        (devices / name).touch()
        mount('--bind', '/dev/' + name, devices / name)
    for hidden in ('/home', '/root', '/tmp', '/var/tmp', '/run'):
        mount('-t', 'tmpfs', '-o', 'mode=' + ('1777' if 'tmp' in hidden else '755'), 'tmpfs', hidden)
    for place, source in kept.items():
        place.mkdir(parents=True, exist_ok=True)
        mount('--bind', source, place)
    mount('--rbind', devices, '/dev')
    mount('-t', 'proc', '-o', 'hidepid=invisible,subset=pid', 'proc', '/proc')
    read_only_but({str(state), '/tmp', '/var/tmp', '/proc', *('/dev/' + name for name in DEVICES)})


def read_only_but(writable):
    places = {line.split()[4] for line in open('/proc/self/mountinfo')} if os.path.exists('/proc/self/mountinfo') else set()
    for place in sorted(places, key=len, reverse=True):
        if place not in writable and not place.startswith(('/proc/', '/mnt/')):
            subprocess.run(['mount', '-o', 'remount,bind,ro', place], capture_output=True)
    if os.access('/usr', os.W_OK):
        sys.exit('confinement: /usr stayed writable')


def keep_privileges_away():
    """No group, no user of the machine, no capability, no way back."""
    library = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    if library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        sys.exit('confinement: no_new_privs was refused')


def main():
    arguments = sys.argv[1:]
    if arguments[0] != '--inside':
        os.execvp('unshare', ['unshare', '--mount', '--ipc', '--', sys.executable, __file__, '--inside', *arguments])
    unit, state, seen, command = arguments[1], pathlib.Path(arguments[2]), arguments[3], arguments[4:]
    found = directives(unit)
    calls = allowed_calls(found['SystemCallFilter'])
    Filter(ALLOW)  # the library is loaded while all of the machine can still be seen
    os.chown(state, NOBODY, NOBODY)
    shut_in(state, [pathlib.Path(place) for place in seen.split(':')])
    os.chdir('/')
    os.umask(0o022)
    keep_privileges_away()
    load_filters(found, calls)
    os.execv(command[0], command)


if __name__ == '__main__':
    main()
