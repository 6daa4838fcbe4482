"""Twelve windows written by the real program: from feeds of our own, or from the replayed past where that lies beside the checkout."""
import datetime, html
from harness import *

UTC = datetime.timezone.utc
FIRST_BELL = datetime.datetime(2026, 7, 29, 16, tzinfo=UTC)
BELLS = [FIRST_BELL + datetime.timedelta(hours=4 * n) for n in range(12)]
QUIET, BLIND = 5, 8  # windows in which nothing is new, in which a source cannot be read

NEWS = [  # title, text: what any renderer may stumble over stands among plain words; {0} is a name that no other window has
    ('{0} ships a robot that folds shirts', '{0} says that its robot folds a shirt in {1} seconds and costs $1,900 & shipping. Laundries in the port try it first.'),
    ('{0}发布“小星”机器人，续航{1}小时', '{0}的新一代家用机器人续航提高到{1}小时，售价下调三成，首批将在沿海城市交付。'),
    ('</title><script>alert("{0}")</script> is no title', 'Neither is <img src=x onerror=alert(1)> a summary of {0}, nor ]]> an end of anything in version {1}.'),
    ('1. {0} *and* _not_ emphasis [nor](https://evil.example) a link', '# no heading for {0}, `no code`, {{{{< no shortcode >}}}} and ~~nothing~~ struck in {1} lines.'),
    ('{0} model {1}.2 reads 400 pages at once', '{0} says that version {1}.2 of its model needs half the memory of the one before, and reads contracts.'),
    ('监管机构就{0}公布大模型备案新规', '新规自九月一日起施行，要求{0}等{1}家提供者说明训练数据的来源并接受抽查。'),
    ('{0} raises {1} million for chips', 'The round of {0} was led by Quay Partners; the chips are due in two years from a plant by the river.'),
    ('{0}开源两百亿参数大模型', '{0}以宽松许可证发布模型权重，可在单张显卡上运行，{1}所大学参与了评测。'),
]


def name_of(number, k):
    """A name for every window and thing, so that no title looks like an earlier one."""
    if k in (1, 5, 7):
        return '北东南西云海山河星月风雷'[number] + '辰岚溪川樾霁屿峤'[k] + '科技'
    return 'KORVAMILDETANURISOPELGABROFINWESTYQUAHOLM'[3 * number:3 * number + 4].title() + 'aeiouyns'[k] + 'bdfglmrt'[(k + number) % 8]


def feed(name, language, entries):
    items = ''.join('<item><guid>%s</guid><title>%s</title><link>%s</link><description>%s</description><pubDate>%s</pubDate></item>' % (
        html.escape(link), html.escape(html.escape(title)), html.escape(link), html.escape(html.escape(text)),
        at.strftime('%a, %d %b %Y %H:%M:%S +0000')) for title, text, link, at in entries)
    return '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>%s</title><link>https://%s.example/</link>' \
           '<language>%s</language>%s</channel></rss>' % (name, name.lower(), language, items)


def entries_before(source, bell):
    """What a source has said by then: every second thing also said by the other source, under another address."""
    out = []
    for number, end in enumerate(BELLS):
        for k, words in enumerate(NEWS):
            if number == QUIET or end > bell or (k + number) % 3 == source % 3:
                continue
            title, text = (part.format(name_of(number, k), 11 + 7 * number + k) for part in words)
            link = 'https://s%d.example/%d?k=%d&n=_(%d)' % (source, number, k, number)
            out.append((title, text, link, end - datetime.timedelta(minutes=20 + 7 * k + source)))
    return out


CATEGORIES = '''
[[category]]
name = "AI进展"
keywords = ["robot", "model", "机器人", "模型", "chips"]
always = true
[[category]]
name = "机器人"
keywords = [{text = "robot", weight = 3}, {text = "机器人", weight = 3}]
[[category]]
name = "Say \\"hi\\" & <b>"
keywords = [{text = "Northlight", weight = 5}, {text = "监管", weight = 5}]
'''


def own_windows(folder, settings, more=''):
    """Writes twelve windows into folder/digests; returns the configuration, with `more` at its end."""
    config = folder / 'c.toml'
    sources = ''.join('[[source]]\nname = "Source %d"\nfile = "source%d.xml"\n' % (n, n) for n in range(4))
    for n in range(4):
        (folder / ('source%d.xml' % n)).write_text(feed('Source%d' % n, 'zh' if n % 2 else 'en', []))
    config.write_text('timezone = "Asia/Shanghai"\n%s%s[[digest]]\nname = "ai"\ndirectory = "digests"\nper_source = 0\n%s\n%s' % (sources, CATEGORIES, settings, more))
    for number, bell in enumerate(BELLS):
        for n in range(4):
            path = folder / ('source%d.xml' % n)
            path.write_text(feed('Source%d' % n, 'zh' if n % 2 else 'en', entries_before(n, bell)))
            if number == BLIND and n > 1:
                path.unlink()
        eightbells('--config', config, '--state', folder / 'state', 'once', '--at', bell.strftime('%Y-%m-%dT%H:%M:%SZ'), expect=(0, 3))
    return config


def replay_windows(folder, settings):
    """The same from the replayed feeds of 654 sources."""
    at = BELLS[0].strftime('%Y-%m-%dT%H:%M:%SZ')
    with Server(SHARED / 'tools' / 'replay_server.py', '--port', '0', '--only', 'news', '--at', at) as server:
        shipped = (SOURCE / 'config' / 'eightbells.toml').read_text()
        categories = ''.join(part for part in re.split(r'(?=^\[\[)', shipped, flags=re.M) if part.startswith('[[category]]'))
        config = folder / 'c.toml'
        config.write_text('timezone = "Asia/Shanghai"\n[collect]\nper_host = 16\ngap = "0s"\n%s\n[[digest]]\nname = "ai"\ndirectory = "digests"\n%s\n%s' % (
            categories, settings, server.get('/-/sources.toml')))
        for bell in BELLS:
            at = bell.strftime('%Y-%m-%dT%H:%M:%SZ')
            server.get('/-/at?t=' + at)
            eightbells('--config', config, '--state', folder / 'state', 'once', '--at', at, expect=(0, 3))
    return config


def bytes_under(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob('*')) if path.is_file() and not path.is_symlink()}
