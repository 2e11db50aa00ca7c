import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { tempFolder } from '../support/files.ts';
import { openFirefox } from '../support/programs/firefox.ts';
import { type JudgingPage, PAGE } from './support.ts';

/** Calls the last argument when the condition is true, which is checked at every change of the page. */
const once = (condition: string) => `
  const done = arguments[arguments.length - 1];
  const look = () => ${condition} && (seen.disconnect(), done(true));
  const seen = new MutationObserver(look);
  seen.observe(document, { subtree: true, childList: true, attributes: true });
  look();`;
const ANSWERED = once(
  '(({ ariaBusy, dataset }) => ariaBusy === "false" && dataset.asked !== arguments[0])(document.getElementById("answers"))',
);
const at = (answer: number) => `document.querySelectorAll("#answers > section")[${answer}]`;

/** The browser's own services, which no dropped file names. */
const OWN = /^[A-Z]+ (?:http:\/\/)?[a-z0-9.-]+\.(?:mozilla\.(?:com|net|org)|firefox\.com|mozgcp\.net)[:/]/;

export interface FirefoxPage extends JudgingPage {
  /** Drops a file or folder on the page, and waits for the answer. */
  drop(path: string): Promise<void>;
  /** The value of an expression in the page. */
  value(expression: string): Promise<unknown>;
}

export async function openInFirefox(): Promise<FirefoxPage> {
  const [firefox, folder] = [await openFirefox(), await tempFolder()];
  const value = (expression: string) => firefox.run(`arguments[arguments.length - 1](${expression})`);
  await firefox.navigate(pathToFileURL(PAGE).href);
  await firefox.run(once('document.getElementById("hash").textContent !== ""'));

  async function answered(action: () => Promise<unknown>): Promise<void> {
    const before = await value('document.getElementById("answers").dataset.asked');
    await action();
    await firefox.run(ANSWERED, before);
  }
  async function saved(answer: number, names?: readonly string[]): Promise<Map<string, Buffer>> {
    const links = `[...${at(answer)}.querySelectorAll(".saves a")]`;
    const offered = (await value(`${links}.map((link) => link.download)`)) as string[];
    const files = new Map<string, Buffer>();
    for (const name of offered.filter((one) => names?.includes(one) !== false)) {
      await value(`${links}.find((link) => link.download === ${JSON.stringify(name)}).click()`);
      const file = await firefox.downloaded();
      files.set(file.name, file.bytes);
    }
    return files;
  }
  return {
    asked: () => firefox.asked.filter((line) => !OWN.test(line)),
    saved,
    value,
    drop: (path) => answered(() => firefox.drop('#drop', path)),
    async give(files, text = '') {
      if ((await value('document.getElementById("clear").hidden')) === false)
        await answered(() => value('document.getElementById("clear").click()'));
      if (files.length === 0 && text === '') return;
      const paths = files.map(({ name }) => join(folder.path, name));
      for (const [number, path] of paths.entries()) await writeFile(path, files[number]?.bytes ?? '');
      await answered(async () => {
        if (text !== '')
          await value(
            `(document.getElementById("text").value = ${JSON.stringify(text)}, document.getElementById("text").dispatchEvent(new Event("input")))`,
          );
        if (files.length > 0) await firefox.choose('#file', paths);
      });
    },
    async documents() {
      const all: ReportDocument[] = [];
      const count = Number(await value('document.querySelectorAll("#answers > section").length'));
      for (let answer = 0; answer < count; answer += 1) {
        const bytes = (await saved(answer, ['p2s-fix.json'])).get('p2s-fix.json');
        if (bytes !== undefined) all.push(JSON.parse(bytes.toString()));
      }
      return all;
    },
    async close() {
      await firefox.close();
      await folder.remove();
    },
  };
}
