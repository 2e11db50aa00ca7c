import { describe, expect, it } from 'vitest';
import {
  bare,
  callConnectAck,
  lcpConfigureRequest,
  MESSAGE,
} from '../../../scripts/simulated/sstp-packets.ts';
import { causeOf } from '../../../src/core/causes/verdict.ts';
import { checkTunnel } from '../../../src/path/tunnel/tunnel.ts';
import { JAPANESE } from '../../../src/report/text/ja/texts.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../fixtures.ts';
import { ca, NONCE, startTls } from '../gateways.ts';
import { reportedBy, straightTo } from '../routes.ts';

const keep = closeAfterEach();
const ACCEPTED =
  'HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\nServer: Microsoft-HTTPAPI/2.0\r\n\r\n';

async function see(...request: Parameters<typeof straightTo>) {
  const { results, settled } = await checkTunnel(straightTo(...request));
  await settled;
  const { checks, verdict } = reportedBy(results);
  const { code, steps } = causeOf(verdict, checks);
  const { message, next } = ENGLISH.verdict(verdict, checks);
  expect(JAPANESE.verdict(verdict, checks).message).toMatch(/[ぁ-ん]/);
  return { code, owners: steps.map(({ owner }) => owner), message, next, results };
}

describe('an SSTP server that does not send the Ack of MS-SSTP 2.2', () => {
  /** It answers the SSTP request, and each Call Connect Request with these bytes. */
  async function sending(...bytes: Buffer[]) {
    const at = await startTls((socket) => {
      socket.once('data', () => {
        socket.write(ACCEPTED);
        socket.once('data', () => socket.write(Buffer.concat(bytes)));
      });
    });
    return see(keep(at), [ca.root.pem], { deadlineMs: 1_500 });
  }
  const changed = (at: number, to: number) => {
    const ack = callConnectAck(NONCE);
    ack[at] = to;
    return ack;
  };

  it.each<[what: string, sent: Buffer, says: string]>([
    ['a hash of its own', callConnectAck(NONCE, 4), 'neither SHA-1 nor SHA-256 (hash bits 4)'],
    ['another version', changed(0, 0x20), 'SSTP version 2.0 instead of 1.0'],
    ['another attribute', changed(9, 2), 'another attribute than the Crypto Binding Request'],
    ['a wrong attribute length', changed(11, 8), 'the attribute of its Call Connect Ack has a wrong length'],
    ['no attribute', bare(MESSAGE.callConnectAck), 'does not have exactly one attribute'],
    ['Call Connected', bare(MESSAGE.callConnected), 'instead of the Call Connect Ack (Call Connected)'],
  ])('%s', async (_what, sent, says) => {
    const { code, owners, message, next } = await sending(sent);
    expect(code).toBe('not-sstp.misfit');
    expect(message).toContain('is an SSTP server, but its answer is not one that Windows accepts');
    expect(message).toContain(says);
    expect(next).toContain('The gateway name and the proxy settings are right');
    expect(owners).toEqual(['vpn-team']);
  });

  it.each([
    [1, 0, [bare(MESSAGE.echoRequest)]],
    [0, 1, [lcpConfigureRequest()]],
  ])('%i keepalives and %i data packets, and then nothing', async (echoes, data, sent) => {
    const { code, owners, message } = await sending(...sent);
    expect(code).toBe('timeout.before-ack');
    expect(message).toContain(`only keepalives (Echo Requests: ${echoes}) and data packets (${data})`);
    expect(owners).toEqual(['vpn-team']);
  });
});
