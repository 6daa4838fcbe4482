#!/usr/bin/env python3
"""The clock of the machine is set days ahead and back under the running daemon: no window is missed or doubled, no entry lost or told
twice, and what it waits for is said.  clock_test.py BINARY SOURCE FAULTS_LIBRARY"""
from harness import *
from machine import HOUR, WINDOW, Machine, wait_for_the_middle_of_a_window

DAYS = 3


def test_days_ahead_and_back(folder):
    wait_for_the_middle_of_a_window()
    machine = Machine(folder)
    machine.daemon.hear('next bell at')
    wait_until(machine.is_written_until_now, 20, 'the digest of the window that had closed before the start')
    assert len(machine.ledger()) == 1
    machine.publish('A grain ship runs aground in fog')

    machine.set_clock(DAYS * 24 * HOUR)
    wait_until(machine.is_written_until_now, 60, 'the windows of the days that the clock skipped')
    assert len(machine.ledger()) == 1 + DAYS * 24 * HOUR // WINDOW, machine.ledger()
    assert machine.told() == ['https://pier.example/%d' % n for n in (1, 2)] or machine.told() == ['https://pier.example/%d' % n for n in (2, 1)]

    ahead = machine.ledger()
    machine.set_clock(0)
    wait_until(lambda: 'event=clock_behind_ledger' in machine.log(), 20, 'the word that the newest digest lies ahead of the clock')
    machine.publish('The lighthouse keeper retires')
    machine.set_clock(-2 * WINDOW)
    machine.set_clock(10 * 60)
    time.sleep(1)
    assert machine.ledger() == ahead, 'a digest was written while the clock was behind the newest'

    machine.set_clock(DAYS * 24 * HOUR + 2 * WINDOW)
    wait_until(machine.is_written_until_now, 60, 'the windows after the clock came back')
    assert len(machine.ledger()) == len(ahead) + 2, machine.ledger()
    assert sorted(machine.told()) == ['https://pier.example/%d' % n for n in (1, 2, 3)], machine.told()
    assert machine.log().count('event=clock_behind_ledger') < 4, machine.log()
    status, seconds = machine.daemon.stop()
    assert status == 0 and seconds < 5, (status, seconds)
    assert machine.log().count('event=digest ') == len(machine.ledger()), machine.log()
    print('%d windows, each once; %d entries, each once' % (len(machine.ledger()), len(machine.told())))


def test_what_waits_for_the_clock_is_said_once(folder):
    """However often the daemon wakes while the clock is behind the ledger, it says once an hour why no digest comes; sources are polled on."""
    wait_for_the_middle_of_a_window()
    machine = Machine(folder, more='every = "5m"\n')
    machine.daemon.hear('next bell at')
    machine.set_clock(DAYS * 24 * HOUR)
    wait_until(machine.is_written_until_now, 60, 'the windows of the days that the clock skipped')
    polls = lambda: (machine.daemon.keep_listening(), machine.log().count('event=collected'))[1]
    for minute in range(0, 50, 7):
        before = polls()
        machine.set_clock(minute * 60)
        wait_until(lambda: polls() > before, 20, 'a poll')
    said = machine.log().count('event=clock_behind_ledger')
    assert machine.daemon.stop()[0] == 0
    assert said == 1, machine.log()


run(globals())
