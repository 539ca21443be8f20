#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""weasy.py TEXT FONTS: times weasyprint on what a text report says.

The lines "label：value" become rows of tables, the titles headings; the fonts
are the same files. No pictures, no coloured lights: less than the report has.
"""

import html
import pathlib
import statistics
import sys
import time

begun = time.monotonic()
import weasyprint  # noqa: E402  (its start-up is measured, too)
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

RUNS = 5
CSS = """
@font-face { font-family: own; src: url(%(regular)s) }
@font-face { font-family: own; font-weight: bold; src: url(%(bold)s) }
@page { size: A4; margin: 46pt 48pt 58pt; @bottom-right { content: counter(page) " / " counter(pages) } }
body { font: 9.5pt/1.3 own } h1 { font-size: 19pt } h2 { font-size: 12pt; border-bottom: 0.9pt solid }
table { border-collapse: collapse; width: 100%% } td, th { font-size: 8.2pt; text-align: left;
  vertical-align: top; border-bottom: 0.5pt solid #999 } th { width: 112pt; font-weight: normal }
"""


def page_of(text):
    """The report as HTML."""
    lines = text.splitlines()
    out = [f'<h1>{html.escape(lines[0])}</h1>']
    rows = []

    def end_table():
        if rows:
            out.append('<table>' + ''.join(rows) + '</table>')
            rows.clear()

    for line in lines[1:]:
        label, mark, value = line.strip().partition('：')
        if line.startswith('■'):
            end_table()
            out.append(f'<h2>{html.escape(line[2:])}</h2>')
        elif mark:
            rows.append(f'<tr><th>{html.escape(label)}</th><td>{html.escape(value)}</td></tr>')
        elif line.strip():
            end_table()
            out.append(f'<p>{html.escape(line)}</p>')
    end_table()
    return '<html lang="ja"><body>' + ''.join(out) + '</body></html>'


def main():
    """Prints one row, like the program beside it."""
    text = pathlib.Path(sys.argv[1]).read_text(encoding='utf-8')
    fonts = sorted(pathlib.Path(sys.argv[2]).resolve().glob('*.ttf'))
    places = {'bold': '', 'regular': ''}
    for font in fonts:
        places['bold' if 'Bold' in font.name else 'regular'] = font.as_uri()
    page = page_of(text)
    ready = time.monotonic()

    def make():
        config = FontConfiguration()
        style = weasyprint.CSS(string=CSS % places, font_config=config)
        return weasyprint.HTML(string=page).write_pdf(stylesheets=[style], font_config=config)

    times = []
    work = []
    for _ in range(1 + RUNS):
        wall, spent = time.monotonic(), time.process_time()
        pdf = make()
        times.append((time.monotonic() - wall) * 1e3)
        work.append((time.process_time() - spent) * 1e3)
    print(f'| largest | weasyprint {weasyprint.__version__}, without pictures | {len(pdf)} '
          f'| {times[0]:.1f} | {statistics.median(times[1:]):.1f} '
          f'| {statistics.median(work[1:]):.1f} |')
    print(f'weasyprint took {(ready - begun) * 1e3:.0f} ms to start')


main()
