import behave from 'p2s-report-behaviour';
import { quoted } from '../core/model/command-text.ts';
import { STYLE } from '../report/views/page/style.ts';
import type { Answer, Download } from './answer.ts';
import { element, saveAs } from './elements.ts';
import { pageShell } from './ports.ts';
import type { PageTexts } from './texts.ts';

/** Maximum number of words shown of a command. */
const MAX_WORDS = 25;

const style = new CSSStyleSheet();
style.replaceSync(`${STYLE}
.outcome h2 { margin: 0; font-size: 1.35rem; line-height: 1.3; color: var(--text); }
@media (max-width: 40rem) { .outcome h2 { font-size: 1.15rem; } }
.facts { color: var(--quiet); font-size: .875rem; } .facts dl { display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; }
.facts dl > div { display: flex; gap: .4rem; } .facts dd { font: inherit; } .facts .name { display: none; }`);

/** Shows one answer: the downloads, then the report. It is shown until `signal` aborts. */
export function showAnswer(answer: Answer, at: number, texts: PageTexts, signal: AbortSignal): HTMLElement {
  const section = document.createElement('section');
  section.setAttribute('aria-label', texts.answer(at + 1));
  const report = document.createElement('div');
  const root = report.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [style];
  root.innerHTML = bodyOf(answer.html);
  behave(root, texts, element('status'), signal);
  report.append(...saves(texts.repair, answer.repair), ...saves(texts.saveReport, answer.reports));
  section.append(report, commandLine(answer.argv, texts));
  return section;
}

/**
 * The report as a part of the page: conclusion first, then the downloads, then the facts; without its own
 * landmark and first heading.
 */
function bodyOf(html: string): string {
  const body = /<body[^>]*>([\s\S]*?)<p id="status"/.exec(html)?.[1] ?? '';
  const [, facts = '', rest = body] = /^\s*<header>([\s\S]*?)<\/header>([\s\S]*)$/.exec(body) ?? [];
  const withSlot = rest.replace(
    /(<div class="outcome[\s\S]*?<\/div>\s*)(?=<(?:section|figure|details))/,
    '$1<slot></slot>',
  );
  return `${withSlot}<div class="facts">${facts}</div>`
    .replaceAll(/<(\/?)(?:main|footer)>/g, '<$1div>')
    .replaceAll(/<(\/?)h1>/g, '<$1h2>');
}

function saves(label: string, downloads: readonly Download[]): HTMLElement[] {
  if (downloads.length === 0) return [];
  const box = document.createElement('div');
  box.className = 'saves';
  const name = document.createElement('span');
  name.textContent = label;
  const list = document.createElement('ul');
  for (const { name: file, bytes } of downloads) {
    const link = document.createElement('a');
    link.className = 'button';
    link.textContent = file;
    saveAs(link, file, bytes);
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  box.append(name, list);
  return [box];
}

function commandLine(argv: readonly string[], texts: PageTexts): HTMLElement {
  const box = document.createElement('p');
  box.className = 'quiet';
  const code = document.createElement('code');
  const words = argv.map((word) => quoted(word, pageShell()));
  // A user does not type the command name `audit`.
  const shown = words.filter((word, at) => at > 0 || word !== 'audit');
  const left = shown.length - MAX_WORDS;
  code.textContent = ['p2s-fix', ...shown.slice(0, MAX_WORDS)].join(' ');
  box.append(`${texts.command} `, code, left > 0 ? ` ${texts.more(left)}` : '');
  return box;
}
