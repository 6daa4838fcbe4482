#!/usr/bin/env python3
"""One digest in every format: the JSON and the feed are valid, our own parser and three Markdown readers find the same items."""
import html, shutil
from hugo import hugo_pages
from twelve import *

FOUR = 'formats = ["markdown", "html", "json", "atom"]\nshow = []\n'  # texts alone are compared

def need(*tools):
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        print('skipped: not installed (script/bootstrap): ' + ', '.join(missing))
        sys.exit(77)


def json_digests(folder):
    return [json.loads(path.read_text()) for path in sorted((folder / 'digests').glob('*.json'))]


def validated(digests):
    try:
        import jsonschema
    except ImportError:
        print('skipped: python3-jsonschema is not installed (script/bootstrap)')
        sys.exit(77)
    schema = json.loads((SOURCE / 'docs' / 'digest.schema.json').read_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for digest in digests:
        errors = [error.message for error in validator.iter_errors(digest)]
        assert not errors, errors[:3]


def plain(markup):
    return re.sub(r'\s+', ' ', html.unescape(re.sub(r'<[^>]*>', '', markup))).strip()


def items_of_html(markup):
    """(title, link, text) of each item of the first list."""
    body = markup[markup.index('<ol'):] if '<ol' in markup else ''
    out = []
    for item in re.findall(r'<li>\s*(.*?)\s*</li>', body, re.S):
        paragraphs = re.findall(r'<p>(.*?)</p>', item, re.S) or [item]
        link = re.search(r'<a href="([^"]*)"', paragraphs[0])
        out.append((plain(paragraphs[0]), html.unescape(link[1]) if link else None, ' '.join(plain(p) for p in paragraphs[1:])))
    return out


def look_at(folder, windows):
    digests = json_digests(folder)
    assert len(digests) == windows, len(digests)
    validated(digests)
    assert sum(len(d['items']) for d in digests) >= 2 * windows, 'too few items to say anything'

    feed_file = folder / 'digests' / 'site' / 'atom.xml'
    checked = subprocess.run(['xmllint', '--noout', '--nonet', '--relaxng', SOURCE / 'tests' / 'data' / 'atom.rng', feed_file], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    entries = json.loads(eightbells('parse', '--json', feed_file).out)['entries']
    items = [item for digest in reversed(digests) for item in digest['items']]
    assert len(entries) == len(items), (len(entries), len(items))
    for entry, item in zip(entries, items):
        assert entry['title'] == item['title'], (entry, item)
        assert (entry['summary'] or entry['content']) == item['summary'], (entry, item)
        assert entry['categories'] == item['categories'], (entry, item)
        assert entry['link'] == item['link'], (entry, item)

    pages, shelves = hugo_pages(folder / 'hugo', folder / 'digests')
    assert [page['file'] for page in pages] == sorted(path.name for path in (folder / 'digests').glob('*.md')), 'the order of time'
    for page, digest in zip(pages, digests):
        assert page['title'] == digest['title'], (page['title'], digest['title'])
        assert page['date'] == digest['written'], (page['date'], digest['written'])
        assert page['categories'] == digest['categories'], (page['categories'], digest['categories'])
        markdown = re.sub(r'\A---\n.*?\n---\n', '', (folder / 'digests' / page['file']).read_text(), flags=re.S)
        cmark = subprocess.run(['cmark-gfm', '-e', 'table', '-e', 'strikethrough', '-e', 'autolink', '-e', 'tagfilter'], input=markdown, capture_output=True, text=True)
        by_cmark, by_hugo = items_of_html(cmark.stdout), items_of_html(page['content'])
        assert by_cmark == by_hugo, (by_cmark, by_hugo)
        assert len(by_cmark) == len(digest['items'])
        for (title, link, text), item in zip(by_cmark, digest['items']):
            assert title == re.sub(r'\s+', ' ', item['title']).strip(), (title, item['title'])
            assert text == re.sub(r'\s+', ' ', item['summary'] or '').strip(), (text, item['summary'])
            assert bool(link) == bool(item['link']), (link, item['link'])
    assert len(shelves) == len({name for digest in digests for name in digest['categories']}), shelves
    print('%d digests, %d items, %d categories' % (len(digests), len(items), len(shelves)))


def test_twelve_windows_say_the_same_in_every_format(folder):
    need('hugo', 'cmark-gfm', 'xmllint')
    config = own_windows(folder, FOUR)
    look_at(folder, 12)
    before = bytes_under(folder / 'digests')
    for window in (BELLS[0], BELLS[6], BELLS[-1]):
        eightbells('--config', config, '--state', folder / 'state', 'digest', '--window', window.strftime('%Y-%m-%dT%H:%M:%SZ'))
        assert bytes_under(folder / 'digests') == before, 'writing a window again changed a file'
    quiet, blind = json_digests(folder)[QUIET], json_digests(folder)[BLIND]
    assert quiet['items'] == [] and quiet['notes'], quiet['notes']
    assert blind['sources']['failed'] == 2, blind['sources']
    told = [(item['language'], bool(re.search('[\u4e00-\u9fff]', item['title']))) for digest in json_digests(folder) for item in digest['items']]
    assert {('zh', True), ('en', False)} <= set(told) <= {('zh', True), ('en', False), (None, False)}, \
        'feeds of either language carry both: %s' % set(told)


def test_twelve_windows_of_the_replayed_past(folder):
    if not (SHARED / 'replay').exists():
        return print('not run: ../shared is not beside this checkout')
    replay_windows(folder, FOUR)
    look_at(folder, 12)


def test_a_site_that_is_switched_on_later_has_the_older_digests_too(folder):
    config = own_windows(folder, 'formats = ["markdown"]\n')
    config.write_text(config.read_text().replace('["markdown"]', '["markdown", "html"]'))
    (folder / 'source0.xml').write_text(feed('Source0', 'en', []))
    eightbells('--config', config, '--state', folder / 'state', 'once', '--at', '2026-07-31T16:00:00Z', expect=(0, 3))
    assert len(list((folder / 'digests' / 'site' / 'digests').glob('*.html'))) == 13


def test_a_bell_writes_only_the_pages_that_change(folder):
    config = own_windows(folder, FOUR)
    site = folder / 'digests' / 'site'
    before = {path: path.stat().st_mtime_ns for path in site.rglob('*.html')}
    eightbells('--config', config, '--state', folder / 'state', 'once', '--at', '2026-07-31T16:00:00Z', expect=(0, 3))  # nothing new
    changed = sorted(str(path.relative_to(site)) for path in site.rglob('*.html') if before.get(path) != path.stat().st_mtime_ns)
    assert [name for name in changed if name.startswith('digests/')] == ['digests/2026.07.31.20.html', 'digests/2026.08.01.00.html'], changed
    assert not [name for name in changed if name == 'categories/机器人.html'], changed


def test_templates_of_ones_own(folder):
    mine = folder / 'mine'
    written = eightbells('templates', mine).paths()
    assert {path.name for path in written} >= {'digest.mustache', 'style.css'}, written
    (mine / 'foot.mustache').write_text('<p>made by me</p>\n</main>\n</body>\n</html>\n')
    assert 'stays as it is' in eightbells('templates', mine).err
    assert 'made by me' in (mine / 'foot.mustache').read_text()
    setting = FOUR + 'template_directory = "mine"\n'
    config = own_windows(folder, setting)
    page = folder / 'digests' / 'site' / 'index.html'
    assert 'made by me' in page.read_text()
    eightbells('--config', config, 'check')

    (mine / 'foot.mustache').write_text('<p>\n{{#open}}\n')
    checked = eightbells('--config', config, 'check', expect=(2,))
    assert '%s:2: the section open is not closed' % (mine / 'foot.mustache') in checked.err, checked.err
    once = eightbells('--config', config, '--state', folder / 'state', 'once', '--at', '2026-07-31T16:00:00Z', expect=(0, 3))
    assert 'foot.mustache:2:' in once.err, once.err
    assert 'made by me' not in page.read_text() and '</html>' in page.read_text()


def test_a_daily_digest_beside_the_four_hourly_ones(folder):
    daily = folder / 'daily'
    config = own_windows(folder, '', '[[digest]]\nname = "daily"\ndirectory = "daily"\nevery = "24h"\nat = "08:00"\nlanguage = "en"\nmax_items = 5\n')
    names = sorted(path.name for path in daily.glob('2*.md'))
    # The first bell is at 00:00 in Shanghai: the last day that ended at 08:00 is the one before; then one at 08:00 of each day.
    assert names == ['2026.07.29.08.md', '2026.07.30.08.md', '2026.07.31.08.md'], names
    digest = (daily / '2026.07.31.08.md').read_text()
    assert 'in the last 24 hours' in digest and 0 < len(links(digest)) <= 5, digest
    assert not set(links(digest)) & set(links((daily / '2026.07.30.08.md').read_text())), 'twice in one profile'
    assert set(links(digest)) & {link for path in (folder / 'digests').glob('2*.md') for link in links(path.read_text())}, 'each profile has its own ledger'
    status = json.loads(eightbells('--config', config, '--state', folder / 'state', 'status', '--json').out)
    assert sum(window['digest'] == 'daily' for window in status['windows']) == 3, status['windows']


run(globals())
