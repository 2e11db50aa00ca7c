import { describe, expect, it } from 'vitest';
import { connectFailure } from '../../../src/path/transport/connect-any.ts';
import {
  countingBytes,
  errorCode,
  networkFailure,
  StageFailure,
  tlsReasonOf,
} from '../../../src/path/transport/failure.ts';
import { errnoOfWinsock } from '../../../src/path/transport/winsock.ts';

describe('a failure of the network', () => {
  it.each([
    ['ENOTFOUND', 'not-found'],
    ['EAI_AGAIN', 'dns-unavailable'],
    ['ECONNREFUSED', 'refused'],
    ['EPIPE', 'reset'],
    ['ETIMEDOUT', 'timeout'],
    ['ENETUNREACH', 'unreachable'],
    ['EACCES', 'blocked-locally'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
    ['ESOMETHING', 'network-error'],
  ])('%s is %s', (code, reason) => {
    const failure = networkFailure(Object.assign(new Error('x'), { code }));
    expect([failure.reason, failure.evidence]).toEqual([reason, { errno: code }]);
  });

  it('stays what it is, and has no code where there is none', () => {
    const own = new StageFailure('closed', { began: 'x' });
    expect(networkFailure(own)).toBe(own);
    for (const error of [new Error('x'), null, undefined, { code: 5 }, 'x']) {
      expect(errorCode(error)).toBeNull();
      expect(networkFailure(error)).toMatchObject({ reason: 'network-error', evidence: { errno: null } });
    }
  });

  it('has the name that Node gives it, for a code of Winsock', () => {
    expect([10_061, 11_001, 10_999, null].map(errnoOfWinsock)).toEqual([
      'ECONNREFUSED',
      'ENOTFOUND',
      'WSA10999',
      null,
    ]);
  });
});

describe('a failure of TLS', () => {
  it.each([
    ['ERR_SSL_HTTP_REQUEST', 'not-tls'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'old-tls'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'old-tls'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'unrecognized-name'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client-certificate'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'handshake-failure'],
    ['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'handshake-failure'],
    ['ERR_SSL_TLSV1_ALERT_HANDSHAKE_FAILURE_OF_OURS', 'alert'],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'alert'],
    ['ERR_SSL_TLSV1_UNSUPPORTED_EXTENSION', 'alert'],
    ['ERR_SSL_TLSV1_BAD_CERTIFICATE_HASH_VALUE', 'alert'],
    ['ERR_SSL_TLSV1_UNSUPPORTED_EXTENSION_OF_OURS', 'tls-error'],
    ['ERR_SSL_NO_SHARED_CIPHER', 'tls-error'],
    ['X_ERR_SSL_NO_SHARED_CIPHER', null],
    ['ECONNRESET', null],
    [null, null],
  ])('%s is %s', (code, reason) => {
    expect(tlsReasonOf(code)).toBe(reason);
  });
});

describe('the number of bytes', () => {
  const ended = (error: Error, received: number) =>
    countingBytes(Promise.reject(error), () => received).catch((failure: unknown) => failure);

  it('belongs to a timeout after the first byte, and to nothing else', async () => {
    const timeout = new StageFailure('timeout', { deadlineMs: 9 });
    expect(await ended(timeout, 3)).toMatchObject({
      reason: 'timeout',
      evidence: { deadlineMs: 9, bytesReceived: 3 },
    });
    expect(await ended(timeout, 0)).toBe(timeout);
    const closed = new StageFailure('closed');
    expect(await ended(closed, 3)).toBe(closed);
    const other = new Error('timeout');
    expect(await ended(other, 3)).toBe(other);
    expect(await countingBytes(Promise.resolve('x'), () => 3)).toBe('x');
  });
});

describe('the failure of several addresses', () => {
  const of = (...errnos: (string | null)[]) =>
    connectFailure(errnos.map((errno, index) => ({ address: `192.0.2.${index}`, errno })));

  it('is the first that says more than that there is no route', () => {
    expect(of('ENETUNREACH', 'ECONNREFUSED', 'ETIMEDOUT')).toMatchObject({
      reason: 'refused',
      evidence: { errno: 'ECONNREFUSED', attempts: [{ address: '192.0.2.0' }, {}, {}] },
    });
    expect(of('EAFNOSUPPORT', 'ENETUNREACH')).toMatchObject({
      reason: 'unreachable',
      evidence: { errno: 'EAFNOSUPPORT' },
    });
    expect(of('ENETUNREACH', null)).toMatchObject({ reason: 'network-error', evidence: { errno: null } });
    expect(of()).toMatchObject({ reason: 'network-error', evidence: { errno: null, attempts: [] } });
  });
});
