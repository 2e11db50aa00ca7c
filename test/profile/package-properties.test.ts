import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProfileFiles } from '../../src/profile/package.ts';
import { vpnSettings } from '../support/machines/profiles.ts';
import { makeZip } from '../support/machines/zip.ts';

const host = fc.domain().filter((name) => name.length <= 253);
const types = fc.subarray(['SSTP', 'IKEv2', 'OpenVPN'] as const, { minLength: 1 });
const rootName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,40}[A-Za-z0-9]$/);
const contents = fc.record({
  server: host,
  types,
  rootNames: fc.uniqueArray(rootName, { minLength: 1, maxLength: 3 }),
  vnetId: fc.uuid(),
  schema: fc.constantFrom('older' as const, 'newer' as const),
});

/** Differences that must not matter: case of the names, a prefix, the order, line breaks in tags, the encoding. */
const form = fc.record({
  upper: fc.boolean(),
  prefix: fc.constantFrom('', 'a:', 'ns1:'),
  reverse: fc.boolean(),
  broken: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16', 'utf-16 big-endian'),
});

type Contents = typeof contents extends fc.Arbitrary<infer T> ? T : never;
type Form = typeof form extends fc.Arbitrary<infer T> ? T : never;

function written(what: Contents, how: Form): Buffer {
  const text = vpnSettings({ ...what, types: what.types.join(',') });
  const [, , root = '', ...inner] = text.replace(/\?>\r\n<VpnProfile/, '?>\r\n\r\n<VpnProfile').split('\r\n');
  const body = inner.slice(1, -2).join('\n');
  const elements = body.match(/^ {2}<(\w+)>[\s\S]*?<\/\1>$/gm) ?? [];
  const all = [root, '>', ...(how.reverse ? elements.reverse() : elements), '</VpnProfile>'].join('\n');
  const named = all.replace(/<(\/?)(\w+)/g, (_all, slash: string, name: string) => {
    const cased = how.upper ? name.toUpperCase() : name;
    return `<${slash}${how.prefix}${cased}${how.broken ? '\r\n  ' : ''}`;
  });
  if (how.encoding === 'utf-8') return Buffer.from(named);
  if (how.encoding === 'utf-8 with mark') return Buffer.from(`\ufeff${named}`);
  const wide = Buffer.from(`\ufeff${named}`, 'utf16le');
  return how.encoding === 'utf-16' ? wide : wide.swap16();
}

describe('any VpnSettings.xml', () => {
  it('returns what was put into it, in whatever form, alone and in an archive', async () => {
    await fc.assert(
      fc.asyncProperty(contents, form, fc.boolean(), async (what, how, packed) => {
        const xml = written(what, how);
        const bytes = packed ? makeZip([{ name: 'GENERIC/vpnsettings.XML', content: xml }]) : xml;
        const { gateways } = await readProfileFiles([{ path: 'x', bytes }]);
        expect(gateways).toMatchObject([
          { host: what.server.toLowerCase(), types: what.types, vnetId: what.vnetId },
        ]);
        expect(gateways[0]?.roots.map(({ name }) => name).sort()).toEqual([...what.rootNames].sort());
      }),
    );
  });
});
