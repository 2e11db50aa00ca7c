import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/model/events.ts';
import { say } from '../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../src/l10n/japanese.ts';
import { displayWidth } from '../../src/report/text/columns.ts';
import { ENGLISH, type Texts, textsOf } from '../../src/report/text/texts.ts';
import { reportPage } from '../../src/report/views/plain/pages.ts';
import { requestsOfPage } from '../../src/report/views/plain/sections.ts';
import { browseFrame } from '../../src/ui/browse/frame.ts';
import type { Command } from '../../src/ui/browse/keys.ts';
import type { Display } from '../../src/ui/display.ts';
import { INITIAL_STATE, reduce, type UiState } from '../../src/ui/state.ts';
import { STORIES } from '../support/stories/stories.ts';
import { auditWithDrift, GATEWAY, observedEvents, started, verify407 } from './sequences.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const DISPLAY: Display = { colour: false, unicode: true, columns: 80, rows: 24, tick: 0, texts: ENGLISH };

function browsing(events: readonly RunEvent[], canApply = true): UiState {
  const ended = events.reduce<UiState>(reduce, INITIAL_STATE);
  return reduce(ended, { type: 'browsing', canApply, idleMinutes: 10 });
}

function press(state: UiState, ...commands: Command[]): UiState {
  return commands.reduce<UiState>((before, command) => {
    const { moreBelow } = browseFrame(before, DISPLAY);
    return reduce(before, { type: 'command', command, moreBelow });
  }, state);
}

function rows(state: UiState, more: Partial<Display> = {}): string[] {
  return browseFrame(state, { ...DISPLAY, ...more }).rows.map(
    ({ indent, spans }) => ' '.repeat(indent) + spans.map(({ text }) => text).join(''),
  );
}

const selected = (state: UiState) => rows(state).filter((row) => row.startsWith('> '));

describe('the report to look around in', () => {
  it('says in short what is wrong, what would be changed and who is needed, then what there is to open', () => {
    expect(rows(browsing(auditWithDrift()))).toEqual([
      ' ',
      'FAIL     \u2716 The revocation of the certificate cannot be checked (0x80092013):',
      '         crl3.digicert.example, ocsp.digicert.example: name not found.',
      expect.stringMatching(/^Cause {4}WinHTTP \(64-bit\) is set to direct; /),
      'Found    1 error, 1 warning, 1 note',
      expect.stringMatching(/^Change {3}--apply sets WinHTTP \(64-bit and 32-bit\): proxy /),
      expect.stringMatching(/^Next {5}Administrator: p2s-fix --apply --user S-1-5-21-/),
      'Then     Reconnect the VPN: open connections keep the old setting.',
      ' ',
      expect.stringMatching(/^> \u2716 {8}The revocation of the certificate cannot be checked .*\u2026$/),
      expect.stringMatching(/^ {2}\u2714 {8}\(proposed\) SSTP handshake with .*\u2026$/),
      expect.stringMatching(/^ {2}ERROR {4}WinHTTP \(64-bit\) is set to direct; .*\u2026$/),
      expect.stringMatching(/^ {2}WARNING {2}WinINET \(.*\u2026$/),
      expect.stringMatching(/^ {2}INFO {5}A WinHTTP proxy applies to every service .*\u2026$/),
      ' ',
      'Up/Down move  Enter details  e evidence  a apply  ? keys  q quit  1/5',
      'Closes automatically after 10 minutes without a key. The report above stays.',
    ]);
  });

  it.each([20, 30, 40, 60])('says every key whole in %d columns', (columns) => {
    for (const texts of [ENGLISH, JAPANESE]) {
      const frame = rows(browsing(auditWithDrift()), { columns, rows: 40, texts });
      for (const key of [
        texts.words(say('Up/Down move')),
        texts.words(say('Enter details')),
        texts.words(say('e evidence')),
        texts.words(say('a apply')),
        texts.words(say('? keys')),
        texts.words(say('q quit')),
        `${1}/${5}`,
      ])
        expect(frame.some((row) => row.split('  ').includes(key))).toBe(true);
    }
  });

  it.each([60, 80])('distinguishes gateways, and shows its note whole, in %d columns', (columns) => {
    for (const texts of [ENGLISH, JAPANESE]) {
      const names = ['00a1b2c3', '00a1b2c4'].map((id) => `azuregateway-${id}-d4e5-f607-1829.vpn.azure.com`);
      const [run, ...rest] = verify407();
      const [end] = rest.splice(-1);
      const checked = names.flatMap((name) => JSON.parse(JSON.stringify(rest).replaceAll(GATEWAY, name)));
      const state = browsing([run, ...checked, end] as RunEvent[]);
      const frame = rows(state, { columns, texts });
      const list = frame.filter((row) => /^[> ] \u2716/.test(row));
      for (const name of names) expect(list.filter((row) => row.includes(name.slice(0, 21)))).toHaveLength(1);
      const flat = (lines: readonly string[]) => lines.join('').replaceAll(' ', '');
      expect(flat(frame)).toContain(
        flat([
          texts.words(
            say('Closes automatically after {minutes} minutes without a key. The report above stays.', {
              minutes: 10,
            }),
          ),
        ]),
      );
      expect(flat(rows(press(state, 'copy'), { columns, texts }))).toContain(
        flat([
          texts.words(
            say('The request is printed above, and in the clipboard where the terminal allows it.'),
          ),
        ]),
      );
    }
  });

  it('draws the routes above the list where the window is high, until something is opened', () => {
    const state = browsing(auditWithDrift());
    const isDrawn = (row: string) => row.includes('This computer');
    expect(rows(state).filter(isDrawn)).toEqual([]);
    const high = rows(state, { rows: 40 });
    expect(high.filter(isDrawn)).toHaveLength(3);
    expect(high.findLastIndex(isDrawn)).toBeLessThan(high.findIndex((row) => row.startsWith('> ')));
    expect(rows(state, { rows: 40, columns: 70 }).filter(isDrawn)).toEqual([]);
    expect(rows(press(state, 'open'), { rows: 40 }).filter(isDrawn)).toEqual([]);
  });

  it('moves over what there is and no further', () => {
    const state = browsing(auditWithDrift());
    expect(selected(press(state, 'up'))).toEqual(selected(state));
    expect(selected(press(state, 'down', 'down'))[0]).toContain('WinHTTP (64-bit) is set to direct');
    const last = press(state, ...Array<Command>(20).fill('down'));
    expect(selected(last)[0]).toContain('A WinHTTP proxy applies');
    expect(rows(last).join('\n')).toContain('5/5');
    expect(selected(press(last, 'up'))[0]).toContain('WARNING  WinINET');
  });

  it('opens a finding: all of its text, the remedy, the evidence as facts; and closes it', () => {
    const mirror = press(browsing(auditWithDrift()), 'down', 'down', 'down');
    const open = press(mirror, 'open');
    expect(rows(open)).toContainEqual('    values: ProxyServer');
    expect(rows(press(open, 'open'))).toEqual(rows(mirror));
  });

  it('opens a path with its stages, and shows the evidence of its checks, failed ones first', () => {
    const open = rows(press(browsing(verify407()), 'open'), { rows: 60 });
    expect(open).toContainEqual(`    ${GATEWAY}`);
    expect(open.join('\n')).toMatch(/\u2714 dns 12 ms {3}\u2714 tcp 12 ms {3}\u2716 connect/);
    const evidence = rows(press(browsing(verify407()), 'evidence'), { rows: 60 });
    const at = (text: string) => evidence.findIndex((row) => row.includes(text));
    expect(at('\u2716 connect (via proxy.contoso.example:8080) 12 ms')).toBeGreaterThan(0);
    expect(at('httpStatus: 407')).toBe(at('reason: proxy-auth') + 1);
    expect(at('\u2714 dns')).toBeGreaterThan(at('schemes: Negotiate'));
    expect(rows(press(browsing(verify407()), 'evidence', 'evidence'), { rows: 60 })).toEqual(open);
  });

  it('says by which way a check went in the language of the rest', () => {
    const evidence = (events: readonly RunEvent[], texts: Texts) =>
      rows(press(browsing(events), 'evidence'), { rows: 60, texts }).join('\n');
    expect(evidence(verify407(), JAPANESE)).toContain(
      '\u2716 connect (proxy.contoso.example:8080 経由) 12 ms',
    );
    expect(evidence(auditWithDrift(), ENGLISH)).toContain('(direct) ');
    expect(evidence(auditWithDrift(), JAPANESE)).toContain('(直接接続) ');
    expect(evidence(auditWithDrift(), JAPANESE)).not.toMatch(/\((?:direct|via )/);
  });

  it('has the code behind the sense, when there is space, and with the details', () => {
    const wide = rows(browsing(auditWithDrift()), { columns: 240 });
    expect(wide).toContainEqual(
      expect.stringMatching(/^> \u2716 {8}The revocation .* \(revocation-unreachable\)$/),
    );
    expect(wide).toContainEqual(expect.stringMatching(/^ {2}ERROR {4}WinHTTP .* \(winhttp-not-aligned\)$/));
    const open = press(browsing(auditWithDrift()), 'down', 'down', 'open');
    expect(rows(open, { rows: 60 }).join(' ')).toContain('(winhttp-not-aligned)');
  });

  it('says how many rows lie above and below', () => {
    const open = press(browsing(auditWithDrift()), 'evidence');
    const isMark = (row: string) => /^\u2026 \d+ more (?:above|below)$/.test(row);
    const listed = (state: UiState, height: number) => {
      const frame = rows(state, { rows: height });
      return frame.slice(frame.lastIndexOf(' ', frame.length - 4) + 1, -3);
    };
    const all = listed(open, 200);
    expect(all.filter(isMark)).toEqual([]);
    const first = listed(open, 24);
    expect(first.slice(0, -1)).toEqual(all.slice(0, first.length - 1));
    expect(first.at(-1)).toBe(`\u2026 ${all.length - first.length + 1} more below`);
    const last = listed(press(open, 'last'), 24);
    expect(last[0]).toBe(`\u2026 ${all.length - last.length + 1} more above`);
    expect(last.slice(1)).toEqual(listed(press(open, 'last'), 200).slice(1 - last.length));
    const scrolled = listed(press(open, 'down'), 24);
    expect(scrolled[0]).toBe('\u2026 2 more above');
    // One step shows one more row.
    expect(scrolled.at(-2)).toBe(all[first.length - 1]);
    const japanese = rows(open, { texts: JAPANESE });
    expect(japanese).toContainEqual(expect.stringMatching(/^\u2026 下にあと \d+ 行$/));
  });

  it('goes to the last and the first', () => {
    const last = press(browsing(auditWithDrift()), 'last');
    expect(rows(last).join('\n')).toContain('5/5');
    const scrolled = press(press(last, 'first'), 'evidence', 'down', 'down');
    expect(scrolled.browse?.scroll).toBeGreaterThan(0);
    expect(press(scrolled, 'first').browse).toMatchObject({ selected: 0, scroll: 0 });
  });

  it('lists its keys instead of what can be selected, until the next key', () => {
    const listed = press(browsing(auditWithDrift()), 'help');
    for (const key of ['PgUp/PgDn', 'Home/End', 'Enter', 'a  '])
      expect(rows(listed).some((row) => row.startsWith(`  ${key}`))).toBe(true);
    expect(selected(listed)).toEqual([]);
    expect(rows(press(listed, 'help'))).toEqual(rows(browsing(auditWithDrift())));
    expect(selected(press(listed, 'down'))[0]).toContain('(proposed)');
    expect(rows(listed, { columns: 60, rows: 12 })).toContainEqual('  q, Esc        quit; the report stays');
    const unable = rows(press(browsing(auditWithDrift(), false), 'help'));
    expect(unable.some((row) => row.startsWith('  a '))).toBe(false);
  });

  it('takes the evidence from a finding to the path that fails', () => {
    const state = press(browsing(auditWithDrift()), 'down', 'down', 'evidence');
    expect(selected(state)[0]).toContain('The revocation of the certificate cannot be checked');
    expect(rows(state).join('\n')).toContain('errno: ENOTFOUND');
  });

  it('goes through what is longer than the window before it goes on', () => {
    let state = press(browsing(auditWithDrift()), 'evidence');
    const seen = new Set<string>();
    for (let presses = 0; browseFrame(state, DISPLAY).moreBelow; presses += 1) {
      expect(presses).toBeLessThan(200);
      for (const row of rows(state)) seen.add(row);
      state = press(state, 'down');
    }
    for (const row of rows(state)) seen.add(row);
    const whole = rows(state, { rows: 500 });
    const next = whole.findIndex((row) => row.includes('(proposed) SSTP handshake'));
    expect(whole.slice(0, next).filter((row) => !seen.has(row))).toEqual([]);
    expect(selected(press(state, 'down'))[0]).toContain('(proposed) SSTP handshake');
  });

  it('shows keys only where they work', () => {
    const keys = (state: UiState) => rows(state).at(-2);
    expect(keys(browsing(auditWithDrift(), false))).toBe(
      'Up/Down move  Enter details  e evidence  ? keys  q quit  1/5',
    );
    expect(keys(browsing(verify407(), false))).toBe(
      'Enter details  e evidence  c copy request  ? keys  q quit',
    );
  });

  it('prints the request once when it is copied, and nothing where there is none', () => {
    const asked = press(browsing(verify407()), 'copy');
    expect(asked.printed).toHaveLength(2);
    expect(asked.printed[1]?.requests[0]?.text(ENGLISH.words)).toContain('407');
    expect(asked.printed[1]?.opens).toBe(false);
    expect(rows(asked).at(-1)).toMatch(/^The request is printed above/);
    expect(press(asked, 'copy').printed).toHaveLength(2);
    const none = browsing(auditWithDrift());
    expect(press(none, 'copy')).toEqual(none);
  });

  it('gives way to the next run, whose pages follow those that are printed', () => {
    const next = [started('apply'), ...observedEvents('apply').slice(1)].reduce<UiState>(
      reduce,
      browsing(auditWithDrift()),
    );
    expect(next.browse).toBeNull();
    expect(next.record.end).toBeNull();
    const ended = reduce(next, { type: 'finished', exitCode: 130, durationMs: 4 });
    expect(ended.printed.map(({ opens, run }) => [opens, run?.mode])).toEqual([
      [true, 'audit'],
      [true, 'apply'],
    ]);
  });
});

describe('its frame', () => {
  const states = [
    browsing(auditWithDrift()),
    press(browsing(auditWithDrift()), 'evidence', 'down', 'down', 'down'),
    press(browsing(auditWithDrift()), 'down', 'down', 'open'),
    press(browsing(verify407()), 'open', 'copy'),
    press(browsing(auditWithDrift()), 'help'),
    press(browsing(auditWithDrift()), 'last'),
  ];

  it.each([20, 40, 80, 132, 200])(
    'stays inside %d columns and below the height of the terminal',
    (columns) => {
      for (const state of states)
        for (const texts of [ENGLISH, JAPANESE])
          for (const unicode of [true, false])
            for (const height of [12, 24, 60]) {
              const frame = rows(state, { columns, rows: height, texts, unicode });
              expect(frame.length).toBeLessThanOrEqual(height - 2);
              expect(Math.max(...frame.map(displayWidth))).toBeLessThanOrEqual(columns);
            }
    },
  );

  it('is pure ASCII where that is all there is', () => {
    for (const state of states) expect(rows(state, { unicode: false }).join('')).toMatch(/^[ -~]*$/);
  });

  it('opens what a move comes to, with its requests', () => {
    const state = browsing(STORIES.moving ?? [], false);
    const [first] = selected(state);
    expect(first).toMatch(/^> . {8}Move of azuregateway-/);
    const opened = rows(press(state, 'open'), { rows: 60 }).join('\n');
    expect(opened).toContain('IKEv2');
    expect(opened).toContain('OpenVPN');
    expect(opened).toContain('UDP 500');
    expect(rows(state).join('\n')).toMatch(/Answer {3}.*azuregateway-/);
    expect(requestsOfPage(reportPage(state)).map(({ to }) => to)).toContain('network-team');
    const japanese = rows(press(state, 'open'), { rows: 60, texts: JAPANESE }).join('\n');
    expect(japanese).toContain('移行');
  });
});
