import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderToString } from 'ink';
import { createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { chooseOutput, type OutputKind } from '../../../src/cli/output.ts';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { EXPORT_COMMANDS } from '../../../src/core/export/export-commands.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { createReport } from '../../../src/index.ts';
import { LANGUAGES, type Language } from '../../../src/report/text/language.ts';
import { textsIn } from '../../../src/report/text/texts.ts';
import { browseFrame } from '../../../src/ui/browse/frame.ts';
import { INITIAL_STATE, reduce, type UiSignal, type UiState } from '../../../src/ui/state.ts';
import { App } from '../../../src/ui/views/App.tsx';
import { folderForAll } from '../../support/files.ts';
import { INTERNET, machineText, regText } from '../../support/machines/reg-text.ts';
import {
  apply,
  audit,
  type Desired,
  exportRepair,
  fleetReport,
  plan,
  type ReportDocument,
  scheduleRun,
  verify,
} from '../../support/stories/runs.ts';

const COMMANDS = EXPORT_COMMANDS.split('\n');
const PROXY = 'proxy.contoso.example:8080';
const HKLM = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
const STRINGS = { ProxyEnable: 1, ProxyServer: PROXY };
const POLICIES = `${HKLM}\\Policies\\${INTERNET}`;
const proxied = encodeWinInetBlob({ ...freshWinInetBlob(), flags: 3, proxy: PROXY });

/** Machines without a change to make, as text. */
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

const FOLLOW: Desired = { source: 'wininet' };
const NAMED: Desired = {
  source: 'explicit',
  winInet: {
    kind: 'proxy',
    servers: [{ scheme: 'all', host: 'proxy.contoso.example', port: 8080 }],
    bypass: [],
  },
  winHttp: 'follow',
};

/** Text that reports no problem. */
const ALL_CLEAR =
  /nothing to change|Nothing needs to change|No proxy setting needs|No problem was found|As desired|The path works|files are written|^(?:OK|DONE)\b|変更の必要はありません|変更する必要はありません|正常です|望ましい状態です|経路は正常|^(?:正常|完了)\b/m;

/** The line of the short form when it cannot judge whether there is a change to make. */
const NOT_JUDGED = /^(?:UNKNOWN|判定不可)[: ]/m;
/** The modes whose report has a short form on a terminal; that of a path check does not report changes. */
const SHORT = ['audit', 'plan', 'apply'];
/** The modes that are drawn whole, because drawing is slow: the other pages consist of the same parts. */
const DRAWN = ['audit', 'verify'];

const folder = folderForAll();
let number = 0;

interface Run {
  name: string;
  document: ReportDocument;
  /** The document, and the pages in each language. */
  texts: string[];
  /** A line for each event, and the document. */
  ndjson: string;
  /** Each in both languages: as lines, and as the program shows it on a terminal. */
  plain: string[];
  terminal: string[];
}

/** Every mode on one recording. */
async function allModes(text: string, desired: Desired): Promise<Run[]> {
  number += 1;
  const at = (name: string) => join(folder, `${number}-${name}`);
  const file = at('machine.reg');
  await writeFile(file, Buffer.from(text, 'utf16le'));
  const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false } as const;
  const probing = {
    ...path,
    gateways: [{ host: '127.0.0.1', port: 9, source: 'option' as const }],
    probe: true,
  };
  const common = { machine: { file }, path, desired, user: null, stateDir: at('state') };
  const writing = { ...common, machine: { file, write: { inPlace: true } } } as const;
  const runs: Record<string, (onEvent: (event: RunEvent) => void) => Promise<ReportDocument>> = {
    audit: (onEvent) => audit({ ...common, onEvent }),
    plan: (onEvent) => plan({ ...common, onEvent, out: at('plan.json') }),
    apply: (onEvent) => apply({ ...writing, onEvent, yes: true }),
    'export repair': (onEvent) => exportRepair({ ...common, onEvent, out: at('repair') }),
    'fleet report': (onEvent) => fleetReport({ onEvent, desired, files: [file] }),
    'schedule run': (onEvent) => scheduleRun({ ...writing, path: probing, onEvent }),
    ...(desired === FOLLOW ? { verify: (onEvent) => verify({ ...common, path: probing, onEvent }) } : {}),
  };
  const done: Run[] = [];
  for (const [name, run] of Object.entries(runs)) {
    const events: RunEvent[] = [];
    const report = createReport();
    const document = await run((event) => {
      events.push(event);
      report.onEvent(event);
    });
    const reported = { events, document };
    const texts: string[] = [JSON.stringify(document)];
    const ndjson = await output('ndjson', 'en', reported);
    const plain: string[] = [];
    const terminal: string[] = [];
    for (const language of LANGUAGES) {
      plain.push(await output('plain', language, reported));
      // As the program chooses: lines for a fleet, and output of a scheduled run only when something is wrong.
      if (name === 'schedule run') terminal.push(await output('quiet', language, reported));
      if (DRAWN.includes(name)) terminal.push(await view(events, language));
      if (SHORT.includes(name)) terminal.push(await shortForm(events, language));
      texts.push(await report.html(language), await report.markdown(language));
    }
    done.push({ name, document, texts, ndjson, plain, terminal });
  }
  const written = (await readdir(folder)).filter((name) => name.startsWith(`${number}-`));
  expect(written.filter((name) => /plan|repair/.test(name))).toEqual([]);
  return done;
}

/** The output of the program for a run, with errors. */
async function output(
  kind: OutputKind,
  language: Language,
  { events, document }: { events: readonly RunEvent[]; document: ReportDocument },
): Promise<string> {
  const { emit, finish } = await chooseOutput(kind, {}, language);
  let written = '';
  const take = (chunk: unknown) => {
    written += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((to) => vi.spyOn(to, 'write').mockImplementation(take));
  try {
    for (const event of events) emit(event);
    await finish(document);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return written;
}

// Wide enough that no sentence is broken.
const DISPLAY = { colour: false, unicode: true, columns: 1000, rows: 50, tick: 0 };

function stateOf(events: readonly (RunEvent | UiSignal)[]): UiState {
  return events.reduce<UiState>(reduce, INITIAL_STATE);
}

/** The pages that a run leaves on a terminal. */
async function view(events: readonly RunEvent[], language: Language): Promise<string> {
  const display = { ...DISPLAY, texts: await textsIn(language) };
  const nothing = () => undefined;
  const handlers = { onKey: nothing, onListening: nothing, onGone: nothing };
  const app = createElement(App, { state: stateOf(events), display, ...handlers });
  return renderToString(app, { columns: display.columns });
}

/** The frame below them for browsing, which begins with the short form of the report. */
async function shortForm(events: readonly RunEvent[], language: Language): Promise<string> {
  const state = stateOf([...events, { type: 'browsing', canApply: false, idleMinutes: 10 }]);
  const { rows } = browseFrame(state, { ...DISPLAY, texts: await textsIn(language) });
  return rows.map(({ spans }) => spans.map(({ text }) => text).join('')).join('\n');
}

function refusesToJudge(runs: readonly Run[]): void {
  for (const { name, document, texts, ndjson, plain, terminal } of runs) {
    expect([name, document.exitCode]).toEqual([name, 3]);
    for (const text of [...texts, ndjson, ...plain, ...terminal])
      expect(ALL_CLEAR.exec(text)?.[0] ?? null, name).toBeNull();
    const error = name === 'fleet report' ? document.fleet?.machines[0]?.error : document.error;
    expect([name, error?.code]).toEqual([name, 'not-judged']);
    for (const command of COMMANDS) expect(error?.next).toContain(command);
    expect(error?.where).toContain('Internet Settings');
    const lines = ndjson
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toEqual({ type: 'result', ...JSON.parse(JSON.stringify(document)) });
    if (name !== 'fleet report')
      expect(lines.find(({ type }) => type === 'error')?.error).toEqual(document.error);
    // As people see it, in both languages.
    for (const text of plain) for (const command of COMMANDS) expect(text).toContain(command);
    for (const key of error?.where?.split(', ') ?? []) expect(plain[0]).toContain(key);
    for (const text of terminal)
      expect(text, name).toMatch(/cannot be judged|not judged|判定できません|判定不可/i);
    if (SHORT.includes(name)) for (const text of terminal) expect(text, name).toMatch(NOT_JUDGED);
    if (name === 'fleet report')
      expect(document.fleet?.summary?.groups.map(({ cause }) => cause)).toEqual(['not-judged']);
  }
}

describe.each(Object.entries(ALIGNED))('a recording with %s', (_, text) => {
  // With the policy, the user's own setting is not used.
  const perMachine = text.includes('ProxySettingsPerUser');
  const decides = (key: string) =>
    !/WOW6432Node|Policies/.test(key) && (!perMachine || !key.startsWith('HKEY_CURRENT_USER'));

  it('is an all-clear while it is whole', async () => {
    const file = join(folder, 'whole.reg');
    await writeFile(file, Buffer.from(text, 'utf16le'));
    const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => events.push(event);
    const document = await audit({ machine: { file }, path, desired: FOLLOW, user: null, onEvent });
    expect([document.exitCode, document.plan?.changes]).toEqual([0, []]);
    for (const language of LANGUAGES) {
      expect(await view(events, language)).toMatch(ALL_CLEAR);
      expect(await shortForm(events, language)).toMatch(ALL_CLEAR);
      expect(await output('plain', language, { events, document })).toMatch(ALL_CLEAR);
    }
  });

  it.each(keysIn(text).filter((key) => decides(key) && !key.endsWith('\\Connections')))(
    'is none without %s',
    async (key) => {
      const half = without(text, (one) => one.startsWith(key));
      const runs = await allModes(half, FOLLOW);
      refusesToJudge(runs);
    },
  );

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
  const file = join(folder, 'winhttp.reg');
  const half = without(ALIGNED['a proxy in both'] ?? '', (key) => key.startsWith('HKEY_CURRENT_USER'));
  await writeFile(file, Buffer.from(half, 'utf16le'));
  const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
  const desired: Desired = { ...NAMED, winInet: null, winHttp: { kind: 'direct' } };
  const document = await audit({ machine: { file }, path, desired, user: null });
  expect(document.exitCode).toBe(2);
  expect(document.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
});

it('a 32-bit Windows says that it has no second view', async () => {
  const file = join(folder, 'x86.reg');
  const text = without(ALIGNED['a proxy in both'] ?? '', (key) => key.includes('WOW6432Node'));
  await writeFile(file, Buffer.from(`${text}[-${HKLM}\\WOW6432Node]\r\n`, 'utf16le'));
  const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
  const document = await audit({ machine: { file }, path, desired: FOLLOW, user: null });
  expect([document.exitCode, document.stores.map(({ id }) => id)]).toEqual([
    0,
    ['wininet/current/lan', 'winhttp/native'],
  ]);
});

it.each(['README.md', 'README.ja.md', 'docs/export.md'])(
  '%s shows the commands that export what decides',
  async (file) => {
    expect(await readFile(new URL(`../../../${file}`, import.meta.url), 'utf8')).toContain(EXPORT_COMMANDS);
  },
);
