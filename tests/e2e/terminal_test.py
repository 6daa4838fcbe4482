#!/usr/bin/env python3
"""The program as somebody new meets it: a first configuration, a feed found from a page, what is shown, and what wrong input gets."""
import pty, select, shutil

from harness import *
from terminal import on_a_terminal

AT = '2026-01-07T08:00:10.261+08:00'
DEMO = SOURCE / 'config' / 'demo.toml'


def test_init_writes_a_configuration_that_is_good_and_never_overwrites(folder):
    file = folder / 'new' / 'my.toml'
    first = eightbells('init', file, '--topic', 'tech', LC_ALL='', LC_MESSAGES='', LANG='zh_CN.UTF-8', TZ='Asia/Shanghai')
    text = file.read_text()
    assert 'language = "zh-CN"' in text and 'timezone = "Asia/Shanghai"' in text and '编程与开源' in text, text[:2000]
    assert 'eightbells --config %s once' % file in first.err, first.err
    assert 'good' in eightbells('--config', file, 'check').out
    assert "--config '%s/a b.toml' once" % folder in eightbells('init', folder / 'a b.toml').err
    again = eightbells('init', file, expect=(2,))
    assert 'exists already' in again.err and file.read_text() == text
    english = eightbells('init', '-', LC_ALL='C', TZ='America/New_York').out
    assert 'language = "en"' in english and 'name = "Chips and compute"' in english and 'timezone = "America/New_York"' in english
    assert "did you mean 'world'" in eightbells('init', '-', '--topic', 'wrold', expect=(2,)).err


def test_add_finds_the_feed_of_a_page(folder):
    site = folder / 'site'
    site.mkdir()
    (site / 'feed.xml').write_text('<rss version="2.0"><channel><title>The Harbour</title>' + ''.join(
        '<item><title>Entry %d</title><link>https://harbour.example/%d</link><guid>%d</guid>'
        '<pubDate>Wed, 0%d Jan 2026 08:00:00 GMT</pubDate></item>' % (i, i, i, i) for i in range(1, 6)) + '</channel></rss>')
    (site / 'page.html').write_text('<html><head><link rel="alternate" type="application/rss+xml" href="feed.xml"></head><body>Hello</body></html>')
    (site / 'plain.html').write_text('<html><body>No feed here</body></html>')
    config = folder / 'c.toml'
    before = '# a comment of mine\ntimezone = "UTC"   # kept\n\n[[category]]\nname = "Sea"\n'
    config.write_text(before)
    with Server(SOURCE / 'tests' / 'e2e' / 'feed_server.py', site) as server:
        shown = eightbells('--config', config, 'add', server.url + '/page.html', '--dry-run')
        assert config.read_text() == before and 'url = "%s/feed.xml"' % server.url in shown.out
        added = eightbells('--config', config, 'add', server.url + '/page.html', '--category', 'Sea')
        lines = added.out.splitlines()
        assert lines[0] == 'The Harbour' and [l.split()[-1] for l in lines[1:]] == ['5', '4', '3'], added.out
        text = config.read_text()
        assert text.startswith(before) and text.endswith(
            '[[source]]\nname = "The Harbour"\nurl = "%s/feed.xml"\ncategory = "Sea"\n' % server.url), text
        for address in ['/page.html', '/feed.xml']:
            assert 'is there already, as "The Harbour"' in eightbells('--config', config, 'add', server.url + address, expect=(2,)).err
        assert 'names none' in eightbells('--config', config, 'add', server.url + '/plain.html', expect=(1,)).err
        assert config.read_text() == text
    assert 'https://' in eightbells('--config', config, 'add', 'file:///etc/passwd', expect=(2,)).err
    eightbells('--config', config, 'add', 'https://x.com/karpathy')
    assert config.read_text().endswith('[[source]]\nx = "karpathy"\n')
    eightbells('--config', config, 'add', 'x.com/sama')
    assert config.read_text().endswith('[[source]]\nx = "sama"\n')
    refused = eightbells('--config', config, 'add', '127.0.0.1:1', expect=(1,)).err
    assert 'type http://127.0.0.1:1' in refused and 'nothing was added' in refused, refused
    assert 'warning: %s:' % config in eightbells('--config', config, 'check').err
    assert 'warning' not in eightbells('--config', config, '--state', folder, 'status').err, 'told by check, run, once and add'
    assert 'init' in eightbells('--config', folder / 'none.toml', 'add', 'https://a.example', expect=(2,)).err


def test_opml_goes_out_and_comes_back(folder):
    config = folder / 'c.toml'
    config.write_text('timezone = "UTC"\n[[category]]\nname = "News & more"\n[[source]]\nname = "One"\nurl = "https://a.example/feed?x=1&y=2"\n'
                      'category = "News & more"\n[[source]]\nname = "机器之心"\nurl = "https://b.example/rss"\n')
    opml = folder / 'list.opml'
    opml.write_text(eightbells('--config', config, 'export').out)
    back = folder / 'back.toml'
    back.write_text('timezone = "UTC"\n[[category]]\nname = "News & more"\n')
    back.write_text(back.read_text() + eightbells('--config', back, 'import', opml).out)
    assert eightbells('--config', back, 'export').out == opml.read_text()
    again = eightbells('--config', back, 'import', opml)
    assert again.out == '' and '2 sources left out' in again.err, 'what is configured is not imported again: %s' % again.err
    back.write_text(back.read_text() + '[[source]]\nname = "Scraper"\ncommand = ["/bin/true"]\n')
    exported = eightbells('--config', back, 'export')
    assert exported.out == opml.read_text() and 'left out' in exported.err and 'Scraper' in exported.err, exported.err
    without = eightbells('--config', folder / 'none.toml', 'import', opml).out
    assert '# category = "News & more"' in without and 'name = "机器之心"' in without


def test_status_fits_the_terminal_and_has_colours_only_there(folder):
    eightbells('--config', DEMO, '--state', folder, 'once', '--at', AT)
    plain = eightbells('--config', DEMO, '--state', folder, 'status').out
    assert '\033' not in plain and 'sources' in plain.splitlines()[0] and '2026.01.07.08.md' in plain, plain
    for columns in (80, 120):
        text = on_a_terminal('--config', DEMO, '--state', folder, 'status', '--all', columns=columns)
        assert '\033[' in text
        bare = re.sub(r'\033\[[0-9;]*m', '', text)
        wide = [l for l in bare.splitlines() if sum(2 if ord(c) > 0x2E7F else 1 for c in l) > columns]
        assert not [l for l in wide if not l.startswith('in ')], wide
    assert '\033' not in on_a_terminal('--config', DEMO, '--state', folder, 'status', NO_COLOR='1')
    assert '\033' not in on_a_terminal('--config', DEMO, '--state', folder, 'status', TERM='dumb')


def test_status_says_once_what_is_true_of_many(folder):
    (folder / 'empty.xml').write_text('<rss version="2.0"><channel><title>Nothing</title></channel></rss>')
    config = folder / 'c.toml'
    config.write_text('timezone = "UTC"\n[[digest]]\nname = "one"\n[[digest]]\nname = "daily"\nevery = "24h"\nat = "08:00"\n' + ''.join(
        '[[source]]\nname = "空源%d"\nurl = "%s?%d"\n' % (n, (folder / 'empty.xml').as_uri(), n) for n in range(9)))
    for at in ('2026-01-07T08:00:10Z', '2026-01-07T12:00:10Z'):
        eightbells('--config', config, '--state', folder, 'once', '--at', at, expect=(0, 3))
    said = eightbells('--config', config, '--state', folder, 'status').out
    assert '9 sources are empty\n' in said and said.count('check that this is the right address') == 1, said
    assert '空源5 and 3 more\n' in said and '空源8' not in said, said
    assert '空源8' in eightbells('--config', config, '--state', folder, 'status', '--all').out
    assert '01-06 08:00 - 01-07 08:00' in said and '01-07 08:00-12:00' in said, said


def test_when_every_source_fails_the_machine_is_asked_first(folder):
    config = folder / 'c.toml'
    config.write_text('timezone = "UTC"\n' + ''.join('[[source]]\nurl = "http://127.0.0.1:1/%d"\n' % n for n in range(15)))
    once = eightbells('--config', config, '--state', folder, 'once', expect=(3,)).err
    assert 'every source failed: is this machine connected' in once and once.count('connection refused') == 12 and 'and 3 more' in once, once
    assert 'is this machine connected' in eightbells('--config', config, '--state', folder, 'status').out


def test_polling_is_seen_on_a_terminal_and_nowhere_else(folder):
    once = ['--config', DEMO, 'once', '--at', AT]
    seen = on_a_terminal('--state', folder / 'a', *once, columns=60, words=True)
    bars = re.findall(r'Polling \[([#-]+)\] (\d+)/(\d+)', seen)
    assert bars and bars[-1][1] == bars[-1][2] and all(len(bar) == 14 for bar, _, _ in bars), seen
    assert re.search(r'waiting for \S', seen), seen
    assert seen.rstrip().endswith('\r\033[K'), 'the bar is gone when it is done: %r' % seen[-200:]
    assert 'Polling' not in eightbells('--state', folder / 'b', *once).err


def test_editing_and_learning_are_seen_too(folder):
    demo = re.sub(r'file:demo/', DEMO.parent.as_uri() + '/demo/', DEMO.read_text())
    with Server(SOURCE / 'tests' / 'e2e' / 'model_server.py', '0.2') as model:
        config = folder / 'c.toml'
        config.write_text(demo + '\n[editor]\nendpoint = "%s/v1"\nmodel = "test"\n' % model.url)
        seen = on_a_terminal('--config', config, '--state', folder, 'once', '--at', AT, words=True)
    bars = re.findall(r'Editing \[[#-]+\] (\d+)/(\d+)', seen)
    assert len(bars) > 1 and bars[-1][0] == bars[-1][1] and int(bars[-1][1]) >= 10, seen
    lessons = folder / 'lessons.jsonl'
    lessons.write_text(''.join(json.dumps({'title': '%s %d' % (word, n), 'text': word * 2, 'category': name}) + '\n'
                               for n in range(20) for word, name in [('harbour ', 'Sea'), ('meadow ', 'Land')]))
    assert re.search(r'Learning \[[#-]+\] \d+/\d+', on_a_terminal('--config', config, '--state', folder, 'learn', lessons, words=True))


def test_search_finds_both_languages_and_says_where_it_was_reported(folder):
    eightbells('--config', DEMO, '--state', folder, 'once', '--at', AT)
    search = lambda *words, **kw: eightbells('--config', DEMO, '--state', folder, 'search', *words, **kw)
    found = [json.loads(line) for line in search('机器人', '--json').out.splitlines()]
    assert {hit['kind'] for hit in found} == {'item', 'entry'}, found
    assert any('robot' in (hit['title'] + hit['snippet']).lower() for hit in found), 'the English word is found by the Chinese one'
    reported = [hit for hit in found if hit['digest']]
    assert reported[0]['digest']['number'] > 0
    category = reported[0]['digest']['categories'][0]
    filed = [json.loads(line) for line in search('机器人', '--category', category, '--json').out.splitlines()]
    assert filed and all(category in hit['digest']['categories'] for hit in filed if hit['digest'])
    assert '\033[1;33m' in on_a_terminal('--config', DEMO, '--state', folder, 'search', '机器人')
    for columns in (40, 80):
        bare = re.sub(r'\033\[[0-9;]*m', '', on_a_terminal('--config', DEMO, '--state', folder, 'search', '机器人', columns=columns))
        wide = [l for l in bare.splitlines() if sum(2 if ord(c) > 0x2E7F else 1 for c in l) > columns]
        assert not [l for l in wide if '://' not in l], wide
    explained = eightbells('--config', DEMO, '--state', folder, 'explain', '2026.01.07.08').out
    assert re.match(r'10 items from \d+ candidates; kept out: \d+ ', explained) and '+0.00' not in explained, explained[:300]
    assert 'nothing found' in search('quaternion-zebra').err
    for wrong, hint in [(['x', '--since', 'soon'], '7d'), (['x', '--source', 'Northlihgt'], 'status'),
                        (['x', '--category', '机器'], 'there are'), (['""'], 'no word')]:
        assert hint in search(*wrong, expect=(2,)).err, wrong


def test_wrong_input_is_told_what_to_type_next(folder):
    state = ['--config', DEMO, '--state', folder]
    for arguments, status, hint in [
            ([], 2, 'eightbells once'), (['onse'], 2, "did you mean 'once'"), (['once', '--att', 'x'], 2, "did you mean '--at'"),
            (['--at', 'now', 'once'], 2, 'eightbells once --at'), (['digest'], 2, 'eightbells digest --help'),
            (['search'], 2, 'eightbells search --help'), (['search', 'x', '--limit', '0'], 2, 'range 1 to 1000'),
            (['--config', folder / 'none.toml', 'status'], 2, '--config FILE'),
            ([*state, 'once', '--at', 'tomorrow'], 2, '2026-01-07'), ([*state, 'digest', '--window', '2020.01.01.00'], 1, 'eightbells status'),
            ([*state, 'explain', '2020.01.01.00'], 1, 'eightbells status'), ([*state, 'explain', 'soon'], 2, '2026-01-07'),
            ([*state, 'preview', '--profile', 'nosuch'], 2, 'there'), ([*state, 'digest', '--window', '2026.01.07.08', '--profile', 'nosuch'], 2, 'there'),
            ([*state, 'explain', '2026.01.07.08', '--profile', 'nosuch'], 2, 'there'),
            (['parse', folder / 'none.xml'], 1, 'none.xml'), (['parse', DEMO], 1, 'feed'), (['stories', DEMO], 1, 'line 1'),
            (['import', DEMO], 1, 'OPML'), (['--state', folder, 'learn'], 2, '--from-digests'), (['--state', folder, 'learn', folder / 'none.jsonl'], 1, 'none.jsonl'),
            (['once', '--log-level', 'loud'], 2, 'info')]:
        result = eightbells(*arguments, expect=(status,))
        assert hint in result.err, (arguments, hint, result.err)
        assert result.out == '' and 'terminate' not in result.err


def test_mistakes_in_the_configuration_are_told_all_at_once(folder):
    config = folder / 'c.toml'
    config.write_text('langauge = "en"\nwindow = "5h"\n[[source]]\nurl = "https://a.example/f"\n')
    told = eightbells('--config', config, 'check', expect=(2,)).err
    assert "did you mean 'language'" in told and '4h and 6h' in told and '2 mistakes in %s; "man eightbells.toml"' % config in told, told
    assert '\033' not in told
    assert '\033[1m%s:1:1\033[0m: unknown key' % config in on_a_terminal('--config', config, 'check', words=True)
    config.write_text('timezone = "UTC"\n[[source]]\nx = "karpathy"\n')
    assert '\033[33mwarning: \033[0m' in on_a_terminal('--config', config, 'check', words=True)


def test_bash_completes(folder):
    if not shutil.which('bash'):
        return print('bash is not there')
    script = folder / 'completion'
    script.write_text(eightbells('generate', 'bash').out)
    def completed(*words):
        line = 'source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _eightbells; printf "%%s\\n" "${COMPREPLY[@]}"' % (
            script, ' '.join("'%s'" % word for word in words), len(words) - 1)
        answer = subprocess.run(['bash', '-uc', line], capture_output=True, text=True, cwd=folder)
        assert answer.returncode == 0 and not answer.stderr, answer
        return answer.stdout.split()
    assert completed('eightbells', 'se') == ['search']
    assert set(completed('eightbells', '')) >= {'run', 'once', 'add', 'init', '--config'}
    assert 'generate' not in completed('eightbells', '')
    assert completed('eightbells', '--config', 'x', 'search', '--si') == ['--since']
    assert completed('eightbells', 'init', '--topic', 'w') == ['world']
    assert completed('eightbells', '--log-level', 'd') == ['debug']
    (folder / 'list.opml').write_text('')
    assert completed('eightbells', 'import', 'li') == ['list.opml']


def test_fish_completes(folder):
    script = folder / 'fish'
    script.write_text(eightbells('generate', 'fish').out)
    if not shutil.which('fish'):
        return print('fish is not there')
    def completed(line):
        answer = subprocess.run(['fish', '-c', 'source %s; complete -C "%s"' % (script, line)], capture_output=True, text=True)
        assert answer.returncode == 0 and not answer.stderr, answer
        return [one.split('\t')[0] for one in answer.stdout.splitlines()]
    assert completed('eightbells sea') == ['search']
    assert completed('eightbells init --topic w') == ['world']
    assert completed('eightbells search x --si') == ['--since']


def test_zsh_completes(folder):
    (folder / '_eightbells').write_text(eightbells('generate', 'zsh').out)
    if not shutil.which('zsh'):
        return print('zsh is not there')
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM='dumb', HOME=str(folder))
        os.execvp('zsh', ['zsh', '-f', '-i'])
    def typed(text, until):
        os.write(terminal, text.encode())
        seen = ''
        while until not in seen:
            assert select.select([terminal], [], [], 60)[0], 'waited in vain for %r after %r' % (until, seen)
            seen += os.read(terminal, 65536).decode(errors='replace')
    typed('fpath=(%s $fpath); autoload -U compinit; compinit -u -D; echo rea""dy\n' % folder, 'ready\r\n')
    typed('eightbells sea\t', 'search ')
    typed('x --si\t', 'since')
    typed('\x15eightbells init --topic w\t', 'world')
    os.write(terminal, b'\x15exit\n')
    os.waitpid(process, 0)
    os.close(terminal)


def test_the_manual_pages_have_no_faults(folder):
    for page in ['eightbells.1', 'eightbells.toml.5']:
        file = folder / page
        file.write_text(eightbells('generate', page, SOURCE_DATE_EPOCH='1767744000').out)
        assert '2026-01-07' in file.read_text()
        if shutil.which('groff'):
            answer = subprocess.run(['groff', '-man', '-Tutf8', '-Kutf8', '-ww', '-rLL=78n', file], capture_output=True, text=True)
            assert answer.returncode == 0 and not answer.stderr, answer.stderr
            assert 'NAME' in re.sub('.\b|\033\\[[0-9;]*m', '', answer.stdout)
        else:
            print('groff is not there')
        if shutil.which('mandoc'):
            answer = subprocess.run(['mandoc', '-T', 'lint', '-W', 'warning', file], capture_output=True, text=True)
            assert answer.returncode == 0, answer.stdout


run(globals())
