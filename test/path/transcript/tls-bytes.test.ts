import { describe, expect, it } from 'vitest';
import { reasonOfBytes } from '../../../src/path/transcript/replay.ts';

const record = (type: number, content: string) => {
  const bytes = Buffer.from(content, 'hex');
  return Buffer.concat([Buffer.of(type, 3, 3, 0, bytes.length), bytes]);
};
const hello = (version: string) => record(22, `02000026${version}${'00'.repeat(36)}`);

describe('reasonOfBytes', () => {
  it.each([
    ['nothing', Buffer.alloc(0), null],
    ['plain HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), 'not-tls'],
    ['SSL 2', Buffer.from('804601030100', 'hex'), 'not-tls'],
    ['one byte that could begin a record', Buffer.of(22), null],
    ['a wrong version behind it', Buffer.of(22, 2), 'not-tls'],
    ['handshake_failure', record(21, '0228'), 'handshake-failure'],
    ['insufficient_security', record(21, '0247'), 'handshake-failure'],
    ['protocol_version', record(21, '0246'), 'old-tls'],
    ['unrecognized_name', record(21, '0270'), 'unrecognized-name'],
    ['a warning of unrecognized_name alone', record(21, '0170'), null],
    [
      'an alert behind that warning',
      Buffer.concat([record(21, '0170'), record(21, '0228')]),
      'handshake-failure',
    ],
    ['close_notify', record(21, '0100'), null],
    ['half an alert', record(21, '0228').subarray(0, 6), null],
    ['a ServerHello of TLS 1.1', hello('0302'), 'old-tls'],
    ['a ServerHello of TLS 1.2', hello('0303'), null],
    ['the version of a ServerHello alone', record(22, '020000260302'), 'old-tls'],
    ['half of that version', record(22, '0200002603'), null],
    ['another message with these bytes', record(22, '0b0000260302'), null],
    ['data with these bytes', record(23, '020000260302'), null],
    ['data with the bytes of an alert', record(23, '0228'), null],
    ['an alert that is encrypted', record(21, '022800'), null],
    ['an alert behind a ServerHello', Buffer.concat([hello('0303'), record(21, '022a')]), 'alert'],
    ['noise behind a record', Buffer.concat([hello('0303'), Buffer.from('noise')]), 'not-tls'],
  ])('%s', (_name, bytes, reason) => {
    expect(reasonOfBytes(bytes)).toBe(reason);
  });
});
