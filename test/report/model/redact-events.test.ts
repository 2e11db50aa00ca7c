import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsMessage, settingsSummary } from '../../../src/core/decide/summary.ts';
import { failedMachine } from '../../../src/core/fleet/judge.ts';
import { summarise } from '../../../src/core/fleet/summary.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { errorEvent, type RunEvent } from '../../../src/core/model/events.ts';
import { command, inWords, say } from '../../../src/core/model/say.ts';
import { inBothForms } from '../../../src/core/options/follow-ups.ts';
import { Pseudonyms } from '../../../src/core/redact/pseudonyms.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { recordOf } from '../../../src/report/model/record.ts';
import { redactEvents } from '../../../src/report/model/redact-events.ts';
import { textsOf } from '../../../src/report/text/texts.ts';
import { reportHtml } from '../../../src/report/views/page/html/html.ts';
import { reportMarkdown } from '../../../src/report/views/page/markdown.ts';
import { namedEverywhere, STORIES } from '../../support/stories/stories.ts';
import { machine, PROXIED, SID, stage, started, store } from '../../ui/sequences.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const names = new Pseudonyms(Buffer.from('a key for this test'));
const pages = (events: readonly RunEvent[]) => {
  const record = recordOf(redactEvents(events, names), true);
  return reportHtml(record) + reportMarkdown(record) + reportMarkdown(record, JAPANESE);
};

/** A run about one company, whose name is part of every kind of name. */
function about(name: string): RunEvent[] {
  const host = `proxy.${name}.com`;
  const evidence = {
    host,
    address: '10.20.30.40',
    target: `${host}:443`,
    subject: `CN=${host}, O=${name}\\, ${name} east/${name} = ${name}+${name}, OU=${name}`,
    issuer: `CN=${name} CA`,
    sha256: 'ab'.repeat(32),
    names: [host, `*.${name}.local`],
    server: `${name}-squid/6.6`,
    proxyHeaders: [`via: ${name}`],
    answers: [{ url: `http://crl.${name}.com/a.crl`, answer: `${host}:80` }],
    anything: { deeper: [`${name} 1`] },
    reason: 'timeout',
  };
  const who = machine({
    name: `${name}-PC7`,
    user: { name: `${name}\\${name}-ana`, sid: SID, elevated: false },
    vpnUser: { name: `${name}-ana`, sid: SID },
  });
  return [
    started('apply'),
    { type: 'machine', machine: who },
    {
      type: 'stores',
      stores: [
        store(`wininet/${SID}/ras/${encodeURIComponent(`VPN of ${name}`)}`, {
          ...PROXIED,
          proxy: { enabled: true, servers: [{ scheme: 'all', host, port: 1 }] },
          bypass: [`*.${name}.com`],
          pac: { enabled: true, url: `http://pac.${name}.com/${name}.pac` },
        }),
      ],
    },
    {
      type: 'gateways',
      gateways: [
        {
          host: `vpn.${name}.com`,
          port: 443,
          source: 'profile',
          profiles: [
            {
              format: 'pbk',
              file: `C:\\Users\\${name}\\x.pbk`,
              types: ['sstp'],
              roots: [],
              vnetId: null,
              entry: name,
              strategy: 5,
            },
          ],
        },
      ],
    },
    ...stage('connect', 'fail', { evidence, via: `${host}:8080` }),
    {
      type: 'finding',
      finding: {
        code: 'bypass-matches',
        severity: 'warning',
        store: `wininet/${SID}/lan`,
        evidence: { entry: `*.${name}.com`, host },
      },
    },
    {
      type: 'finding',
      finding: {
        code: 'wininet-strings-only',
        severity: 'warning',
        store: `wininet/${SID}/lan`,
        ...inWords({
          values: ['ProxyServer'],
          strings: settingsMessage({
            ...PROXIED,
            proxy: { enabled: true, servers: [{ scheme: 'all', host: `${name}-gate`, port: 80 }] },
            bypass: [`${name}-intra`],
          }),
          used: settingsMessage({ ...PROXIED, proxy: { enabled: false, servers: [] } }),
        }),
      },
    },
    {
      type: 'finding',
      finding: {
        ...{ code: 'values-not-put-back', severity: 'warning', store: null },
        evidence: {
          ...{ backup: '0001', putBackAt: '2026-11-24T10:10:00.000Z' },
          values: [
            `HKEY_USERS\\${SID}\\Software\\Connections\\${name}`,
            'HKEY_LOCAL_MACHINE\\x\\WinHttpSettings',
          ],
        },
      },
    },
    {
      type: 'finding',
      finding: {
        code: 'phonebook-unreadable',
        severity: 'info',
        store: null,
        ...inWords({
          file: `C:\\Users\\${name}\\x.pbk`,
          problem: say('The phonebook cannot be read: {reason}.', { reason: name }),
        }),
      },
    },
    {
      type: 'finding',
      finding: {
        ...{ code: 'program-folder-writable', severity: 'warning', store: null },
        ...inWords({
          folder: `C:\\${name}\\p2s-fix`,
          version: '0.1.0',
          reason: say('{path}: {who} may write to it', {
            path: `C:\\${name}`,
            who: say('another account ({account})', { account: SID }),
          }),
        }),
      },
    },
    {
      type: 'backup',
      number: '0007',
      path: `C:\\Users\\${name}\\AppData\\Local\\p2s-fix\\backups\\0007.json`,
    },
    {
      type: 'change-result',
      result: { changed: [`/home/${name}/${name}.reg`], backup: '0007', rolledBack: false },
    },
    {
      type: 'needs',
      needs: {
        elevation: [`wininet/${SID}/lan`],
        ...inBothForms(command('apply', { proxy: `${host}:1`, user: SID }), 'sh'),
        restart: false,
        restartPending: [],
        redial: true,
      },
    },
    { type: 'diagnostic', text: `At ${name}: 10.20.30.40` },
    errorEvent(
      new P2sError(
        'input',
        say('The host {host} and {name}-ana were refused by {name}-PC7.', { host, name }),
        {
          where: `${name}.reg`,
          next: say('Ask {people}.', { people: `${name}\\${name}-ana` }),
        },
      ),
    ),
    { type: 'finished', exitCode: 3, durationMs: 1 },
  ];
}

describe('a report without names', () => {
  it('has no name that was planted anywhere, and none of the numbers that identify a person', () => {
    const label = fc.stringMatching(/^[a-z]{3}[a-z0-9]{3,9}$/).map((text) => `zq${text}`);
    fc.assert(
      fc.property(label, (name) => {
        const page = pages(about(name));
        const planted = new RegExp(`.{0,40}${name}.{0,20}|10\\.20\\.30\\.40|1111111111|(?:ab){8}`, 'i');
        expect(planted.exec(page)?.[0]).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  it('calls the same thing by the same name everywhere, and keeps the words that are ours', () => {
    const page = pages(about('zqcontoso'));
    const name = names.word('zqcontoso');
    expect(page).toContain(`proxy.${name}.com`.replace('proxy', names.word('proxy')));
    expect(page).toContain(`${name}-PC7`.slice(0, name.length));
    for (const ours of [
      'p2s-fix --apply --proxy ',
      'timeout',
      '0007',
      'rolled back at 2026-11-24T10:10:00.000Z',
      'bypass-matches',
      'replaced by pseudonyms',
    ])
      expect(page).toContain(ours);
  });

  it('keeps our own words in the settings that a finding reports, in both languages', () => {
    const gate = names.word('zqcontoso-gate');
    expect(pages(about('zqcontoso'))).toContain(
      `the string values say proxy ${gate}:80, bypass ${names.word('zqcontoso-intra')}, but Windows uses direct`,
    );
    expect(pages(about('zqcontoso'))).toMatch(
      new RegExp(`「プロキシ ${gate}:80、バイパス ${names.word('zqcontoso-intra')}」.*「直接接続」`),
    );
  });

  it.each(Object.keys(STORIES))('%s: says as much as with names, section by section', (story) => {
    const headings = (events: readonly RunEvent[]) => reportMarkdown(recordOf(events)).match(/^#+ .*/gm);
    const events = STORIES[story] ?? [];
    expect(pages(events)).not.toMatch(/contoso|0a1b2c3d|ana\b/i);
    expect(headings(redactEvents(events, names))).toEqual(headings(events));
  });

  it('takes any text for a name without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(pages(namedEverywhere(text)).length).toBeGreaterThan(1000);
      }),
      { numRuns: 100 },
    );
  });

  it('names the values beside a setting, and nobody in them', () => {
    const page = pages(STORIES['strings alone'] ?? []);
    expect(page).toMatch(/\(ProxyServer: \S+\.example:8080, AutoConfigURL: http:.* -> /);
    expect(page).not.toContain('contoso');
  });

  it('names no host of a fleet, in its settings and in what repeats them, nor a file that cannot be read', () => {
    const settings = {
      ...PROXIED,
      proxy: { enabled: true, servers: [{ scheme: 'all' as const, host: 'zqalice_pc', port: 8080 }] },
      bypass: ['<local>', 'zqintra-hr', 'zqpc', 'zqalice_srv', '*zqcorp*', '10.1.*'],
    };
    const file = 'captures zq/nofile zq.reg';
    const error = new P2sError(
      'input',
      say('File {file}: {word} are unknown.', { file, word: 'zqintra-hr, zqalice_srv, *zqcorp* and 10.1.*' }),
      {
        where: file,
      },
    );
    const judged = failedMachine({ computer: 'PC7', transport: 'file', durationMs: 1 }, error);
    const proxy = { winInet: settingsSummary(settings), winHttp: settingsSummary(null) };
    const machines = [{ ...judged, proxy }];
    const events: RunEvent[] = [
      started('fleet'),
      { type: 'fleet', summary: summarise('report', machines, () => false, null), machines },
      { type: 'finished', exitCode: 3, durationMs: 1 },
    ];
    const hidden = redactEvents(events, names, [file]);
    expect(JSON.stringify(hidden)).not.toMatch(/zq|10\.1\.|nofile|captures/);
    expect(JSON.stringify(hidden)).toMatch(
      /proxy \w+:8080, bypass <local>; .*"winHttp":"a value that cannot be read"/,
    );
    const page = recordOf(hidden, true);
    expect(reportMarkdown(page) + reportHtml(page)).not.toMatch(/zq|10\.1\.|nofile|captures/);
  });
});
