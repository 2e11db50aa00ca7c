import behave from 'p2s-report-behaviour';
import { quoted } from '../core/model/command-text.ts';
import { STYLE } from '../report/views/page/style.ts';
import type { Answer, Download } from './answer.ts';
import { element, saveAs } from './elements.ts';
import { pageShell } from './ports.ts';
import type { PageTexts } from './texts.ts';

const style = new CSSStyleSheet();
style.replaceSync(`${STYLE}
.outcome h2 { margin: 0; font-size: 1.35rem; line-height: 1.3; color: var(--text); }
@media (max-width: 40rem) { .outcome h2 { font-size: 1.15rem; } }
[aria-labelledby=error] { display: none; }
.facts { color: var(--quiet); font-size: .875rem; } .facts dl { display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; }
.facts dl > div { display: flex; gap: .4rem; } .facts dd { font: inherit; } .facts .name { display: none; }`);

/** Shows one answer, named by its first sentence: the downloads, then the report. Until `signal` aborts. */
export function showAnswer(answer: Answer, texts: PageTexts, signal: AbortSignal): HTMLElement {
  const section = document.createElement('section');
  section.tabIndex = -1;
  const report = document.createElement('div');
  const root = report.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [style];
  root.innerHTML = bodyOf(answer.html);
  const textOf = (selector: string) => root.querySelector(selector)?.textContent?.trim() ?? '';
  section.setAttribute('aria-label', textOf('.outcome h2'));
  const [archive, ...parts] = answer.repair;
  const files = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = texts.saveReport;
  files.append(summary, saves('', parts), saves('', answer.reports));
  const { error, machine, gateways } = answer.document;
  if (error !== undefined && machine === null && gateways.length === 0) {
    const line = document.createElement('p');
    line.className = 'refused';
    const file = answer.argv[0] === 'explain' ? '' : (error.where?.replace(/^\//, '') ?? '');
    line.textContent = [file, textOf('.outcome h2'), textOf('[aria-labelledby=error] p')].join(' ').trim();
    section.append(line, files);
    return section;
  }
  behave(root, texts, element('status'), signal);
  if (archive !== undefined) report.append(saves('primary', [archive]));
  report.append(files);
  // A pasted text is above already.
  section.append(report, ...(answer.argv[0] === 'explain' ? [] : [commandLine(answer.argv, texts)]));
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

function saves(kind: string, downloads: readonly Download[]): HTMLElement {
  const list = document.createElement('ul');
  list.className = `saves ${kind}`;
  for (const { name: file, bytes } of downloads) {
    const link = document.createElement('a');
    link.className = 'button';
    link.textContent = file;
    saveAs(link, file, bytes);
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  return list;
}

/** A user does not type the command name `audit`. */
function commandLine([first = '', ...rest]: readonly string[], texts: PageTexts): HTMLElement {
  const box = document.createElement('p');
  box.className = 'quiet clamped';
  const code = document.createElement('code');
  const words = first === 'audit' ? rest : [first, ...rest];
  code.textContent = ['p2s-fix', ...words.map((word) => quoted(word, pageShell()))].join(' ');
  box.append(`${texts.command} `, code);
  return box;
}
