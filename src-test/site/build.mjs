// Makes the site of the pages that site.json names: build.mjs FOLDER. Links between pages lead to pages, links to other files of the
// repository to copies of these; one that leads nowhere fails the build.
import { convert } from '@asciidoctor/core';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Marked } from 'marked';
import { drawing, isDrawing } from './drawing.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const out = process.argv[2];
if (!out) {
  console.error('usage: build.mjs FOLDER');
  process.exit(2);
}
const site = JSON.parse(readFileSync(join(here, 'site.json'), 'utf8'));
const pages = site.sections.flatMap(section => section.pages);
const byFile = new Map(pages.map(page => [page.file, page]));
const problems = [];

const escaped = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** What GitHub makes of a heading, so that links to it hold in both places. */
const slug = heading => heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/ /g, '-');

/** Where a link of a file leads on the site. Files that are no pages are copied beside them. */
function target(from, href) {
  if (/^[a-z]+:/i.test(href)) {
    return href;
  }
  const [path, anchor] = href.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (path === '') {
    return hash;
  }
  const file = posix.normalize(posix.join(posix.dirname(from), decodeURI(path))).replace(/\/$/, '');
  const page = byFile.get(file) || byFile.get(`${file}/README.md`);
  if (page) {
    return page.path + hash;
  }
  const source = join(root, file);
  if (file.startsWith('..') || !existsSync(source)) {
    problems.push(`${from}: ${href} leads nowhere`);
    return href;
  }
  return statSync(source).isDirectory() ? folder(file) : copy(file);
}

function copy(file) {
  // as text, so that a browser shows it
  const copied = `files/${file}${/\.(json|txt|properties|svg)$/.test(file) ? '' : '.txt'}`;
  mkdirSync(dirname(join(out, copied)), { recursive: true });
  cpSync(join(root, file), join(out, copied));
  return copied;
}

const folders = new Map();

/** A page that lists the files of a folder without a README. */
function folder(file) {
  const path = `${file.replace(/\//g, '-')}.html`;
  if (!folders.has(path)) {
    const files = readdirSync(join(root, file)).filter(name => /\.(ya?ml|properties|xml|conf)$/.test(name)).sort();
    const items = files.map(name => `<li><a href="${copy(`${file}/${name}`)}">${escaped(name)}</a></li>`).join('');
    folders.set(path, { title: file, body: `<h1>${escaped(file)}</h1><ul>${items}</ul>` });
  }
  return path;
}

function markdown(page, text) {
  const seen = new Map();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        const id = slug(html.replace(/<[^>]+>/g, '').replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&#39;/g, "'"));
        const count = seen.get(id) || 0;
        seen.set(id, count + 1);
        return `<h${depth} id="${count ? `${id}-${count}` : id}">${html}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escaped(target(page.file, href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      code({ text: code, lang }) {
        return !lang && isDrawing(code)
          ? drawing(code)
          : `<pre><code${lang ? ` class="${escaped(lang)}"` : ''}>${escaped(code)}</code></pre>\n`;
      },
      table(token) {
        const cells = (row, tag) => row.map(cell => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
        const head = token.header.some(cell => cell.text.trim()) ? `<thead><tr>${cells(token.header, 'th')}</tr></thead>` : '';
        const rows = token.rows.map(row => `<tr>${cells(row, 'td')}</tr>`).join('\n');
        return `<div class="table"><table>${head}<tbody>${rows}</tbody></table></div>\n`;
      },
    },
  });
  return marked.parse(text);
}

async function asciidoc(text) {
  const html = await convert(text, { safe: 'safe', attributes: { showtitle: true } });
  return html.replace(/<table/g, '<div class="table"><table').replace(/<\/table>/g, '</table></div>');
}

function shell(title, path, body) {
  const sections = site.sections.map(section => `<h2>${escaped(section.title)}</h2><ul>${section.pages.map(page =>
    `<li><a href="${page.path}"${page.path === path ? ' aria-current="page"' : ''}>${escaped(page.title)}</a></li>`).join('')}</ul>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title === site.title ? title : `${title} · ${site.title}`)}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<a class="skip" href="#content">To the text</a>
<nav aria-label="Pages"><a class="home" href="index.html">${escaped(site.title)}</a>
${sections.join('\n')}
</nav>
<main id="content">
${body}
</main>
</body>
</html>
`;
}

const mark = join(out, '.made-by-build-site');
if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(mark)) {
  console.error(`${out} holds files that are none of the site's, which it would replace; name another folder, or empty this one`);
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
writeFileSync(mark, '');
for (const page of pages) {
  const text = readFileSync(join(root, page.file), 'utf8');
  page.body = page.file.endsWith('.adoc') ? await asciidoc(text) : markdown(page, text);
}
const written = [...pages, ...[...folders].map(([path, page]) => ({ path, ...page }))];
const anchors = new Map(written.map(page => [page.path, new Set([...page.body.matchAll(/ id="([^"]+)"/g)].map(match => match[1]))]));
for (const page of written) {
  for (const [, href] of page.body.matchAll(/<a href="([^":]*)"/g)) {
    const [path, anchor] = href.split('#');
    if (anchor && !(anchors.get(path || page.path) || new Set([anchor])).has(decodeURIComponent(anchor))) {
      problems.push(`${page.path}: ${href} has no such heading`);
    }
  }
  writeFileSync(join(out, page.path), shell(page.title, page.path, page.body));
}
cpSync(join(here, 'style.css'), join(out, 'style.css'));
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${written.length} pages in ${out}`);
