import { quoted } from '../core/model/command-text.ts';
import { STYLE } from '../report/views/page/style.ts';
import type { Answer, Download } from './answer.ts';
import { saveAs } from './elements.ts';
import { pageShell } from './shell.ts';
import type { PageTexts } from './text/en.ts';

const style = new CSSStyleSheet();
style.replaceSync(STYLE);

/** One answer: what can be saved, then the report as it would be saved. */
export function showAnswer(
  { argv, document: result, html, downloads }: Answer,
  at: number,
  texts: PageTexts,
): HTMLElement {
  const section = document.createElement('section');
  const title = document.createElement('h2');
  title.id = `answer-${at}`;
  title.textContent = result.summary?.headline ?? texts.answers;
  section.setAttribute('aria-labelledby', title.id);
  const json: Download = {
    name: 'p2s-fix.json',
    bytes: new TextEncoder().encode(`${JSON.stringify(result, null, 2)}\n`),
  };
  const report = document.createElement('div');
  const root = report.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [style];
  root.innerHTML = bodyOf(html);
  section.append(title, report, saves([...downloads, json], texts), commandLine(argv, texts));
  return section;
}

/** Inside the page the report is a part, with no landmark and no first heading of its own. */
function bodyOf(html: string): string {
  const body = /<body>([\s\S]*)<\/body>/.exec(html)?.[1] ?? '';
  return body.replaceAll(/<(\/?)(?:header|main|footer)>/g, '<$1div>').replaceAll(/<(\/?)h1>/g, '<$1h3>');
}

function saves(downloads: readonly Download[], texts: PageTexts): HTMLElement {
  const list = document.createElement('ul');
  list.className = 'saves';
  for (const { name, bytes } of downloads) {
    const link = document.createElement('a');
    link.className = 'button';
    link.textContent = `${texts.save}: ${name}`;
    saveAs(link, name, bytes);
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  return list;
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
