#!/usr/bin/env python3
"""Three hundred hostile words in every place of every output: read back by other people's readers (cmark-gfm, PyYAML, Python's HTML, XML
and JSON readers), nothing has escaped: each word is shown as it was, and no element, attribute, link scheme, item or file is there that
we did not write."""
import html.parser, shutil, xml.etree.ElementTree as etree

from harness import *

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


def squeezed(text):
    return re.sub(r'\s+', '', text)


class Page(html.parser.HTMLParser):
    """The elements of a page, with what stands in them."""
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.comments = [], [], 0
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
    if 'html' in outputs.formats:
        check_pages(outputs)
    if 'json' in outputs.formats:
        check_json(outputs)
    if 'atom' in outputs.formats:
        check_atom(outputs)


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
            check_rendered(rendered, lines, path, 'autolink' in extensions)


def check_rendered(rendered, lines, where, autolinked):
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
    for item, line in zip(items, lines):
        # The title, and the paragraph below it: the same words twice.
        assert plain(item['text']) == 2 * plain(shown(line['text'])), (where, line, item['text'])
    links = page.all('a')
    for link in links:
        assert is_web(link['attributes']['href']) or autolinked and link['attributes']['href'].startswith('mailto:'), (where, link)
    if not autolinked:
        expected = [line for line in lines if line['about'] != 'links' or is_web(line['text'].strip())]
        assert len(links) == len(expected), (where, len(links), len(expected))
        for link, line in zip(links, expected):
            assert squeezed(link['text']) == squeezed(shown(line['text'])), (where, line, link)


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


def check_pages(outputs):
    for path in outputs.files('.html'):
        page = Page(path.read_text())
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


def check_json(outputs):
    for path in outputs.files('.json'):
        read = json.loads(path.read_text())
        for item in read.get('items', []):
            link = item.get('link') or item.get('url')
            assert link is None or is_web(link), (path, item)


def check_atom(outputs):
    for path in [p for p in outputs.written if p.suffix in ('.xml', '.atom')]:
        root = etree.fromstring(path.read_bytes())
        for element in root.iter():
            target = element.get('href')
            assert target is None or is_web(target) or not re.match(r'[a-z]+:', target, re.I), (path, target)


run(globals())
