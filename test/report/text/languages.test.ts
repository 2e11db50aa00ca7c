import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND_GROUPS, COMMANDS } from '../../../src/cli/commands.ts';
import { EXIT_CODES, OF_EACH, OF_RARE, USAGE } from '../../../src/cli/help/command-help.ts';
import { RECORD_HELP } from '../../../src/cli/help/help.ts';
import { writtenOptions } from '../../../src/cli/help/written-options.ts';
import { OWNER_NAMES, OWNERS } from '../../../src/core/causes/rule.ts';
import { KNOWN_CODES } from '../../../src/core/explain/codes/codes.ts';
import { explainCode } from '../../../src/core/explain/explain.ts';
import { FINDING_RULES } from '../../../src/core/findings/rules/rules.ts';
import { failedMachine, machineWithoutReply } from '../../../src/core/fleet/judge.ts';
import { summarise } from '../../../src/core/fleet/summary.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { FindingCode } from '../../../src/core/model/finding.ts';
import { MODES } from '../../../src/core/model/modes.ts';
import { say } from '../../../src/core/model/say.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import SENTENCES_JA from '../../../src/l10n/ja.json' with { type: 'json' };
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import type { RunRecord } from '../../../src/report/model/record.ts';
import { findingText } from '../../../src/report/text/finding-text.ts';
import { fleetSummaryLines } from '../../../src/report/text/fleet.ts';
import { languageOf, systemLanguage } from '../../../src/report/text/language.ts';
import { errorPlace, exitText } from '../../../src/report/text/run.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { fleetSections } from '../../../src/report/views/page/sections/fleet.ts';
import { movingMachine } from '../../support/machines/fleets.ts';
import { errorInJapanese } from '../../support/texts/in-japanese.ts';
import { literalsIn } from '../../support/texts/literals.ts';
import { sentencesIn } from '../../support/texts/sentences.ts';

const JAPANESE_TEXTS = textsOf('ja', IN_JAPANESE);

const SRC = join(import.meta.dirname, '../../../src');
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** Evidence that returns a recognizable value for any field. */
function evidence(): Record<string, unknown> {
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name !== 'string') return undefined;
        // The remedy is not left out.
        if (name === 'refused' || name === 'unplanned') return undefined;
        if (name === 'answers') return [{ url: 'http://answers.example/', answer: 'ANSWER' }];
        if (name === 'proxy') return { host: 'proxy-host', port: 1234, toString: () => 'proxy-text' };
        if (name === 'says') return [{ file: 'says-file', value: 'says-value' }];
        return `<${name}>`;
      },
    },
  );
}

/** The evidence values in a text. */
const shown = (text: string) =>
  [...new Set(text.match(/<\w+>|proxy-(?:host|text)|says-\w+|ANSWER/g) ?? [])].sort();

const NO_EFFECTS = { result: null };

describe('how a run ended', () => {
  const changed = { result: { backup: null, changed: ['winhttp/native'], rolledBack: false } };
  it.each([
    ['capture', NO_EFFECTS, 'Done.'],
    ['rollback', NO_EFFECTS, 'Done.'],
    ['confirm', NO_EFFECTS, 'Done.'],
    ['apply', changed, 'Done.'],
    ['apply', NO_EFFECTS, 'No proxy setting needs to change.'],
    ['apply', { result: null, files: ['copy.reg'] }, 'No proxy setting needs to change.'],
    ['export', { result: null, files: ['out'] }, 'The files are written.'],
    ['export', NO_EFFECTS, 'Nothing needs to change; no file was written.'],
    ['fleet', NO_EFFECTS, 'No problem was found.'],
  ] as const)('without a problem is what %s did: %j', (mode, effects, english) => {
    expect(ENGLISH.words(exitText(mode, 0, effects))).toBe(english);
    expect(JAPANESE_TEXTS.words(exitText(mode, 0, effects))).toMatch(JAPANESE);
  });

  it.each([
    ['fleet', 2, /at least one computer|On at least one computer something/],
    ['fleet', 3, /^An input is wrong or missing, of the run or of at least one computer/],
    ['fleet', 7, /or is not ready to move/],
    ['fleet', 8, /at least one computer/],
    ['migrate', 3, /^An input is wrong or missing\.$/],
    ['migrate', 7, /^Not every gateway is ready/],
    ['migrate', 9, /^Another run/],
    ['schedule', 2, /^p2s-fix schedule install would/],
    ['audit', 3, /nothing was done/],
  ] as const)('is reported for %s, %s in words that are true of it', (mode, code, english) => {
    expect(ENGLISH.words(exitText(mode, code, NO_EFFECTS))).toMatch(english);
    expect(JAPANESE_TEXTS.words(exitText(mode, code, NO_EFFECTS))).toMatch(JAPANESE);
    if (mode === 'audit') return;
    expect(ENGLISH.words(exitText(mode, code, NO_EFFECTS))).not.toContain('--apply');
    expect(JAPANESE_TEXTS.words(exitText(mode, code, NO_EFFECTS))).not.toMatch(/--apply|何も実行/);
  });

  it('has a sentence of a fleet for every code but a cancelled run', () => {
    for (const code of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      expect([code, ENGLISH.words(exitText('fleet', code, NO_EFFECTS))]).not.toEqual([
        code,
        ENGLISH.words(exitText('audit', code, NO_EFFECTS)),
      ]);
      expect([code, JAPANESE_TEXTS.words(exitText('fleet', code, NO_EFFECTS))]).not.toEqual([
        code,
        JAPANESE_TEXTS.words(exitText('audit', code, NO_EFFECTS)),
      ]);
    }
  });
});

describe('the Japanese texts', () => {
  it('put no English comma between two of a fleet, and say from which computer something was checked', () => {
    const machine = movingMachine('PC-1');
    const changes = ['a', 'b'].map((store) => ({ store, action: 'set' }));
    const lines = JAPANESE_TEXTS.fleetMachine({ ...machine, changes });
    expect(lines.join()).toContain('(a、b)');
    const summary = summarise('migrate', [machine, movingMachine('PC-2')], () => true, null);
    expect(fleetSummaryLines(summary, JAPANESE_TEXTS.words).join('\n')).toContain('PC-1、PC-2');
    expect(JAPANESE_TEXTS.words(say('tested from this computer'))).toContain('このコンピューターから');
    // A line with the name of the program counts as a command, whose long names are not shortened.
    expect(JAPANESE_TEXTS.words(say('tested from this computer'))).not.toContain('p2s-fix');
    expect(JAPANESE_TEXTS.words(say('this computer'))).not.toBe(
      JAPANESE_TEXTS.words(say('tested from this computer')),
    );
    const teams = OWNERS.filter((owner) => owner !== 'administrator').map((owner) =>
      JAPANESE_TEXTS.words(OWNER_NAMES[owner]),
    );
    expect(teams.join()).not.toContain(JAPANESE_TEXTS.words(OWNER_NAMES.administrator));
  });

  it.each([
    [ENGLISH, 'About this setting: '],
    [JAPANESE_TEXTS, 'この設定について: '],
  ])('do not say that a part is carried over which is left out: $language', (texts, before) => {
    const evidence = { conversion: 'ftp-dropped', detail: 'ftp=a.contoso.example:80' };
    const note = { code: 'alignment-note', severity: 'warning', store: null, evidence } as const;
    expect(texts.finding(note).message.startsWith(before)).toBe(true);
  });

  it.each([
    [ENGLISH, 'prefix'],
    [JAPANESE_TEXTS, 'プレフィックス'],
  ])('do not take the prefix of a SOCKS proxy for http://: $language', (texts, prefix) => {
    const evidence = { reason: 'prefix-removed', detail: 'socks5://s.contoso.example:1' };
    const note = { code: 'alignment-note', severity: 'info', store: null, evidence } as const;
    expect(texts.finding(note).message).toContain(prefix);
  });

  it.each([
    [ENGLISH, 'ftp=a:80, and 7 more like it: '],
    [JAPANESE_TEXTS, 'ftp=a:80、他に同種のエントリが 7 個: '],
  ])('count the entries that a remark leaves out: $language', (texts, counted) => {
    const evidence = { reason: 'ftp-dropped', detail: 'ftp=a:80', further: 7 };
    for (const code of ['alignment-note', 'alignment-refused'] as const) {
      const remark = { code, severity: 'warning', store: null, evidence } as const;
      expect(texts.finding(remark).message).toContain(counted);
    }
  });

  it.each([ENGLISH, JAPANESE_TEXTS])('show for a fleet what was left and what failed: $language', (texts) => {
    const values = ['HKEY_X\\a', 'HKEY_X\\b'];
    const evidence = { backup: '0007', putBackAt: null, values };
    const finding = { code: 'values-not-put-back', severity: 'warning', store: null, evidence } as const;
    const { message, remedy } = texts.finding(finding);
    expect(remedy).toContain('p2s-fix rollback 0007');
    // p2s-fix may not be installed on that computer.
    const fromHere = remedy?.replace('p2s-fix rollback 0007', 'p2s-fix fleet rollback');
    const left = { ...movingMachine('PC-1'), cause: finding.code, findings: [finding] };
    expect(texts.fleetMachine(left)).toEqual(
      expect.arrayContaining(['PC-1  values-not-put-back', `  ${message}`, `  ${fromHere}`]),
    );
    const label = { computer: 'PC-2', transport: 'ssh', durationMs: 1 } as const;
    const failed = failedMachine(
      label,
      new P2sError('locked', say('Another run of p2s-fix is active there.')),
    );
    const lost = machineWithoutReply({ ...label, computer: 'PC-3' }, 'lost', {});
    const fleet = { summary: null, machines: [left, failed, lost] };
    const page = JSON.stringify(fleetSections({ fleet } as unknown as RunRecord, texts));
    expect(page).toContain(JSON.stringify(message).slice(1, -1));
    expect(page).toContain(texts.words(say('The connection broke in the middle.')));
    // In a file, an error has no parts, and its message has more than its code.
    const own = 'Process 12 is active.';
    const collected = { ...failed, error: { code: 'locked', message: own, where: null, next: null } };
    expect(texts.fleetMachine(collected as typeof failed)).toContain(`  ${own}`);
    const ofFile = { summary: null, machines: [collected] };
    const pageOfFile = fleetSections({ fleet: ofFile } as unknown as RunRecord, texts);
    expect(JSON.stringify(pageOfFile)).toContain(`locked: ${own}`);
    const isJapanese = texts.language === 'ja';
    expect(page.includes('Another run of p2s-fix')).toBe(!isJapanese);
    expect(page.includes('対象で別の p2s-fix が実行中です。')).toBe(isJapanese);
  });

  it.each(Object.keys(FINDING_RULES) as FindingCode[])(
    'of the finding %s show what the English show',
    (code) => {
      const finding = { code, severity: 'info', store: '<store>', evidence: evidence() } as const;
      const english = findingText(finding, ENGLISH.words);
      const japanese = findingText(finding, JAPANESE_TEXTS.words);
      expect(shown(japanese.message)).toEqual(shown(english.message));
      expect(shown(japanese.remedy ?? '')).toEqual(shown(english.remedy ?? ''));
      expect(japanese.remedy === null).toBe(english.remedy === null);
      expect(japanese.message).toMatch(JAPANESE);
      for (const command of english.remedy?.match(
        /p2s-fix(?: --[a-z-]+| (?:rollback|confirm|explain|verify|schedule|migrate))+|sc\.exe|npm i -g/g,
      ) ?? [])
        expect(japanese.remedy).toContain(command.trim());
    },
  );

  it('explain every code and every cause', () => {
    for (const { value, name } of KNOWN_CODES) {
      const explanation = explainCode(name);
      const lines = JAPANESE_TEXTS.explanation(explanation);
      expect(lines.length, `${value}`).toBe(ENGLISH.explanation(explanation).length);
      // The first line has the code and its name; pages have their own title.
      const pages = lines.slice(lines.length - explanation.sources.length);
      for (const line of lines.slice(1)) if (!pages.includes(line)) expect(line.text).toMatch(JAPANESE);
    }
  });
});

describe('the language', () => {
  it.each([
    ['ja', 'ja'],
    ['ja-JP', 'ja'],
    ['ja_JP.UTF-8', 'ja'],
    ['JA', 'ja'],
    ['jam', 'en'],
    ['C', 'en'],
    ['', 'en'],
    ['de_DE', 'en'],
  ] as const)('for %s is %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });

  it('of the system is the first that is set, and on Windows that of the user', () => {
    const none = () => {
      throw new Error('not asked for here');
    };
    expect(
      systemLanguage({
        platform: 'linux',
        env: { LC_ALL: '', LC_MESSAGES: 'ja_JP', LANG: 'C' },
        locale: none,
      }),
    ).toBe('ja');
    expect(systemLanguage({ platform: 'linux', env: { LC_ALL: 'C', LANG: 'ja_JP' }, locale: none })).toBe(
      'en',
    );
    expect(systemLanguage({ platform: 'win32', env: { LANG: 'ja_JP' }, locale: () => 'en-US' })).toBe('en');
    expect(systemLanguage({ platform: 'win32', env: {}, locale: () => 'ja-JP' })).toBe('ja');
    fc.assert(
      fc.property(fc.string(), (locale) => {
        expect(['en', 'ja']).toContain(languageOf(locale));
      }),
    );
  });
});

/** Sentences whose words are signs in Japanese. */
const SAME_SIGNS = ['; also: {flaws}', '{url} for {account}, of {at}', '{meaning} with HTTP {status}'];

describe('the sentences', () => {
  const sentences = [...sentencesIn(SRC).keys()];
  /** Also the rows of tables, and the help. */
  const literals = new Set(literalsIn(SRC).map(({ text }) => text));
  /** A command to type, or only values. */
  const needsNone = (template: string) =>
    /^(?:(?:netsh|w32tm) .*|p2s-fix [^,]*[^.,]|(?:\{\w+\}|[^a-z{])*)$/.test(template);
  const names = (template: string) => [...template.matchAll(/\{\w+\}/g)].map(String).sort();

  it('are all shown in Japanese, and no other is', () => {
    const translated = Object.keys(SENTENCES_JA);
    expect(translated.length).toBeGreaterThan(1200);
    expect(sentences.filter((one) => !translated.includes(one) && !needsNone(one))).toEqual([]);
    expect(translated.filter((one) => !literals.has(one))).toEqual([]);
  });

  it('have one word for a change that is confirmed, and another for what is checked', () => {
    const confirming = Object.entries(SENTENCES_JA).filter(([english]) =>
      /(?<!-|p2s-fix |fleet |name is |\$0 )\bconfirm(?:ed)?\b(?! that| by the path|, rollback)/.test(english),
    );
    expect(confirming.length).toBeGreaterThan(5);
    for (const [english, japanese] of confirming) expect(japanese, english).toContain('確定');
  });

  it('name no command of this program as text, which no option of the run completes', () => {
    const verb = new RegExp(`p2s-fix (?:--[a-z]|(?:${[...MODES, 'completion', 'help'].join('|')})\\b)`);
    expect(sentences.filter((english) => verb.test(english))).toEqual([]);
  });

  it('show the same values, options and commands', () => {
    for (const [english, japanese] of Object.entries(SENTENCES_JA)) {
      expect(names(japanese), english).toEqual(names(english));
      const isSentence = /[a-z]{3}/.test(english.replaceAll(/\{\w+\}/g, ''));
      if (isSentence && english.includes(' ') && !needsNone(english) && !SAME_SIGNS.includes(english))
        expect(japanese, english).toMatch(/[\u3000-\u30ff\u4e00-\u9fff]/);
      // The rows that explain a verdict are shorter in Japanese.
      if (!sentences.includes(english)) continue;
      for (const typed of english.match(
        /--[a-z][a-z-]+|p2s-fix (?:audit|apply|plan|verify|migrate|rollback|confirm|capture|schedule)/g,
      ) ?? [])
        expect(japanese).toContain(typed);
    }
  });
});

describe('the help', () => {
  const helpTexts = [
    USAGE,
    EXIT_CODES,
    OF_EACH,
    OF_RARE,
    ...COMMAND_GROUPS,
    RECORD_HELP,
    ...Object.keys(COMMANDS).flatMap((name) =>
      writtenOptions(name).flatMap(({ help, row }) => [row.group, help]),
    ),
    ...Object.values(COMMANDS).flatMap(({ describe: text, page, examples }) => [
      text,
      ...('everyday' in page ? [page.everyday] : []),
      ...examples.map(([, what]) => what),
    ]),
  ];

  it('is all shown in Japanese', () => {
    expect(helpTexts.filter((text) => !Object.hasOwn(SENTENCES_JA, text))).toEqual([]);
  });

  it('names the same commands, options and files', () => {
    for (const english of helpTexts) {
      const japanese = IN_JAPANESE.templateOf(english);
      for (const typed of english.match(
        /--[a-z][a-z-]+|\$0 [a-z]+|p2s-fix [a-z]+ |[\w-]+\.(?:json|md|xml|ps1)/g,
      ) ?? [])
        expect(japanese).toContain(typed.trim());
    }
  });
});

it('shows the lists and the parts of an error in Japanese as well', () => {
  const read = () => parseRegFile(new TextEncoder().encode('REGEDIT4\n[HKCU\\A]\n"x"=hex:00,zz\n'));
  expect(read).toThrow('Found "zz", expected a byte of two hexadecimal digits.');
  expect(errorInJapanese(read)).toBe('"zz" があります。必要なもの: 2 桁の 16 進数のバイト。');
  const list = () => {
    throw new P2sError('input', say('fleet takes {actions}.', { actions: ['audit', 'apply'] }));
  };
  expect(list).toThrow('fleet takes audit, apply.');
  expect(errorInJapanese(list)).toContain('audit、apply');
});

it('names in Japanese where an error is', () => {
  expect(JAPANESE_TEXTS.words(errorPlace('command line'))).toBe(' (コマンド ライン)');
  expect(JAPANESE_TEXTS.words(errorPlace('desk.reg line 12'))).toBe(' (desk.reg 12 行目)');
  expect(JAPANESE_TEXTS.words(errorPlace('desk.json, the document'))).toBe(' (desk.json, ファイル全体)');
  expect(JAPANESE_TEXTS.words(errorPlace('winhttp/native'))).toBe(' (WinHTTP (64 ビット))');
});
