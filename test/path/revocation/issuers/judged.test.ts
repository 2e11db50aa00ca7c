import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ofStage } from '../../../../src/core/model/check.ts';
import { type CompletionRequest, completeChain } from '../../../../src/path/revocation/issuers.ts';
import { checkRootUpdate, ROOT_UPDATE_URL } from '../../../../src/path/revocation/root-update.ts';
import { commonName, make, pair } from '../../../page/made-certificates.ts';
import { DIRECT } from '../../routes.ts';
import { type Answers, canned, ok, status } from '../canned.ts';
import { AUTHORITY, access } from '../made-answers.ts';

const keys = pair.ec('P-256');
const by = { key: keys.publicKey, signer: keys.privateKey };
const NAME = commonName('lists');
const ROOT = make({ ...by, issuer: NAME, subject: NAME, extensions: [AUTHORITY] });
/** The addresses of an issuer. */
const aia = (...urls: string[]) => access(...urls.map((url) => ['1.3.6.1.5.5.7.48.2', url] as const));

describe('an issuer that was not sent', () => {
  const [A, B] = ['http://a.example/i.cer', 'http://b.example/i.cer'] as const;
  const leaf = make({ ...by, issuer: NAME, extensions: [aia(A, B)] });
  async function complete(answers: Answers, more: Partial<CompletionRequest> = {}) {
    const { dialer, asked } = canned(answers);
    const context = { routeOf: () => DIRECT, dialerOf: () => dialer, deadlineMs: 20_000, now: () => 0 };
    const done = await completeChain({ ...context, chain: [leaf], isComplete: () => false, ...more });
    const briefly = ofStage(done.results, 'revocation').map(
      ({ status: of, evidence }) => `${of} ${evidence.reason ?? ''}`,
    );
    return { ...done, briefly, asked };
  }

  it('is fetched from its addresses', async () => {
    const { chain, results } = await complete({ 'a.example:80': status('404 x'), 'b.example:80': ok(ROOT) });
    expect(chain).toEqual([leaf, ROOT]);
    const issuerSha256 = createHash('sha256').update(ROOT).digest('hex');
    expect(results).toMatchObject([
      {
        url: A,
        status: 'fail',
        evidence: { kind: 'issuer', position: 0, subject: 'CN=Subject', reason: 'http-status' },
      },
      { url: B, status: 'pass', evidence: { issuer: 'CN=lists', issuerSha256, bytes: ROOT.length } },
    ]);
  });

  it.each<[string, Uint8Array | string, string]>([
    ['a page', '<html>', 'fail html'],
    ['a text', 'text', 'fail not-a-certificate'],
    ['another certificate', leaf, 'fail wrong-issuer'],
    ['PEM', pem('CERTIFICATE', ROOT), 'skip pem'],
    ['too much', 'x'.repeat(300 * 1024), 'fail too-large'],
  ])('may be %s', async (_, body, expected) => {
    const { briefly, chain } = await complete({ 'a.example:80': ok(body) });
    expect(briefly[0]).toBe(expected);
    expect(chain).toHaveLength(expected === 'skip pem' ? 2 : 1);
  });

  it('is not fetched where nothing is missing, and at most four times', async () => {
    for (const more of [
      { isComplete: () => true },
      { chain: [ROOT] },
      { chain: [] },
      { chain: [Buffer.from('x')] },
    ])
      expect((await complete(() => ok(ROOT), more)).asked).toEqual([]);
    const circle = make({
      ...by,
      issuer: commonName('x'),
      subject: NAME,
      extensions: [aia(A), AUTHORITY],
    });
    const back = make({
      ...by,
      issuer: NAME,
      subject: commonName('x'),
      extensions: [aia(B), AUTHORITY],
    });
    const endless = await complete({ 'a.example:80': ok(back), 'b.example:80': ok(circle) });
    expect(endless.chain).toHaveLength(5);
  });

  it('has one deadline for all of them, and ends when it is cancelled', async () => {
    // The deadline has passed when the first issuer arrives.
    let time = 0;
    const middle = make({
      ...{ ...by, issuer: commonName('x'), subject: NAME, extensions: [aia(B), AUTHORITY] },
    });
    const isComplete = (chain: readonly Uint8Array[]) => {
      if (chain.length === 2) time = 60_000;
      return false;
    };
    const mute = { bytes: '', open: true } as const;
    const answers = { 'a.example:80': ok(middle), 'b.example:80': mute };
    const chain = [make({ ...by, issuer: NAME, extensions: [aia(A)] })];
    const late = await complete(answers, { chain, isComplete, now: () => time });
    expect(late.briefly).toEqual(['pass ', 'skip no-time-left']);
    expect(late.results[1]?.evidence).toMatchObject({ deadlineMs: 1 });
    const slow = await complete({ 'a.example:80': mute }, { chain, deadlineMs: 20 });
    expect(slow.briefly).toEqual(['fail timeout']);
    const request = { chain: [leaf], isComplete: () => false, routeOf: () => DIRECT };
    const cancelled = completeChain(
      { ...request, deadlineMs: 1000, now: () => 0 },
      { signal: AbortSignal.abort() },
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the list of roots', () => {
  it('is a cabinet', async () => {
    const see = async (body: string) => {
      const { dialer } = canned(() => ok(body));
      return checkRootUpdate({
        routeOf: () => DIRECT,
        dialerOf: () => dialer,
        deadlineMs: 1000,
        now: () => 0,
      });
    };
    expect(await see('MSCFx')).toMatchObject({
      ...{ url: ROOT_UPDATE_URL, status: 'pass', evidence: { kind: 'root-update', bytes: 5 } },
    });
    expect(await see('<html>')).toMatchObject({ status: 'fail', evidence: { reason: 'html' } });
    expect(await see('xMSCF')).toMatchObject({ status: 'fail', evidence: { reason: 'not-a-cabinet' } });
  });
});

function pem(label: string, bytes: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`;
}
