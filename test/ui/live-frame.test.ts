import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/model/events.ts';
import { lineText } from '../../src/report/text/lines.ts';
import { ENGLISH } from '../../src/report/text/texts.ts';
import type { Display } from '../../src/ui/display.ts';
import { liveFrame } from '../../src/ui/live-frame.ts';
import { INITIAL_STATE, reduce, type UiState } from '../../src/ui/state.ts';
import { auditWithDrift, observedEvents, PLAN, stage, started } from './sequences.ts';

const DISPLAY: Display = { colour: false, unicode: true, columns: 80, rows: 24, tick: 0, texts: ENGLISH };
const STEP: RunEvent = { type: 'step', step: 'probe-current', status: 'started' };

function fold(events: readonly RunEvent[]): UiState {
  return events.reduce<UiState>(reduce, INITIAL_STATE);
}

function manyGateways(count: number): RunEvent[] {
  const names = Array.from({ length: count }, (_, index) => `gateway-${index}.vpn.azure.com`);
  return names.flatMap((host, index): RunEvent[] => [
    ...stage('dns', index % 3 === 0 ? 'fail' : 'pass', { evidence: { reason: 'not-found' } }).map(
      (event): RunEvent =>
        event.type === 'check'
          ? { ...event, check: { ...event.check, gateway: host } }
          : event.type === 'check-started'
            ? { ...event, gateway: host }
            : event,
    ),
    ...(index % 3 === 0
      ? [
          {
            type: 'verdict' as const,
            verdict: {
              gateway: host,
              stores: 'current' as const,
              verdict: 'dns-failed' as const,
              stage: 'dns' as const,
            },
          },
        ]
      : []),
  ]);
}

function height({ header, body, footer }: ReturnType<typeof liveFrame>): number {
  return header.length + body.length + footer.length;
}

describe('liveFrame', () => {
  it('shows the seconds of a stage and of its step, and the deadline, from two seconds on', () => {
    const [begun] = stage('connect', 'pass');
    const deadline = { audit: { deadline: 12 } };
    const run = started('audit');
    const state = fold([
      { ...run, carried: deadline } as RunEvent,
      STEP,
      ...(begun === undefined ? [] : [begun]),
    ]);
    const at = (seconds: number) => {
      const { body, footer } = liveFrame(state, { ...DISPLAY, waited: () => seconds });
      return [...body, ...footer].map(lineText).join('\n');
    };
    expect(at(1.9)).not.toMatch(/\d s/);
    expect(at(4.2)).toContain(' connect 4 s');
    expect(at(4.2)).toContain(' Testing the routes 4 s, at most 12 s for each gateway');
  });

  it('stays below the height of the terminal, whatever the run reports', () => {
    const everything = [...observedEvents('audit'), ...manyGateways(40)];
    let state = INITIAL_STATE;
    for (const event of everything) {
      state = reduce(state, event);
      for (const rows of [10, 24, 60]) {
        for (const columns of [40, 80, 200]) {
          expect(height(liveFrame(state, { ...DISPLAY, rows, columns }))).toBeLessThanOrEqual(rows - 2);
        }
      }
    }
  });

  it('asks below the height of the terminal, whatever would be written, and keeps the question', () => {
    const bypass = Array.from({ length: 40 }, (_, index) => `*.sub${index}.contoso.example`);
    const changes = PLAN.changes.map((change) => ({ ...change, after: { ...change.after, bypass } }));
    for (const count of [1, 2, 30]) {
      const question = { changes: Array(count).fill(changes[0]), backupFolder: 'C:\\backups' };
      const state = fold([...observedEvents('apply')]);
      const asking = reduce(state, { type: 'asked', question });
      for (const rows of [6, 10, 24, 60])
        for (const columns of [40, 80, 200]) {
          const frame = liveFrame(asking, { ...DISPLAY, rows, columns });
          expect(height(frame)).toBeLessThanOrEqual(rows - 2);
          const texts = frame.body.map(({ spans }) => spans.map(({ text }) => text).join(''));
          expect(texts.at(-1)).toBe('Write it? [y/N]');
          if (rows === 24 && count === 30) expect(texts.join('\n')).toMatch(/\nand \d+ more\n/);
          if (rows === 60 && count === 1) expect(texts.join(' ')).toContain(bypass.at(-1));
        }
    }
  });

  it('reports what is wrong above the question, when there is space', () => {
    const events = auditWithDrift()
      .slice(0, -1)
      .map((event) => (event.type === 'started' ? { ...event, mode: 'apply' as const } : event));
    const question = { changes: PLAN.changes, backupFolder: 'C:\\backups' };
    const asking = reduce(fold(events), { type: 'asked', question });
    const text = (rows: number, columns = 80) =>
      liveFrame(asking, { ...DISPLAY, rows, columns }).body.map(({ spans }) =>
        spans.map((span) => span.text).join(''),
      );
    const summary = [
      expect.stringMatching(/^FAIL {5}\u2716 The revocation of the certificate cannot be checked/),
      expect.stringMatching(/^Cause {4}WinHTTP \(64-bit\) is set to direct/),
    ];
    for (const size of [24, 40]) {
      const frame = text(size);
      expect(frame.filter((row) => /^(?:FAIL|Cause) /.test(row))).toEqual(summary);
      expect(frame.findIndex((row) => row.startsWith('Cause'))).toBeLessThan(
        frame.indexOf('p2s-fix will write:'),
      );
      expect(frame.at(-1)).toBe('Write it? [y/N]');
    }
    expect(text(15, 60).filter((row) => /^(?:FAIL|Cause) /.test(row))).toEqual([
      expect.stringMatching(/^FAIL {5}\u2716 The revocation .*\u2026$/),
    ]);
    expect(text(8, 60).some((row) => row.startsWith('FAIL'))).toBe(false);
    expect(text(8, 60).at(-1)).toBe('Write it? [y/N]');
  });

  it('shows all of a small page', () => {
    const frame = liveFrame(fold(observedEvents('audit').slice(0, 12)), DISPLAY);
    const text = frame.body.map(({ spans }) => spans.map((span) => span.text).join(''));
    expect(text.join('\n')).toMatch(/^WinHTTP \(64-bit and 32-bit\): direct/m);
    expect(frame.header).toHaveLength(2);
    expect(frame.body.length).toBeGreaterThan(1);
  });

  it('gives up the settings first, then the details of paths that have ended, then the rest', () => {
    const state = fold([...observedEvents('audit').slice(0, 6), STEP, ...manyGateways(9)]);
    const at = (rows: number) => liveFrame(state, { ...DISPLAY, rows });
    const text = (rows: number) => at(rows).body.map(({ spans }) => spans.map((span) => span.text).join(''));
    expect(text(60).some((line) => line.startsWith('WinHTTP'))).toBe(true);
    expect(text(36).some((line) => line.startsWith('WinHTTP'))).toBe(false);
    expect(text(36).some((line) => line.endsWith('(dns-failed)'))).toBe(true);
    expect(text(24).some((line) => line.endsWith('(dns-failed)'))).toBe(false);
    expect(text(24).some((line) => line.includes('gateway-8'))).toBe(true);
    expect(text(12).at(-1)).toMatch(/^and \d+ more lines$/);
  });

  it('says that it stops after this step once somebody asked for it', () => {
    const state = reduce(fold(observedEvents('audit').slice(0, 2)), { type: 'cancel-requested' });
    const text = liveFrame(state, DISPLAY).footer.map(({ spans }) => spans.map((span) => span.text).join(''));
    expect(text.at(-1)).toContain('Stopping');
  });
});
