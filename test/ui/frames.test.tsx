import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/model/events.ts';
import { IN_JAPANESE } from '../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../src/report/text/texts.ts';
import { reportPage } from '../../src/report/views/plain/pages.ts';
import { requestsOfPage } from '../../src/report/views/plain/sections.ts';
import { INITIAL_STATE, reduce } from '../../src/ui/state.ts';
import { ASKED, frame } from './frames-scene.tsx';
import {
  auditWithDrift,
  COMMAND,
  changeHappens,
  inputError,
  machine,
  observedEvents,
  PROXIED,
  SID,
  STORES,
  started,
  store,
  verify407,
} from './sequences.ts';
import { Emulator } from './terminal.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

describe('the words', () => {
  it('of an audit with drift at 80 columns', () => {
    const text = frame(auditWithDrift());
    for (const part of [
      'p2s-fix 0.1.0  audit',
      '!= Proxy        proxy.contoso.example:8080       ~ off',
      '!= differs   ~ will be changed',
      '  \u2714 certificate 12 ms   \u2714 http 12 ms   \u2714 sstp 12 ms',
      '  \u2716 http://ocsp.digicert.example/ (direct) 12 ms not-found (ENOTFOUND)',
      'name not found.\n  (revocation-unreachable)',
      'ERROR    WinHTTP (64-bit) is set to direct; the desired setting is proxy',
      '(winhttp-not-aligned)',
      '           Run p2s-fix --apply',
      '  ~ Set WinHTTP (64-bit) (needs an administrator)\n    - direct\n    + proxy proxy.contoso.example:8080, bypass',
      `    ${COMMAND}`,
      'Then reconnect the VPN',
      'Done in 0.8 s. Exit code 2: a fix is available.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.indexOf('ERROR ')).toBeLessThan(text.indexOf('WARNING '));
  });

  it('of the same audit in Japanese, in the same places', () => {
    const text = frame(auditWithDrift(), { texts: JAPANESE });
    for (const part of [
      '!= プロキシ     proxy.contoso.example:8080       ~ オフ',
      '!= 相違あり   ~ 変更対象',
      '  証明書の失効を確認できません (0x80092013)。crl3.digicert.example、',
      '名前を解決できません。 (revocation-unreachable)',
      'エラー   WinHTTP (64 ビット) の設定は「direct」ですが、',
      '(winhttp-not-aligned)',
      '次のコマンドを実行してください: p2s-fix --apply',
      '  ~ WinHTTP (64 ビット) を設定 (管理者権限が必要)\n    - 直接接続\n    + プロキシ proxy.contoso.example:8080、バイパス',
      `    ${COMMAND}`,
      '所要時間 0.8 秒。終了コード 2: 設定の変更で修正できます。',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('of a proxy that requires authentication', () => {
    const text = frame(verify407());
    expect(text).toContain('connect: proxy-auth (HTTP 407)');
    expect(text).toContain('Next: Proxy team: allow CONNECT azuregateway-0a1b2c3d-4e5f.vpn.azure.com:443');
    expect(text).not.toMatch(/\btls\b/);
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
    const [request] = requestsOfPage(
      reportPage(verify407().reduce<typeof INITIAL_STATE>(reduce, INITIAL_STATE)),
    );
    const printed = request
      ?.text(ENGLISH.words)
      .split('\n')
      .map((row) => (row === '' ? '' : `  ${row}`));
    expect(printed).toContain('');
    expect(text).toContain(printed?.join('\n'));
  });

  it('of a rollback that succeeded', () => {
    const text = frame([
      started('rollback'),
      { type: 'stores', stores: STORES },
      { type: 'change-result', result: { changed: ['x'], backup: '0008', rolledBack: true } },
      { type: 'needs', needs: { elevation: [], restart: false, restartPending: [], redial: true } },
      { type: 'finished', exitCode: 0, durationMs: 90 },
    ]);
    expect(text).toContain(
      'All values were restored.\n\nReconnect the VPN: open connections keep the old setting.',
    );
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
    expect(frame([started('rollback'), { type: 'backups', backups }, { type: 'closed' }])).toContain(
      [
        '0008  before a rollback, 2026-11-24T10:00:00.000Z',
        '0007  before an apply, 2026-11-23T10:00:00.000Z  (another computer)',
        '0006  cannot be used: damaged',
      ].join('\n'),
    );
  });

  it('of a change that was confirmed', () => {
    const confirmed = { type: 'confirmed', backup: '0007', by: 'command' } as const;
    expect(frame([started('confirm'), confirmed, { type: 'closed' }])).toContain(
      'Confirmed: the change is kept. To roll it back later: p2s-fix rollback 0007',
    );
  });

  it('of a change: each write, how to undo it, and the path afterwards', () => {
    const text = frame([...observedEvents('apply'), ASKED, { type: 'answered' }, ...changeHappens()]);
    const after = text.slice(text.indexOf('Backup 0007'));
    expect(after).toContain('To roll back: p2s-fix rollback 0007');
    expect(after).toContain('\u2714 WinHTTP (64-bit): written');
    expect(after).toContain('after the change, via');
    expect(after).toContain('\nReconnect the VPN');
    expect(after).not.toContain('!=');
    expect(after).toContain('Exit code 0');
    expect(after.match(/after the change, via/g)).toHaveLength(1);
  });

  it('of one who is an administrator already leave out how to become one', () => {
    const elevated = machine({ user: { name: 'CONTOSO\\adm', sid: 'S-1-5-21-9', elevated: true } });
    const needs: RunEvent = {
      type: 'needs',
      needs: { elevation: ['winhttp/native'], restart: true, restartPending: ['servicing'], redial: false },
    };
    const text = frame([started('apply'), { type: 'machine', machine: elevated }, needs, { type: 'closed' }]);
    expect(text).not.toContain('Needs an administrator');
    expect(text).toContain('This computer needs a restart (servicing).');
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

describe('the table', () => {
  it('stays aligned beside text of double width', async () => {
    const who = machine({ vpnUser: { name: 'CONTOSO\\山田太郎', sid: SID } });
    const wide = { ...PROXIED, pac: { enabled: true, url: 'http://社内.example/p.pac' } };
    const stores = [store(`wininet/${SID}/lan`, wide), ...STORES.slice(1)];
    const events: RunEvent[] = [
      started('audit'),
      { type: 'machine', machine: who },
      { type: 'stores', stores },
    ];
    for (const signals of [[], [{ type: 'closed' } as const]]) {
      const emulator = new Emulator(80, 24, true);
      emulator.write(frame([...events, ...signals]));
      const { rows } = await emulator.shows('Auto-detect');
      const cell = (label: string, column: number) => {
        const row = emulator.terminal.buffer.active.getLine(
          rows.findIndex((text) => text.slice(3).startsWith(label)),
        );
        return row?.translateToString(true, column);
      };
      // The column where WinHTTP stands, counted in cells of the terminal.
      expect(['Settings', 'Proxy', 'PAC', 'Auto-detect'].map((label) => cell(label, 49))).toEqual([
        'WinHTTP (64/32-bit)',
        'off',
        '-',
        '-',
      ]);
    }
  });

  it('breaks a long value inside its own column, and cuts it while live', () => {
    const long = {
      ...PROXIED,
      bypass: Array.from({ length: 12 }, (_, index) => `*.branch-${index}.contoso.example`),
    };
    const stores = [store(`wininet/${SID}/lan`, long), ...STORES.slice(1)];
    const events: RunEvent[] = [
      started('audit'),
      { type: 'machine', machine: machine() },
      { type: 'stores', stores },
    ];
    expect(
      frame(events)
        .split('\n')
        .filter((row) => row.includes('branch-')),
    ).toHaveLength(1);
    const printed = frame([...events, { type: 'closed' }])
      .split('\n')
      .filter((row) => row.includes('branch-'));
    expect(printed).toHaveLength(12);
    for (const row of printed.slice(1)) expect(row).toMatch(/^ {16}\*\.branch/);
  });
});

describe('the spinner', () => {
  it.each([true, false])('moves with the tick (unicode: %s)', (unicode) => {
    const live = observedEvents('audit').slice(0, 11);
    expect(frame(live, { unicode, tick: 0 })).not.toBe(frame(live, { unicode, tick: 1 }));
  });
});
