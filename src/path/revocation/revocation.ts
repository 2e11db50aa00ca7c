import { X509Certificate } from 'node:crypto';
import type { StageResult } from '../../core/model/check.ts';
import { shownName } from '../../core/model/neutralise.ts';
import { tryReadCertificate } from '../pki/certificate-fields.ts';
import type { RevocationSubject } from '../pki/crl/crl.ts';
import type { PathHooks } from '../transport/stage.ts';
import { type AddressAnswer, type AddressContext, checkAddress } from './address-check.ts';
import { createFetches } from './fetches.ts';
import { askCrl, askDelta, askOcsp, type BaseList, type RevocationQuestion } from './revocation-answer.ts';
import {
  belowRoot,
  type ChainMember,
  deltaUrls,
  type RevocationUrl,
  revocationUrls,
} from './revocation-urls.ts';

export { createFetches, revocationUrls };

export interface RevocationRequest extends AddressContext {
  /** DER, leaf first, as checkTunnel or completeChain returns it. */
  chain: readonly Uint8Array[];
  /** The date for judging CRLs and answers. */
  wallClock: () => Date;
}

/**
 * Fetches every CRL and OCSP URL of the certificates below the root in parallel, and judges the answers; then the
 * delta of each CRL that has one. Returns one result per URL, in the order of the chain, with the deltas after the
 * others of their certificate, and one result without a URL for each certificate that names none. Rejects only
 * with P2sError `cancelled`; leaves no socket open.
 */
export async function checkRevocation(
  request: RevocationRequest,
  hooks: PathHooks = {},
): Promise<StageResult<'revocation'>[]> {
  const fetches = request.fetches ?? createFetches();
  const urls = revocationUrls(request.chain);
  const pending = belowRoot(request.chain).map(async (member): Promise<StageResult<'revocation'>[]> => {
    const subject = subjectOf(member, request.chain);
    const own = urls.filter(({ position }) => position === member.position);
    if (own.length === 0 || subject === null) return [nothingToAsk(member, hooks)];
    return checkMember(own, subject, { ...request, fetches }, hooks);
  });
  return (await allOf(pending)).flat();
}

/**
 * The URLs of one certificate. A delta that several CRLs name is fetched once; it is judged over the first CRL
 * received, and over each one that revokes.
 */
async function checkMember(
  urls: readonly RevocationUrl[],
  subject: RevocationSubject,
  request: RevocationRequest,
  hooks: PathHooks,
): Promise<StageResult<'revocation'>[]> {
  const { position } = urls[0] ?? {};
  const common = { position, subject: subject.name, serial: subject.certificate.serial };
  const check = (
    address: Pick<RevocationUrl, 'url' | 'skipped'>,
    kind: RevocationUrl['kind'] | 'delta',
    ask: (question: RevocationQuestion) => Promise<AddressAnswer>,
  ) => {
    const { url, skipped } = address;
    return checkAddress({ url, skipped, about: { kind, ...common } }, request, hooks, (question) =>
      ask({ ...question, subject, at: request.wallClock() }),
    );
  };
  const asked = new Set<string>();
  const isNew = (question: string) => !asked.has(question) && asked.add(question);
  const pending = urls.map(async (address) => {
    const { kind } = address;
    const bases: BaseList[] = [];
    const result = await check(address, kind, (question) =>
      kind === 'crl' ? askCrl(question, (list) => bases.push(list)) : askOcsp(question),
    );
    const deltas = bases.flatMap((base) =>
      deltaUrls(base.crl, subject.certificate)
        .filter(({ url }) => isNew(`${base.sha256} ${url}`))
        .map((delta) => check(delta, 'delta', (question) => askDelta(question, base))),
    );
    return { result, deltas: await allOf(deltas) };
  });
  const checked = await allOf(pending);
  return [...checked.map(({ result }) => result), ...checked.flatMap(({ deltas }) => deltas)];
}

/** All results when all have ended, or the error of the first that failed. */
async function allOf<T>(pending: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(pending);
  return Promise.all(pending);
}

/** What a certificate's answers are checked against; `null` if the certificate cannot be read. */
function subjectOf(member: ChainMember, chain: readonly Uint8Array[]): RevocationSubject | null {
  const der = chain[member.position];
  if (member.fields === null || der === undefined) return null;
  const { ca: isCa, subject } = new X509Certificate(der);
  const issuerDer = member.issuerPosition === null ? undefined : chain[member.issuerPosition];
  return {
    certificate: member.fields,
    isCa,
    name: shownName(subject),
    issuer: issuerDer === undefined ? null : issuerOf(issuerDer),
  };
}

function issuerOf(der: Uint8Array): RevocationSubject['issuer'] {
  const certificate = tryReadCertificate(der);
  return certificate === null ? null : { certificate, key: new X509Certificate(der).publicKey };
}

function nothingToAsk(member: ChainMember, hooks: PathHooks): StageResult<'revocation'> {
  const readable = member.fields !== null;
  const result: StageResult<'revocation'> = {
    stage: 'revocation',
    url: null,
    via: 'unknown',
    status: readable ? 'warn' : 'fail',
    durationMs: 0,
    evidence: {
      reason: readable ? 'no-revocation-url' : 'certificate-unreadable',
      position: member.position,
      ...(member.fields === null ? {} : { serial: member.fields.serial }),
    },
  };
  hooks.onStage?.({ type: 'result', result });
  return result;
}
