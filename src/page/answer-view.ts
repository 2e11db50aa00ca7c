import { quoted } from '../core/model/command-text.ts';
import { STYLE } from '../report/views/page/style.ts';
import type { Answer, Download } from './answer.ts';
import { copyText, element, saveAs } from './elements.ts';
import { pageShell } from './shell.ts';
import type { PageTexts } from './text/en.ts';

const style = new CSSStyleSheet();
style.replaceSync(STYLE);

/** One answer: what can be saved, then the report as it would be saved. */
export function showAnswer(answer: Answer, at: number, texts: PageTexts): HTMLElement {
  const section = document.createElement('section');
  section.setAttribute('aria-label', texts.answer(at + 1));
  const report = document.createElement('div');
  const root = report.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [style];
  root.innerHTML = bodyOf(answer.html);
  for (const button of root.querySelectorAll<HTMLButtonElement>('.copy button')) letCopy(button, texts);
  report.append(...saves(texts.repair, answer.repair), ...saves(texts.saveReport, answer.reports));
  section.append(report, commandLine(answer.argv, texts));
  return section;
}

/** The page's own script does what the report's does in a file of its own. */
function letCopy(button: HTMLButtonElement, texts: PageTexts): void {
  const source = button.parentElement?.querySelector<HTMLElement>('pre, code');
  if (source == null) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const isCopied = await copyText(source);
    element('status').textContent = isCopied ? texts.copied : texts.selected;
  });
}

/**
 * Inside the page the report is a part: the conclusion first, then what can be saved, and its facts last; with no landmark
 * and no first heading of its own.
 */
function bodyOf(html: string): string {
  const body = /<body[^>]*>([\s\S]*?)<p id="status"/.exec(html)?.[1] ?? '';
  const [, facts = '', rest = body] = /^\s*<header>([\s\S]*?)<\/header>([\s\S]*)$/.exec(body) ?? [];
  const withSlot = rest.replace(
    /(<div class="outcome[\s\S]*?<\/div>\s*)(?=<(?:section|figure|details))/,
    '$1<slot></slot>',
  );
  return `${withSlot}${facts}`
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
  // The name of an audit is not typed, and files lie where the person has them.
  const words = argv.map((word) => quoted(word.replace(/^((?:--[a-z-]+=)?)\//, '$1'), pageShell()));
  code.textContent = ['p2s-fix', ...words.filter((word, at) => at > 0 || word !== 'audit')].join(' ');
  box.append(`${texts.command} `, code);
  return box;
}
