"""Digests through a real Jekyll: Liquid, then kramdown."""
import re, shutil, subprocess

# Quotes, dashes and dots stay as they are written, so that texts can be compared.
CONFIG = '''
title: Digests
permalink: /:year-:month-:day-:title.html
timezone: UTC
kramdown:
  smart_quotes: ["apos", "apos", "quot", "quot"]
  typographic_symbols: {hellip: "...", mdash: "---", ndash: "--", laquo: "<<", raquo: ">>", laquo_space: "<< ", raquo_space: " >>"}
'''


def jekyll_pages(site, digests):
    """Builds a site in the folder `site` from the Markdown files in `digests`: (title, HTML) of each post, by the name of its file."""
    (site / '_layouts').mkdir(parents=True)
    (site / '_config.yml').write_text(CONFIG)
    (site / '_layouts' / 'post.html').write_text('{{ page.name }}\x1d{{ page.title }}\x1d{{ content }}')
    shutil.copytree(digests, site / '_posts', ignore=lambda _, names: [n for n in names if not n.endswith('.md') or n == 'latest.md'])
    built = subprocess.run(['jekyll', 'build', '--future', '--source', str(site), '--destination', str(site / '_site')],
                           capture_output=True, text=True, timeout=120)
    said = built.stdout + built.stderr
    assert built.returncode == 0 and not re.search(r'warning|error', said, re.I), said
    parts = (path.read_text().split('\x1d') for path in (site / '_site').rglob('*.html'))
    return {name: (title, content) for name, title, content in parts}
