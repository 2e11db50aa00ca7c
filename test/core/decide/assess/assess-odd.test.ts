import { describe, expect, it } from 'vitest';

import { decodeWinInetBlob } from '../../../../src/core/codec/wininet-blob.ts';
import { assess, isRefused } from '../../../../src/core/decide/assess.ts';
import { type DesiredSetting, desiredFor } from '../../../../src/core/decide/desired-settings.ts';
import { userPart } from '../../../../src/core/decide/proposal.ts';
import { settingsSummary } from '../../../../src/core/decide/summary.ts';
import { findingsOf } from '../../../../src/core/findings/findings.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../../src/core/model/registry.ts';
import { shownUrl } from '../../../../src/core/proxy/pac-url.ts';
import { readStores, viewOf } from '../../../../src/core/stores/stores.ts';
import { ENGLISH } from '../../../../src/report/text/texts.ts';
import {
  blobIn,
  CONNECTIONS,
  done,
  FOLLOW,
  observe,
  SETTINGS,
  sample,
  setBlob,
  WINHTTP,
  withValue,
} from '../../stores/registry-scene.ts';

const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
const PROXY: DesiredSetting = {
  kind: 'proxy',
  servers: [{ scheme: 'all', host: 'new', port: 80 }],
  bypass: null,
};

/** A user who has strings and no blob yet. */
function withoutBlob(strings: Record<string, string>): RegistrySnapshot {
  let registry = withValue(sample(), CONNECTIONS, 'DefaultConnectionSettings', null);
  for (const [name, value] of Object.entries(strings))
    registry = withValue(registry, SETTINGS, name, text(value));
  return registry;
}

function applied(registry: RegistrySnapshot, desired: Parameters<typeof assess>[1]): RegistrySnapshot {
  return done(
    registry,
    assess(observe(registry), desired, null).plan.changes.flatMap(({ writes }) => writes),
  );
}

describe('a PAC address', () => {
  const secret = 'http://bob:SECRETPW@pac.contoso.example/x.pac';

  it('is written as it is stored, never as it is shown', () => {
    const after = applied(withoutBlob({ AutoConfigURL: secret }), { source: 'winhttp' });
    expect(blobIn(after).pac).toBe(secret);
    expect(after.value(SETTINGS, 'AutoConfigURL')).toEqual(text(secret));
    const long = `http://pac.contoso.example/${'x'.repeat(2100)}`;
    expect(blobIn(applied(withoutBlob({ AutoConfigURL: long }), { source: 'winhttp' })).pac).toBe(long);
  });

  it('with credentials is not the one without: --pac replaces it', () => {
    const registry = withValue(
      setBlob(sample(), { flags: 5, pac: secret }),
      SETTINGS,
      'AutoConfigURL',
      text(secret),
    );
    const after = applied(registry, desiredFor({ kind: 'pac', url: 'http://pac.contoso.example/x.pac' }));
    expect(blobIn(after).pac).toBe('http://pac.contoso.example/x.pac');
  });

  it('outside ASCII makes no blob, and is not put into other letters', () => {
    const registry = withoutBlob({ AutoConfigURL: 'http://pac.contoso.example/prüfung.pac' });
    expect(() => assess(observe(registry), { source: 'winhttp' }, null)).toThrow(
      expect.objectContaining({ code: 'refused' }),
    );
  });

  it('stays stored, switched off, when a proxy is named and there was no blob', () => {
    const url = 'http://pac.contoso.example/x.pac';
    const after = applied(withoutBlob({ AutoConfigURL: url }), desiredFor(PROXY));
    expect(blobIn(after)).toMatchObject({ flags: 3, proxy: 'new:80', pac: url });
  });

  it.each([
    [secret, 'http://pac.contoso.example/x.pac'],
    [' http://bob:SECRETPW@h/x', '***@h/x'],
    ['http://bob:SECRET/PW@h/x', '***@h/x'],
    ['http:\\\\bob:SECRETPW@h/x', '***@h/x'],
    ['http:/bob:SECRETPW@h/x', '***@h/x'],
    ['bob:SECRETPW@h/x', '***@h/x'],
    ['http://a@b:SECRETPW@h/x', '***@h/x'],
    ['http://bob%3ASECRETPW%40h/x', 'http://h/x'],
    ['bob%3aSECRETPW%40h/x', '***@h/x'],
    ['http://a@SECRETPW%40h/x', '***@h/x'],
    ['http://h/x.pac', 'http://h/x.pac'],
    ['http://h/x.pac?for=a%40b', 'http://h/x.pac?for=a%40b'],
  ])('%s is shown as %s', (stored, shown) => {
    expect(shownUrl(stored)).toBe(shown);
    const [lan] = readStores(setBlob(sample(), { flags: 5, pac: stored }));
    expect(JSON.stringify(lan === undefined ? null : viewOf(lan))).not.toContain('SECRET');
    expect(settingsSummary(lan?.settings ?? null)).not.toContain('SECRET');
  });
});

describe('bytes that are no ASCII', () => {
  it('make no string: what is stored beside them stays', () => {
    const registry = withValue(
      setBlob(sample(), { bypass: '\x83\x65;a' }),
      SETTINGS,
      'ProxyOverride',
      text('テ;a'),
    );
    const changes = assess(observe(registry), FOLLOW, null).plan.changes;
    expect(changes.flatMap(({ writes }) => writes.map(({ name }) => name))).not.toContain('ProxyOverride');
  });
});

describe('stores that are not as usual', () => {
  it('a 32-bit Windows has no second view, and gets none', () => {
    const keys = [...sample().keys].filter(({ path }) => !path.includes('WOW6432Node'));
    const key =
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    const absent = [key, `${key}\\Connections`].map((path) => ({
      path,
      visibility: 'absent' as const,
      values: new Map(),
    }));
    const { plan, winHttp } = assess(observe(new RegistrySnapshot([...keys, ...absent])), FOLLOW, null);
    expect(winHttp.wow64).toBeNull();
    expect(plan.changes.map(({ store }) => store)).toEqual(['winhttp/native']);
  });

  it('two VPN entries that differ in half a character have two ids', () => {
    const bytes = new Uint8Array(56);
    let registry = withValue(sample(), CONNECTIONS, '\ud800x', { kind: 'binary', bytes });
    registry = withValue(registry, CONNECTIONS, '\ud801x', { kind: 'binary', bytes });
    const ids = readStores(registry)
      .map(({ id }) => id)
      .filter((id) => id.includes('/ras/'));
    expect(ids).toEqual(['wininet/current/ras/%ED%A0%80x', 'wininet/current/ras/%ED%A0%81x']);
  });

  it('a value of another type is replaced as what it is', () => {
    const registry = withValue(sample(), WINHTTP, 'WinHttpSettings', text('odd'));
    const change = assess(observe(registry), FOLLOW, null).plan.changes.find(
      ({ store }) => store === 'winhttp/native',
    );
    expect(change).toMatchObject({ action: 'replace', writes: [{ expected: text('odd') }] });
    expect(assess(observe(applied(registry, FOLLOW)), FOLLOW, null).plan.changes).toEqual([]);
  });

  it('nothing visible of what Windows would use is unseen, not absent', () => {
    const keys = [...sample().keys].filter(({ path }) => path !== SETTINGS);
    const registry = withValue(new RegistrySnapshot(keys), CONNECTIONS, 'DefaultConnectionSettings', null);
    expect(readStores(registry)[0]).toMatchObject({ id: 'wininet/current/lan', present: null });
    const codes = findingsOf(assess(observe(registry), FOLLOW, null), []).map(({ code }) => code);
    expect(codes).toContain('store-unseen');
    expect(codes).not.toContain('wininet-blob-absent');
  });

  it('auto-detect alone beside a static WinHTTP proxy is not called aligned', () => {
    const proxied = applied(sample(), FOLLOW);
    expect(isRefused(assess(observe(setBlob(proxied, { flags: 9 })), FOLLOW, null))).toBe(true);
    expect(isRefused(assess(observe(setBlob(sample(), { flags: 9 })), FOLLOW, null))).toBe(false);
  });

  it('the deciding store is not named twice', () => {
    const desired = { ...desiredFor(PROXY), stores: { 'wininet/current/lan': { kind: 'direct' } as const } };
    expect(() => assess(observe(sample()), desired, null)).toThrow(
      expect.objectContaining({ code: 'input' }),
    );
  });

  it('an unreadable source does not promise what --apply alone will not do', () => {
    const reported = (first: number) => {
      const bytes = new Uint8Array([first, 0, 0, 0, 0]);
      const registry = withValue(sample(), CONNECTIONS, 'DefaultConnectionSettings', {
        kind: 'binary',
        bytes,
      });
      const finding = findingsOf(assess(observe(registry), FOLLOW, null), []).find(
        ({ code }) => code === 'store-unreadable',
      );
      return finding === undefined ? null : ENGLISH.finding(finding).remedy;
    };
    expect(reported(0x46)).toContain('--proxy');
    expect(reported(0x50)).toContain('never overwritten');
  });

  it('a switched-on proxy without a server is reported', () => {
    const [lan] = readStores(setBlob(sample(), { proxy: '' }));
    expect(settingsSummary(lan?.settings ?? null)).toContain('without a server');
  });
});

describe('a change', () => {
  it('that sets a PAC is no clearing', () => {
    const desired = desiredFor({ kind: 'pac', url: 'http://pac.contoso.example/p' });
    const change = assess(observe(sample()), desired, null).plan.changes.find(({ store }) =>
      store.startsWith('wininet'),
    );
    expect(change?.action).toBe('set');
    const decoded =
      change?.writes[0]?.next?.kind === 'binary' ? decodeWinInetBlob(change.writes[0].next.bytes) : null;
    expect(decoded?.ok === true ? decoded.blob.flags : 0).toBe(5);
  });

  it('of the missing direct bit may send requests elsewhere, so it is no pure repair', () => {
    const { plan } = assess(observe(setBlob(sample(), { flags: 2 })), FOLLOW, null);
    expect(plan.changes.some(({ store }) => store === 'wininet/current/lan')).toBe(true);
    expect(userPart(plan, [])).toBeNull();
  });
});
