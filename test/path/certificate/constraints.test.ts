import { describe, expect, it } from 'vitest';
import { authorityFlaws, weakFlaws } from '../../../src/path/pki/chain-flaws.ts';
import {
  ALGORITHMS,
  commonName,
  der,
  extension,
  make,
  oid,
  pair,
  sequence,
} from '../../page/made-certificates.ts';

const dns = (name: string) => der(0x82, Buffer.from(name, 'latin1'));
const ip = (...bytes: number[]) => der(0x87, Buffer.from(bytes));
const trees = (tag: number, ...bases: Buffer[]) => der(tag, ...bases.map((base) => sequence(base)));
const permitted = (...bases: Buffer[]) => trees(0xa0, ...bases);
const excluded = (...bases: Buffer[]) => trees(0xa1, ...bases);
const constraints = (...lists: Buffer[]) => extension('2.5.29.30', sequence(...lists));
const names = (...of: Buffer[]) => extension('2.5.29.17', sequence(...of));
const purposes = (...ids: string[]) => extension('2.5.29.37', sequence(...ids.map(oid)));
const ROOT = make({ subject: commonName('root') });
const V6 = [0x20, 1, 0x0d, 0xb8, ...new Array<number>(12).fill(0)];

function flaws(
  ofAuthority: Buffer[],
  ofLeaf: Buffer[] = [names(dns('vpn.contoso.example'), ip(10, 1, 2, 3))],
) {
  const authority = make({ subject: commonName('authority'), extensions: ofAuthority });
  const found = authorityFlaws([make({ extensions: ofLeaf }), authority, ROOT]);
  expect(found.every(({ subject }) => subject === 'CN=authority')).toBe(true);
  return found.map(({ reason }) => reason);
}

describe('name constraints', () => {
  it.each<[string, Buffer[], boolean]>([
    ['the name itself', [permitted(dns('vpn.contoso.example'))], true],
    ['its domain', [permitted(dns('contoso.example'))], true],
    ['its domain, with a dot', [permitted(dns('.contoso.example'))], true],
    ['its domain in capitals', [permitted(dns('CONTOSO.example'))], true],
    ['every name', [permitted(dns(''))], true],
    ['one of two domains', [permitted(dns('fabrikam.example'), dns('contoso.example'))], true],
    ['the end of a label', [permitted(dns('toso.example'))], false],
    ['another domain', [permitted(dns('fabrikam.example'))], false],
    ['a name below it', [permitted(dns('a.vpn.contoso.example'))], false],
    ['the address', [permitted(ip(10, 1, 2, 3, 255, 255, 255, 255))], true],
    ['its network', [permitted(ip(10, 0, 0, 0, 255, 0, 0, 0))], true],
    ['its network, with other bits outside the mask', [permitted(ip(10, 9, 9, 9, 255, 0, 0, 0))], true],
    ['another network', [permitted(ip(10, 2, 0, 0, 255, 255, 0, 0))], false],
    ['a network without a mask', [permitted(ip(10, 1, 2, 3))], false],
    ['a network of IPv6', [permitted(ip(...V6, ...V6))], false],
    ['names of another kind', [permitted(der(0x81, Buffer.from('contoso.example')))], true],
    ['nothing excluded', [excluded(dns('fabrikam.example'), ip(10, 2, 0, 0, 255, 255, 0, 0))], true],
    ['its domain excluded', [excluded(dns('contoso.example'))], false],
    ['its network excluded', [excluded(ip(10, 0, 0, 0, 255, 0, 0, 0))], false],
    ['all permitted, one excluded', [permitted(dns('')), excluded(dns('vpn.contoso.example'))], false],
    ['a list of another kind', [trees(0xa2, dns('fabrikam.example'))], true],
    ['no list', [], true],
  ])('that are %s', (_, lists, allows) => {
    expect(flaws([constraints(...lists)])).toEqual(allows ? [] : ['name-constraints']);
  });

  it('are judged by names and addresses, and by what can be read', () => {
    const other = [permitted(dns('fabrikam.example'))];
    expect(flaws([constraints(...other)], [])).toEqual([]);
    expect(flaws([constraints(...other)], [names(der(0x81, Buffer.from('a@b.example')))])).toEqual([]);
    expect(flaws([constraints(...other)], [extension('2.5.29.17', Buffer.from([1]))])).toEqual([]);
    expect(flaws([extension('2.5.29.30', Buffer.from([1]))])).toEqual([]);
    // What could be read before the end counts.
    expect(flaws([constraints(...other, Buffer.from([1]))])).toEqual(['name-constraints']);
  });

  it('and purposes are those of every authority above the leaf', () => {
    const client = purposes('1.3.6.1.5.5.7.3.2');
    expect(flaws([client])).toEqual(['issuer-wrong-purpose']);
    expect(flaws([purposes('2.5.29.37.0')])).toEqual([]);
    expect(flaws([client, constraints(permitted(dns('x')))])).toEqual([
      'issuer-wrong-purpose',
      'name-constraints',
    ]);
    const limited = make({ extensions: [client] });
    expect(authorityFlaws([limited, ROOT])).toEqual([]);
    expect(authorityFlaws([make(), limited])).toHaveLength(1);
    expect(authorityFlaws([make(), limited, limited, ROOT])).toHaveLength(2);
    expect(authorityFlaws([])).toEqual([]);
  });
});

describe('weak certificates', () => {
  const [short, long] = [pair.rsa(1024), pair.rsa(2048)];
  const of = (key: typeof short, algorithm: keyof typeof ALGORITHMS = 'sha256WithRSA', by = key) =>
    make({ key: key.publicKey, signer: by.privateKey, algorithm: ALGORITHMS[algorithm] });
  const reasons = (...chain: Buffer[]) => weakFlaws([...chain, ROOT]).map(({ reason }) => reason);

  it('have a short RSA key, or a signature by MD5 or SHA-1', () => {
    expect(reasons(of(short))).toEqual(['weak-key']);
    expect(reasons(of(long))).toEqual([]);
    expect(reasons(make())).toEqual([]);
    expect(reasons(of(long, 'sha1WithRSA'))).toEqual(['weak-signature']);
    expect(reasons(of(long, 'md5WithRSA'))).toEqual(['weak-signature']);
    expect(reasons(make({ algorithm: ALGORITHMS['ECDSA with SHA-1'] }))).toEqual(['weak-signature']);
    expect(reasons(of(short, 'sha1WithRSA'), of(short))).toEqual(['weak-signature', 'weak-key', 'weak-key']);
  });

  it('are those below the root', () => {
    expect(weakFlaws([make(), of(short)])).toEqual([]);
    expect(weakFlaws([of(short), make()])).toMatchObject([{ subject: 'CN=Subject' }]);
  });
});
