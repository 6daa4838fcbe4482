"""Digests through a real Hugo: what it reads in the front matter, and the HTML that it makes."""
import json, re, shutil, subprocess

HUGO_CONFIG = '''
baseURL = "https://example.org/"
title = "Digests"
disableKinds = ["RSS", "sitemap", "404", "section"]
[taxonomies]
category = "categories"
[markup.goldmark.extensions]
typographer = false
[outputs]
home = ["json"]
page = ["html"]
'''
HUGO_HOME = '''{{ $pages := slice }}{{ range .Site.RegularPages.ByDate }}{{ $pages = $pages | append (dict "file" .File.LogicalName "title" .Title
"date" (.Date.Format "2006-01-02T15:04:05.000-07:00") "categories" (.Params.categories | default slice) "content" (.Content | string)) }}{{ end }}{{ $pages | jsonify }}'''


def hugo_pages(site, digests):
    """Builds a site in the folder `site` from the Markdown files in `digests`: the pages as Hugo sees them, and its categories' folders."""
    (site / 'layouts' / '_default').mkdir(parents=True)
    (site / 'config.toml').write_text(HUGO_CONFIG)
    (site / 'layouts' / 'index.json').write_text(HUGO_HOME)
    for name in ('single.html', 'list.html', 'terms.html', 'taxonomy.html', 'term.html'):
        (site / 'layouts' / '_default' / name).write_text('<!doctype html><title>{{ .Title }}</title>{{ .Content }}')
    shutil.copytree(digests, site / 'content', symlinks=True,
                    ignore=lambda _, names: [n for n in names if not n.endswith('.md') or n == 'latest.md'])
    built = subprocess.run(['hugo', '--source', str(site), '--panicOnWarning', '--noTimes'], capture_output=True, text=True, timeout=120)
    assert built.returncode == 0, built.stdout + built.stderr
    assert not re.search(r'WARN|ERROR|deprecated', built.stdout + built.stderr), built.stdout + built.stderr
    shelves = {path.name for path in (site / 'public' / 'categories').iterdir() if path.is_dir()}
    return json.loads((site / 'public' / 'index.json').read_text()), shelves
