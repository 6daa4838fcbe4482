#!/usr/bin/env python3
"""Three hundred hostile words in every place of every output: read back by other people's readers (cmark-gfm, PyYAML, Python's HTML, XML
and JSON readers), nothing has escaped: each word is shown as it was, and no element, attribute, link scheme, item or file is there that
we did not write; and no control, colour or line of theirs reaches a terminal."""
import collections, html.parser, shutil, xml.etree.ElementTree as etree

from harness import *
from hugo import hugo_pages
from jekyll import jekyll_pages
from terminal import on_a_terminal

FILL = sys.argv[3]
LINES = [json.loads(line) for line in (SOURCE / 'tests/data/hostile.jsonl').read_text().splitlines()]
ITEMS = 25
FORBIDDEN = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]')
C0 = re.compile('[\x00-\x08\x0b-\x1f]')  # what JSON has to escape; the rest is for programs to show as they like
VOID = {'br', 'hr', 'img', 'input', 'link', 'meta', 'col', 'source', 'wbr', 'area', 'base', 'embed', 'track'}


def shown(text):
    """What a reader should see of a stranger's words: no controls, white space collapsed."""
    # White space is U+0009..D, U+0020, U+0085, U+00A0 and the separators of Unicode; NUL and the like just go.
    text = FORBIDDEN.sub('', text.replace('\n', ' '))
    return re.sub(r'[\s\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', text).strip()


def on_a_page(text):
    """The same in HTML and XML, where no last code point of a plane stands."""
    return ''.join(c for c in shown(text) if ord(c) & 0xFFFE != 0xFFFE)


def squeezed(text):
    return re.sub(r'\s+', '', text)


class Page(html.parser.HTMLParser):
    """The elements of a page, with what stands in them."""
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.comments, self.words = [], [], 0, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        element = {'tag': tag, 'attributes': dict(attributes), 'text': ''}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1]['tag'] == tag, (tag, [e['tag'] for e in self.open])
        self.open.pop()

    def handle_data(self, data):
        self.words.append(data)
        for element in self.open:
            element['text'] += data

    def handle_comment(self, data):
        self.comments += 1

    def all(self, tag):
        return [e for e in self.elements if e['tag'] == tag]


def is_web(link):
    return bool(re.match(r'https?://[^/]', link, re.I))


class Outputs:
    """The program's files for a state full of hostile words."""
    def __init__(self, folder):
        self.state, self.config, self.site = folder / 'state', folder / 'c.toml', folder / 'out'
        self.state.mkdir()
        filled = subprocess.run([FILL, str(SOURCE / 'tests/data/hostile.jsonl'), str(self.state), str(ITEMS)],
                                capture_output=True, text=True, check=True)
        self.windows = filled.stdout.split()
        self.formats = [name for name in ('markdown', 'html', 'json', 'atom') if self.takes(name)]
        print('formats:', ', '.join(self.formats))
        self.write_config(self.formats)
        before = {p for p in folder.rglob('*') if p.is_file() and not p.is_symlink()}
        self.paths = []
        for window in self.windows:
            self.paths += self.run('digest', '--window', window).paths()
        self.written = {p for p in folder.rglob('*') if p.is_file() and not p.is_symlink()} - before

    def write_config(self, formats, front_matter='hugo'):
        sources = ''.join('[[source]]\nname = %s\nurl = "http://127.0.0.1:9/%d"\n'
                          % (json.dumps(shown(line['text'])[:60] or 'none', ensure_ascii=True).replace('\\ud83d\\udc69', 'x').replace('\\ud83d\\udc67', 'x')
                             if not re.search('[\U00010000-\U0010ffff]', line['text']) else '"astral"', n)
                          for n, line in enumerate(LINES))
        self.config.write_text('timezone = "UTC"\nlanguage = "en"\n[[digest]]\nname = "digest"\ndirectory = "%s"\nformats = %s\n'
                               'front_matter = "%s"\n%s' % (self.site, json.dumps(formats), front_matter, sources))

    def takes(self, name):
        self.write_config([name])
        process = subprocess.run([str(BINARY), '--config', str(self.config), 'check'], capture_output=True, text=True)
        assert process.returncode == 0 or 'formats' in process.stderr, process.stderr[:2000]
        return process.returncode == 0

    def run(self, *arguments):
        return eightbells('--config', self.config, '--state', self.state, *arguments)

    def lines_of(self, number):
        return LINES[number * ITEMS:(number + 1) * ITEMS]

    def files(self, suffix):
        return sorted(p for p in self.written if p.suffix == suffix)


def test_every_file(folder):
    if not shutil.which('cmark-gfm'):
        print('skipped: cmark-gfm is not there')
        sys.exit(77)
    outputs = Outputs(folder)
    escaped = [p for p in outputs.written if outputs.site not in p.parents and outputs.state not in p.parents]
    assert not escaped, escaped
    for path in sorted(outputs.written):
        if path.suffix in ('.md', '.html', '.json', '.xml', '.atom', '.txt', '.csv'):
            text = path.read_text(encoding='utf-8')
            found = (C0 if path.suffix == '.json' else FORBIDDEN).search(text)
            assert not found, (path, found, text[max(0, found.start() - 80):found.end() + 80])
    check_markdown(outputs)
    check_front_matter(outputs)
    check_hugo(outputs, folder)
    check_jekyll(outputs, folder)
    if 'html' in outputs.formats:
        check_pages(outputs)
    if 'json' in outputs.formats:
        check_json(outputs)
    if 'atom' in outputs.formats:
        check_atom(outputs)
    check_terminal(outputs)


def body_of(text):
    begin, matter, body = text.split('---\n', 2)
    assert begin == '', begin
    return matter, body


def check_markdown(outputs):
    files = outputs.files('.md')
    assert len(files) == len(outputs.windows), files
    for number, path in enumerate(files):
        _, body = body_of(path.read_text())
        lines = outputs.lines_of(number)
        for extensions in ([], ['table', 'strikethrough', 'tagfilter', 'tasklist'], ['autolink', 'table', 'strikethrough']):
            options = [option for extension in extensions for option in ('-e', extension)]
            rendered = subprocess.run(['cmark-gfm', '--unsafe', *options], input=body, capture_output=True, text=True, check=True).stdout
            check_rendered(rendered, lines, number * ITEMS, path, 'autolink' in extensions)


def has_link(line):
    return line['about'] != 'links' or is_web(line['text'].strip())


def mark_of(line, n):
    """The words of the mark below an item, which every third is: an update, of an earlier item where that has a link."""
    return '' if n % 3 else 'Update of an earlier item' if has_link(line) else 'Update'


def check_rendered(rendered, lines, first, where, autolinked):
    page = Page(rendered)
    assert not page.comments, where
    tags = {e['tag'] for e in page.elements}
    assert tags <= {'p', 'ol', 'li', 'a', 'blockquote'}, (where, tags)
    for element in page.elements:
        allowed = {'a': {'href'}}.get(element['tag'], set())
        assert set(element['attributes']) <= allowed, (where, element)
    assert len(page.all('ol')) == 1 and len(page.all('blockquote')) == 1, where
    items = page.all('li')
    assert len(items) == len(lines), (where, len(items), len(lines))
    # A bare address that an extension finds is shown as it is written, with what escapes it.
    plain = (lambda text: squeezed(text).replace('\\', '').replace('&lt;', '<')) if autolinked else squeezed
    for n, (item, line) in enumerate(zip(items, lines), first):
        # The title, and the paragraph below it: the same words twice.
        assert plain(item['text']) == 2 * plain(shown(line['text'])) + squeezed(mark_of(line, n)), (where, line, item['text'])
    links = page.all('a')
    for link in links:
        assert is_web(link['attributes']['href']) or autolinked and link['attributes']['href'].startswith('mailto:'), (where, link)
    if not autolinked:
        expected = []
        for n, line in enumerate(lines, first):
            if has_link(line):
                expected += [shown(line['text'])] if n % 3 else [shown(line['text']), mark_of(line, n)]
        assert [squeezed(link['text']) for link in links] == [squeezed(text) for text in expected], where


def check_front_matter(outputs):
    try:
        import yaml
    except ImportError:
        print('python3-yaml is not there: the front matter was not read')
        return
    for number, path in enumerate(outputs.files('.md')):
        matter, _ = body_of(path.read_text())
        read = yaml.safe_load(matter)
        lines = outputs.lines_of(number)
        assert list(read) == ['title', 'date', 'categories'], (path, read)
        assert squeezed(read['title']) == squeezed(shown(lines[0]['text'][:200])), (path, read['title'])
        short = [line['text'] for line in lines if 0 < len(line['text'].encode()) < 40]
        assert [squeezed(c) for c in read['categories']] == [squeezed(shown(t)) for t in short], (path, read['categories'])


def check_hugo(outputs, folder):
    if not shutil.which('hugo'):
        print('hugo is not there: its pages were not made')
        return
    digests = folder / 'for-hugo'
    digests.mkdir()
    for path in outputs.files('.md'):  # Hugo makes a folder for each category; names that are none are refused by `check`
        (digests / path.name).write_text(path.read_text().replace(', "..", ', ', '))
    before = {p for p in folder.rglob('*') if (folder / 'hugo') not in p.parents}
    pages, _ = hugo_pages(folder / 'hugo', digests)
    outside = {p for p in folder.rglob('*') if (folder / 'hugo') not in p.parents} - before - {folder / 'hugo'}
    assert not outside, outside
    assert len(pages) == len(outputs.windows), len(pages)
    for number, page in enumerate(pages):
        lines = outputs.lines_of(number)
        check_rendered(page['content'], lines, number * ITEMS, 'hugo ' + page['file'], True)
        assert squeezed(page['title']) == squeezed(shown(lines[0]['text'][:200])), page['title']


def check_jekyll(outputs, folder):
    if not shutil.which('jekyll'):
        print('jekyll is not there: its pages were not made')
        return
    outputs.site = folder / 'for-jekyll'
    outputs.write_config(['markdown'], 'jekyll')
    for window in outputs.windows:
        outputs.run('digest', '--window', window)
    pages = jekyll_pages(folder / 'jekyll', outputs.site)
    assert len(pages) == len(outputs.windows), sorted(pages)
    for number, (name, (title, content)) in enumerate(sorted(pages.items())):
        lines = outputs.lines_of(number)
        check_rendered(content, lines, number * ITEMS, 'jekyll ' + name, False)
        assert squeezed(title) == squeezed(shown(lines[0]['text'][:200])), title


def check_pages(outputs):
    numbers = iter(range(len(outputs.windows)))
    for path in outputs.files('.html'):
        page = Page(path.read_text())
        if path.parent.name == 'digests':
            check_digest_page(page, outputs.lines_of(next(numbers)), path)
        handlers = [e for e in page.elements for name in e['attributes'] if name.startswith('on') or name == 'style' and 'url' in str(e)]
        assert not handlers, (path, handlers[:1])
        bad = {e['tag'] for e in page.elements} & {'iframe', 'object', 'embed', 'base', 'form', 'math', 'textarea', 'plaintext'}
        assert not bad, (path, bad)
        for element in page.elements:
            for name in ('href', 'src', 'action', 'data'):
                target = element['attributes'].get(name)
                if target and re.match(r'\s*[a-z][a-z0-9+.-]*:', target, re.I):
                    assert is_web(target) or element['tag'] == 'link' and target.startswith('data:'), (path, element)
                assert target is None or not target.startswith('//'), (path, element)


def check_digest_page(page, lines, path):
    titles = [e for e in page.all('h2')]
    assert len(titles) == len(lines), path
    for title, line in zip(titles, lines):
        assert squeezed(title['text']) == squeezed(on_a_page(line['text'])), (path, line, title['text'])
    numbered = [e for e in page.all('li') if (e['attributes'].get('id') or '').startswith('item-')]
    assert [e['attributes']['value'] for e in numbered] == [str(n) for n in range(1, len(lines) + 1)], path
    for item, line in zip(numbered, lines):
        assert squeezed(item['text']).startswith(2 * squeezed(on_a_page(line['text']))), (path, line, item['text'])


def check_json(outputs):
    files = outputs.files('.json')
    assert len(files) == len(outputs.windows), files
    for number, path in enumerate(files):
        items, lines = json.loads(path.read_text())['items'], outputs.lines_of(number)
        assert [item['title'] for item in items] == [line['text'] for line in lines], path
        assert [item['link'] is not None for item in items] == [has_link(line) for line in lines], path
        assert all(item['link'] is None or is_web(item['link']) for item in items), path


def check_atom(outputs):
    feeds = [p for p in outputs.written if p.suffix in ('.xml', '.atom')]
    assert feeds
    for path in feeds:
        root = etree.fromstring(path.read_bytes())
        for element in root.iter():
            target = element.get('href')
            assert target is None or is_web(target) or not re.match(r'[a-z]+:', target, re.I), (path, target)
        newest_first = [line for number in reversed(range(len(outputs.windows))) for line in outputs.lines_of(number)]
        entries = root.findall('{http://www.w3.org/2005/Atom}entry')
        assert len(entries) > ITEMS, len(entries)
        for entry, line in zip(entries, newest_first):
            title = entry.find('{http://www.w3.org/2005/Atom}title').text or ''  # HTML in XML: text alone once it is read
            read = Page(title)
            assert not read.elements and not read.comments and squeezed(''.join(read.words)) == squeezed(on_a_page(line['text'])), (line, title)


HEAD_OF_A_HIT = re.compile(r'\d{4}-\d\d-\d\d \d\d:\d\d  ')


def check_terminal(outputs):
    """What is printed for people: every word in its place, and neither a control nor a line of which a stranger decides."""
    where = ('--config', outputs.config, '--state', outputs.state)
    printed = {}
    for arguments in [('status', '--all'), ('search', 'needle', '--limit', '1000'), *(('explain', window) for window in outputs.windows)]:
        text = printed[arguments] = outputs.run(*arguments).out
        found = FORBIDDEN.search(text)
        assert not found, (arguments, text[max(0, found.start() - 80):found.end() + 80])
        plain = on_a_terminal(*where, *arguments, columns=100, NO_COLOR='1')
        assert not FORBIDDEN.search(plain), (arguments, plain)
        painted = on_a_terminal(*where, *arguments, columns=100)
        bare = re.sub('\033\\[[0-9;]+m', '', painted)
        assert bare == plain, (arguments, 'only our own colours are added')
        as_json = outputs.run(*(a for a in arguments if a != '--all'), '--json').out
        assert not C0.search(as_json), arguments
        assert [json.loads(line) for line in as_json.strip('\n').split('\n')], arguments
    for number, window in enumerate(outputs.windows):
        lines = outputs.lines_of(number)
        head, *blocks = printed['explain', window].strip('\n').split('\n\n')
        assert re.fullmatch(r'\d+ items from \d+ candidates', head), head
        assert len(blocks) == len(lines), (window, len(blocks))
        for n, (block, line) in enumerate(zip(blocks, lines), 1):
            rows = block.split('\n')
            assert rows[0].startswith('#%d  score ' % n) and rows[-1].startswith('  - ') and len(rows) <= 3, block
            assert shown(line['text']) in rows[-1], block
    rows = printed['search', 'needle', '--limit', '1000'].split('\n')[:-1]
    # A hit: its first line, where it stands, and its words where the first line does not say them already.
    kinds = ''.join('h' if HEAD_OF_A_HIT.match(row) else '-' if row.startswith('    ') else '?' for row in rows)
    assert re.fullmatch('(h--?){%d}' % len(LINES), kinds), (kinds, len(LINES))
    heads = collections.Counter(squeezed(HEAD_OF_A_HIT.sub('', row)) for row in rows if HEAD_OF_A_HIT.match(row))
    assert heads == collections.Counter(squeezed(shown('needle ' + line['text'])) for line in LINES), heads
    told = squeezed(printed['status', '--all'])
    missing = [line for line in LINES if squeezed(shown(line['text'])) not in told]
    assert not missing, missing
    print('%d words in status, search and explain of %d windows, piped, and on a terminal with and without colours' % (len(LINES), len(outputs.windows)))


run(globals())
