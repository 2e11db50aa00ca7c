import { afterEach, describe, expect, it } from 'vitest';
import { readCrl } from '../../../../src/path/pki/crl/crl.ts';
import { judgeCrl } from '../../../../src/path/pki/crl/judge.ts';
import { skipWithout } from '../../../support/programs/process.ts';
import { OPENSSL } from '../../../support/servers/openssl.ts';
import {
  CRL_SIGN,
  type ListAuthority,
  type ListAuthorityOptions,
  makeListAuthority,
} from './openssl-lists.ts';

const idp = (point: string) => ({
  list: ['issuingDistributionPoint = critical,@idp'],
  sections: `[idp]\n${point}\n`,
});
const DIRECTORY =
  '[here]\nO = Contoso\nCN = lists one\n[there]\nO = Contoso\nCN = lists two\n[last]\nCN = one\n';
const cdp = (point: string) => ({ leaf: ['crlDistributionPoints = cdp'], sections: `[cdp]\n${point}\n` });
const REASONS = 'onlysomereasons = keyCompromise, CACompromise';

interface Made extends ListAuthorityOptions {
  list?: readonly string[];
  signing?: readonly string[];
  revoked?: readonly string[];
}

/** The sections of both, one after the other. */
function both(one: Made, other: Made, ...sections: string[]): Made {
  return {
    ...one,
    ...other,
    sections: [one.sections, other.sections, ...sections].join('\n'),
  };
}

describe.skipIf(skipWithout(OPENSSL))('what a list of the real openssl says of a certificate', () => {
  const open: ListAuthority[] = [];
  afterEach(async () => {
    for (const authority of open.splice(0)) await authority.close();
  });
  const start = async (options: ListAuthorityOptions = {}) => {
    const authority = await makeListAuthority(options);
    open.push(authority);
    return authority;
  };
  const judge = ({ about }: ListAuthority, list: Uint8Array) => judgeCrl(readCrl(list), about, new Date());

  it.each<[string, Made, string, RegExp]>([
    ['version 1, without extensions', {}, 'valid', /^good$/],
    ['version 1, and the certificate on it', { revoked: [] }, 'revoked', /revoked/],
    [
      'that takes the certificate off, as a delta list may',
      { revoked: ['-crl_reason', 'removeFromCRL'] },
      'removed-from-crl',
      /^good$/,
    ],
    ['of users', idp('onlyuser = TRUE'), 'valid', /^good$/],
    ['of authorities', idp('onlyCA = TRUE'), 'wrong-scope', /scope/],
    ['of attributes', idp('onlyAA = TRUE'), 'wrong-scope', /scope/],
    ['of some reasons', idp(REASONS), 'some-reasons', /unable to get/],
    [
      'of some reasons, and the certificate on it',
      { ...idp(REASONS), revoked: ['-crl_reason', 'keyCompromise'] },
      'revoked',
      /revoked/,
    ],
    [
      'at a point of some reasons',
      cdp('fullname = URI:http://crl.example/a.crl\nreasons = keyCompromise'),
      'some-reasons',
      /unable to get/,
    ],
    ['indirect', idp('indirectCRL = TRUE'), 'indirect-crl', /^good$/],
    [
      'indirect, and the certificate on it',
      { ...idp('indirectCRL = TRUE'), revoked: [] },
      'indirect-crl',
      /revoked/,
    ],
    [
      'of the point that the certificate names',
      idp('fullname = URI:http://crl.example/a.crl'),
      'valid',
      /^good$/,
    ],
    [
      'of that point, with another case in its host',
      idp('fullname = URI:HTTP://CRL.Example/a.crl'),
      'valid',
      /scope/,
    ],
    ['of another point', idp('fullname = URI:http://crl.example/b.crl'), 'wrong-scope', /scope/],
    [
      'of another point that is no address',
      both(idp('fullname = dirName:here'), {}, DIRECTORY),
      'wrong-scope',
      /scope/,
    ],
    [
      'of a directory entry that the certificate names',
      both(idp('fullname = dirName:here'), cdp('fullname = URI:http://x.example/, dirName:here'), DIRECTORY),
      'valid',
      /^good$/,
    ],
    [
      'of a directory entry beside that one',
      both(idp('fullname = dirName:there'), cdp('fullname = URI:http://x.example/, dirName:here'), DIRECTORY),
      'wrong-scope',
      /scope/,
    ],
    [
      'of an entry below its issuer that the certificate names',
      both(idp('relativename = last'), cdp('relativename = last'), DIRECTORY),
      'valid',
      /^good$/,
    ],
    [
      'of an entry below its issuer that the certificate does not name',
      both(idp('relativename = last'), {}, DIRECTORY),
      'wrong-scope',
      /scope/,
    ],
    [
      'with a critical extension',
      { list: ['1.2.3.4 = critical,DER:0500'] },
      'unsupported-extension',
      /critical/,
    ],
    ['by a key that may not sign lists', { root: ['keyUsage = keyCertSign'] }, 'no-crl-sign', /key usage/i],
    [
      'by a key that may not sign lists, and the certificate on it',
      { root: ['keyUsage = keyCertSign'], revoked: [] },
      'revoked',
      /key usage/i,
    ],
    ['by an issuer without key usage', { root: [] }, 'valid', /^good$/],
    ['by Ed25519', { key: ['ed25519'] }, 'unsupported-signature', /^good$/],
    [
      'by RSASSA-PSS',
      { key: ['rsa:2048'], signing: ['-md', 'sha256', '-sigopt', 'rsa_padding_mode:pss'] },
      'valid',
      /^good$/,
    ],
    [
      'by RSASSA-PSS whose mask is by another hash',
      {
        key: ['rsa:2048'],
        signing: ['-md', 'sha256', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_mgf1_md:sha1'],
      },
      'unsupported-signature',
      /^good$/,
    ],
    [
      'with the key identifier of its issuer',
      { list: ['authorityKeyIdentifier = keyid:always'] },
      'valid',
      /^good$/,
    ],
  ])('%s', async (_name, { list = [], signing = [], revoked, ...options }, reason, word) => {
    const authority = await start(options);
    if (revoked !== undefined) await authority.revokeLeaf(...revoked);
    const made = await authority.list(list, ...signing);
    expect(judge(authority, made)).toBe(reason);
    expect(await authority.word(made)).toMatch(word);
  });

  it('by another key of an authority of that name, with and without its identifier', async () => {
    const authority = await start();
    await authority.makeSigner('twin', 'twin', [CRL_SIGN]);
    const by = ['-cert', 'twin.pem', '-keyfile', 'twin.key'];
    expect(judge(authority, await authority.list([], ...by))).toBe('bad-signature');
    const named = await authority.list(['authorityKeyIdentifier = keyid:always'], ...by);
    expect(judge(authority, named)).toBe('other-key');
  });

  it('by the key of its issuer, under another identifier', async () => {
    const authority = await start();
    await authority.makeSigner('renewed', 'root', [CRL_SIGN, 'subjectKeyIdentifier = 0102030405']);
    const by = ['-cert', 'renewed.pem', '-keyfile', 'root.key'];
    const list = await authority.list(['authorityKeyIdentifier = keyid:always'], ...by);
    expect(judge(authority, list)).toBe('other-key-id');
    await authority.revokeLeaf();
    const naming = await authority.list(['authorityKeyIdentifier = keyid:always'], ...by);
    expect(judge(authority, naming)).toBe('revoked');
  });

  it('by somebody else whom the certificate names, and by somebody whom it does not', async () => {
    const point = 'fullname = URI:http://crl.example/a.crl\nCRLissuer = dirName:signer';
    const { list, sections } = idp('indirectCRL = TRUE');
    const signer = '[signer]\nCN = signer\n';
    const authority = await start(both({ sections }, cdp(point), signer));
    for (const name of ['signer', 'stranger'])
      await authority.makeSigner(name, name, [CRL_SIGN], `/CN=${name}`);
    const by = async (name: string) =>
      judge(authority, await authority.list(list, '-cert', `${name}.pem`, '-keyfile', `${name}.key`));
    expect(await by('signer')).toBe('indirect-crl');
    expect(await by('stranger')).toBe('wrong-issuer');
  });
});
