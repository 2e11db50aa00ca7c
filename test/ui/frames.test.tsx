import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/model/events.ts';
import { IN_JAPANESE } from '../../src/l10n/japanese.ts';
import { requestsIn } from '../../src/report/model/record-facts.ts';
import { ENGLISH, textsOf } from '../../src/report/text/texts.ts';
import { INITIAL_STATE, reduce } from '../../src/ui/state.ts';
import { ASKED, frame } from './frames-scene.tsx';
import {
  auditWithDrift,
  COMMAND,
  changeHappens,
  inputError,
  machine,
  observedEvents,
  started,
  verify407,
} from './sequences.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

describe('the words', () => {
  it('of an audit with drift at 80 columns', () => {
    const text = frame(auditWithDrift());
    for (const part of [
      'p2s-fix 0.1.0  audit',
      '  WinHTTP (64-bit and 32-bit): direct -> proxy proxy.contoso.example:8080,',
      'Cause: WinHTTP (64-bit) is set to direct; the desired setting is proxy\nproxy.contoso.example:8080.',
      '\u2716 Revocation route (current settings): fails: name not found (2 addresses)',
      `Next: Administrator: ${COMMAND}`,
      'Exit code 2: a fix is available. Details: --verbose, or --report report.html',
    ]) {
      expect(text.replaceAll('--user\n', '--user ')).toContain(part);
    }
  });

  it('of the same audit in Japanese, in the same places', () => {
    const text = frame(auditWithDrift(), { texts: JAPANESE });
    for (const part of [
      '証明書の失効を確認できません (0x80092013)。',
      'WinHTTP (64 ビット) の設定は「direct」ですが、',
      '終了コード 2: 設定の変更で修正できます。',
    ]) {
      expect(text.replaceAll('\n', '')).toContain(part);
    }
  });

  it('draw no picture in a narrow window, and one in ASCII where the terminal has nothing else', () => {
    expect(frame(auditWithDrift(), { columns: 75 })).not.toContain('Revocation route');
    expect(frame(auditWithDrift(), { unicode: false })).toContain(
      [
        'ok Tunnel route (current settings, proposed settings): works',
        '  This computer --ok--> proxy.contoso.example:8080 --ok--> azuregateway-0a1b2...',
      ].join('\n'),
    );
  });

  it('of an error', () => {
    const text = frame(inputError());
    expect(text).toContain(
      'ERROR input at desk.reg line 1: Not a registry export.\n  Next: Export it with reg.exe.',
    );
    expect(text).toContain('Reading the proxy settings: failed (input)');
  });

  it('of the question: what, where the backup goes, who may, and that the default is no', () => {
    const text = frame([...observedEvents('apply'), ASKED], { columns: 132 });
    const asked = text.slice(text.indexOf('p2s-fix will write:'));
    expect(asked.split('\n')).toEqual([
      'p2s-fix will write:',
      '  ~ WinHTTP (32-bit): proxy proxy.contoso.example:8080, bypass <local>; *.contoso.example',
      '  ~ WinHTTP (64-bit): proxy proxy.contoso.example:8080, bypass <local>; *.contoso.example',
      'A backup is made first in C:\\Program Files\\p2s-fix\\state\\backups. To roll back: p2s-fix rollback',
      'Needs an administrator: WinHTTP (64-bit and 32-bit). This run is not one.',
      'Write it? [y/N]',
    ]);
  });

  it('of the question to restore, when the caller does not say what', () => {
    const question = { changes: [], backupFolder: null };
    const text = frame([started('rollback'), { type: 'asked', question }]);
    expect(text).toContain('p2s-fix will restore the values of the backup.\nRestore it? [y/N]');
  });

  it('of the question about a recording leave out the administrator', () => {
    const recorded = machine({ kind: 'recorded' });
    const text = frame([started('apply'), { type: 'machine', machine: recorded }, ASKED]);
    expect(text).toContain('Write it?');
    expect(text).not.toContain('Needs an administrator');
  });

  it('of a request to paste, with its blank lines', () => {
    const text = frame(
      [
        ...verify407(),
        { type: 'browsing', canApply: false, idleMinutes: 10 },
        { type: 'command', command: 'copy', moreBelow: false },
        { type: 'closed' },
      ],
      { columns: 400 },
    );
    const state = verify407().reduce<typeof INITIAL_STATE>(reduce, INITIAL_STATE);
    const [request] = requestsIn(state.record);
    const printed = ENGLISH.words(request?.text ?? '')
      .split('\n')
      .map((row) => (row === '' ? '' : `  ${row}`));
    expect(printed).toContain('');
    expect(text).toContain(printed?.join('\n'));
  });

  it('of a list of backups', () => {
    const at = (day: number) => `2026-11-${day}T10:00:00.000Z`;
    const mine = { where: 'user', problem: null, own: true, foreign: null } as const;
    const theirs = { ...mine, own: false, foreign: 'machine' } as const;
    const backups = [
      { ...mine, number: '0008', createdAt: at(24), reason: 'rollback' },
      { ...theirs, number: '0007', createdAt: at(23), reason: 'apply' },
      { ...theirs, number: '0006', createdAt: null, reason: null, problem: 'damaged' },
    ] as const;
    const events: RunEvent[] = [
      started('rollback'),
      { type: 'backups', backups },
      { type: 'finished', exitCode: 0, durationMs: 9 },
    ];
    expect(frame(events)).toContain(
      [
        '0008  before a rollback, 2026-11-24T10:00:00.000Z',
        '0007  before an apply, 2026-11-23T10:00:00.000Z  (another computer)',
        '0006  cannot be used: damaged',
      ].join('\n'),
    );
  });

  it('of a change that was confirmed', () => {
    const confirmed = { type: 'confirmed', backup: '0007', by: 'command' } as const;
    const ended: RunEvent = { type: 'finished', exitCode: 0, durationMs: 9 };
    expect(frame([started('confirm'), confirmed, ended], { columns: 132 })).toContain(
      'DONE: Confirmed: the change is kept. To roll it back later: p2s-fix rollback 0007',
    );
  });

  it('of a change: each write while it happens, then how to undo it, and the path afterwards', () => {
    const asked = [...observedEvents('apply'), ASKED, { type: 'answered' } as const];
    const written = changeHappens().findIndex(
      (event) => event.type === 'write' && event.status === 'written',
    );
    const live = frame([...asked, ...changeHappens().slice(0, written + 1)]);
    expect(live).toContain('\u2714 WinHTTP (32-bit): written\n. WinHTTP (64-bit): ');
    const text = frame([...asked, ...changeHappens()]);
    const after = text.slice(text.lastIndexOf('p2s-fix 0.1.0'));
    expect(after).toContain('To roll back: p2s-fix rollback 0007');
    expect(after).toContain('(after the change): works');
    expect(after).toContain('Backup 0007: ');
    expect(after).toContain('Reconnect the VPN');
    expect(after).not.toContain('->');
    expect(after).toContain('Exit code 0');
  });

  it('of a gateway that nobody checked', () => {
    const gateways: RunEvent = {
      type: 'gateways',
      gateways: [{ host: 'vpn.contoso.example', port: 443, source: 'option' }],
    };
    expect(frame([started('audit'), gateways, { type: 'closed' }])).toContain(
      'vpn.contoso.example: not checked.',
    );
  });
});

describe('the spinner', () => {
  it.each([true, false])('moves with the tick (unicode: %s)', (unicode) => {
    const live = observedEvents('audit').slice(0, 11);
    expect(frame(live, { unicode, tick: 0 })).not.toBe(frame(live, { unicode, tick: 1 }));
  });
});
