import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWinInetBlob, freshWinInetBlob } from '../../src/core/codec/wininet-blob.ts';
import type { RunEvent } from '../../src/core/events.ts';
import { EXPORT_LINE } from '../../src/core/export-line.ts';
import {
  apply,
  audit,
  createReport,
  exportRepair,
  fleet,
  plan,
  type ReportDocument,
  schedule,
  verify,
  type Wish,
} from '../../src/index.ts';
import { createPlainRenderer } from '../../src/report/plain.ts';
import { textsIn } from '../../src/report/texts.ts';
import { tempFolder } from '../support/files.ts';
import { INTERNET, machineText, regText } from '../support/reg-text.ts';

const PROXY = 'proxy.contoso.example:8080';
const HKLM = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
const STRINGS = { ProxyEnable: 1, ProxyServer: PROXY };
const POLICIES = `${HKLM}\\Policies\\${INTERNET}`;
const proxied = encodeWinInetBlob({ ...freshWinInetBlob(), flags: 3, proxy: PROXY });

/** Machines on which nothing has to change, as text. */
const ALIGNED: Readonly<Record<string, string>> = {
  'a proxy in both': machineText({ flags: 3, proxy: PROXY }, STRINGS, PROXY).toString('utf16le'),
  'no proxy in either': machineText({ flags: 1 }).toString('utf16le'),
  'the strings alone': withoutValue(machineText({ flags: 1 }, STRINGS, PROXY).toString('utf16le')),
  'a setting for the whole machine': [
    machineText({ flags: 1 }, {}, PROXY).toString('utf16le'),
    ...['', 'WOW6432Node\\'].flatMap((view) => [
      sectionOf(`${HKLM}\\${view}${INTERNET}`, STRINGS),
      sectionOf(`${HKLM}\\${view}${INTERNET}\\Connections`, {
        DefaultConnectionSettings: proxied,
        SavedLegacySettings: proxied,
      }),
    ]),
    sectionOf(POLICIES, { ProxySettingsPerUser: 0 }),
  ].join(''),
};

function sectionOf(key: string, values: Parameters<typeof regText>[0][string]): string {
  return regText({ [key]: values })
    .toString('utf16le')
    .replace(/^.*?(?=\[HKEY)/s, '');
}

function withoutValue(text: string): string {
  return text.replace(/"DefaultConnectionSettings"=.*\r\n/, '');
}

/** The keys of a recording. */
function keysIn(text: string): string[] {
  return [...new Set([...text.matchAll(/^\[(HKEY[^\]]*)\]/gm)].map(([, key = '']) => key))];
}

function without(text: string, gone: (key: string) => boolean): string {
  const [head = '', ...sections] = text.split(/(?=^\[HKEY)/m);
  return head + sections.filter((one) => !gone(/^\[(.*)\]/.exec(one)?.[1] ?? '')).join('');
}

const FOLLOW: Wish = { source: 'wininet' };
const NAMED: Wish = {
  source: 'explicit',
  winInet: {
    kind: 'proxy',
    servers: [{ scheme: 'all', host: 'proxy.contoso.example', port: 8080 }],
    bypass: [],
  },
  winHttp: 'follow',
};

/** What says in words that all is well. */
const ALL_CLEAR =
  /nothing to change|Nothing needs to change|All is well|As desired|The path works|files are written|変更の必要はありません|正常です|望ましい状態です|経路は正常/;

let folder: Awaited<ReturnType<typeof tempFolder>>;
let number = 0;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => folder?.remove());

interface Run {
  name: string;
  document: ReportDocument;
  /** In every format and language. */
  texts: string[];
}

/** Every mode on one recording. */
async function allModes(text: string, wish: Wish): Promise<Run[]> {
  number += 1;
  const at = (name: string) => join(folder.path, `${number}-${name}`);
  const file = at('machine.reg');
  await writeFile(file, Buffer.from(text, 'utf16le'));
  const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false } as const;
  const probing = {
    ...path,
    gateways: [{ host: '127.0.0.1', port: 9, source: 'option' as const }],
    probe: true,
  };
  const common = { machine: { file }, path, wish, user: null, stateDir: at('state') };
  const writing = { ...common, machine: { file, write: { inPlace: true } } } as const;
  const runs: Record<string, (onEvent: (event: RunEvent) => void) => Promise<ReportDocument>> = {
    audit: (onEvent) => audit({ ...common, onEvent }),
    plan: (onEvent) => plan({ ...common, onEvent, out: at('plan.json') }),
    apply: (onEvent) => apply({ ...writing, onEvent, yes: true }),
    'export repair': (onEvent) => exportRepair({ ...common, onEvent, out: at('repair') }),
    'fleet report': (onEvent) => fleet.report({ onEvent, wish, files: [file] }),
    'schedule run': (onEvent) => schedule.run({ ...writing, path: probing, onEvent }),
    ...(wish === FOLLOW ? { verify: (onEvent) => verify({ ...common, path: probing, onEvent }) } : {}),
  };
  const done: Run[] = [];
  for (const [name, run] of Object.entries(runs)) {
    const events: RunEvent[] = [];
    const report = createReport();
    const document = await run((event) => {
      events.push(event);
      report.onEvent(event);
    });
    const texts: string[] = [JSON.stringify(document)];
    for (const language of ['en', 'ja'] as const)
      texts.push(
        await plainOf(events, language),
        await report.html(language),
        await report.markdown(language),
      );
    done.push({ name, document, texts });
  }
  const written = (await readdir(folder.path)).filter((name) => name.startsWith(`${number}-`));
  expect(written.filter((name) => /plan|repair/.test(name))).toEqual([]);
  return done;
}

async function plainOf(events: readonly RunEvent[], language: 'en' | 'ja'): Promise<string> {
  const lines: string[] = [];
  const add = (line: string) => lines.push(line);
  const render = createPlainRenderer({ out: add, err: add, texts: await textsIn(language) });
  for (const event of events) render(event);
  render({ type: 'closed' });
  return lines.join('\n');
}

function refusesToJudge(runs: readonly Run[]): void {
  for (const { name, document, texts } of runs) {
    expect([name, document.exitCode]).toEqual([name, 3]);
    for (const text of texts) expect(ALL_CLEAR.exec(text)?.[0] ?? null, name).toBeNull();
    const error = name === 'fleet report' ? document.fleet?.machines[0]?.error : document.error;
    expect([name, error?.code]).toEqual([name, 'not-judged']);
    expect(error?.next).toContain(EXPORT_LINE);
    expect(error?.where).toContain('Internet Settings');
    // As people see it, in both languages.
    for (const text of [texts[1], texts[4]]) expect(text).toContain(EXPORT_LINE);
    for (const key of error?.where?.split(', ') ?? []) expect(texts[1]).toContain(key);
    if (name === 'fleet report')
      expect(document.fleet?.summary?.groups.map(({ cause }) => cause)).toEqual(['not-judged']);
  }
}

describe.each(Object.entries(ALIGNED))('a recording with %s', (_, text) => {
  // Under the policy the user's own setting is out of use.
  const perMachine = text.includes('ProxySettingsPerUser');
  const decides = (key: string) => !perMachine || !key.startsWith('HKEY_CURRENT_USER');

  it('is an all-clear while it is whole', async () => {
    const file = join(folder.path, 'whole.reg');
    await writeFile(file, Buffer.from(text, 'utf16le'));
    const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
    const document = await audit({ machine: { file }, path, wish: FOLLOW, user: null });
    expect([document.exitCode, document.plan?.changes]).toEqual([0, []]);
  });

  it.each(keysIn(text).filter(decides))('is none without %s', async (key) => {
    const half = without(text, (one) => one === key);
    const runs = await allModes(half, FOLLOW);
    // What 32-bit programs see is no part of the path.
    refusesToJudge(runs.filter(({ name }) => name !== 'verify' || !key.includes('WOW6432Node')));
  });

  it.each(['HKEY_CURRENT_USER', 'HKEY_LOCAL_MACHINE'].filter(decides))(
    'is none without all of %s, also where a state is named',
    async (hive) => {
      const half = without(text, (key) => key.startsWith(hive));
      refusesToJudge(await allModes(half, FOLLOW));
      refusesToJudge(await allModes(half, NAMED));
    },
  );
});

it('a state that names WinHTTP alone needs nothing of the user', async () => {
  const file = join(folder.path, 'winhttp.reg');
  const half = without(ALIGNED['a proxy in both'] ?? '', (key) => key.startsWith('HKEY_CURRENT_USER'));
  await writeFile(file, Buffer.from(half, 'utf16le'));
  const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
  const wish: Wish = { ...NAMED, winInet: null, winHttp: { kind: 'direct' } };
  const document = await audit({ machine: { file }, path, wish, user: null });
  expect(document.exitCode).toBe(2);
  expect(document.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
});

it('a 32-bit Windows says that it has no second view', async () => {
  const file = join(folder.path, 'x86.reg');
  const text = without(ALIGNED['a proxy in both'] ?? '', (key) => key.includes('WOW6432Node'));
  await writeFile(file, Buffer.from(`${text}[-${HKLM}\\WOW6432Node]\r\n`, 'utf16le'));
  const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
  const document = await audit({ machine: { file }, path, wish: FOLLOW, user: null });
  expect([document.exitCode, document.stores.map(({ id }) => id)]).toEqual([
    0,
    ['wininet/current/lan', 'winhttp/native'],
  ]);
});

it.each(['README.md', 'README.ja.md', 'docs/reference.md'])(
  '%s shows the line that exports all keys',
  async (file) => {
    expect(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(EXPORT_LINE);
  },
);
