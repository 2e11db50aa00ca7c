import { describe, expect, it } from 'vitest';
import { type ControlKey, SecretBytes } from '../../../src/core/security/control-key.ts';
import { controlWrap } from '../../../src/path/openvpn/control-wrap.ts';
import { clientReset } from '../../../src/path/openvpn/reset.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { decodeByTshark, TSHARK } from '../../support/servers/tshark.ts';

const SESSION = Buffer.from('1122334455667788', 'hex');
const AT = Date.UTC(2026, 10, 26, 1, 2, 3) / 1000;
const key = new SecretBytes(Buffer.alloc(256, 7));

function decode(one: ControlKey, preferences: readonly string[]) {
  const payload = clientReset(controlWrap(one), SESSION, AT);
  const packet = { transport: 'tcp', from: 40_000, to: 1194, payload } as const;
  return decodeByTshark([packet], ['openvpn.tcp.port:1194', ...preferences]);
}

describe.skipIf(skipWithout(TSHARK))('what tshark reads in our OpenVPN packets', { timeout: 60_000 }, () => {
  it('is what was meant, under tls-auth by SHA-256', async () => {
    const [text = ''] = await decode({ kind: 'tls-auth', key, direction: 1, digest: 'sha256' }, [
      'openvpn.tls_auth_detection_override:TRUE',
      'openvpn.tls_auth:TRUE',
      'openvpn.tls_auth_hmac_size:32',
    ]);
    expect(text).not.toMatch(/malformed/i);
    expect(text).toContain('Packet Length: 54');
    expect(text).toContain('Opcode: P_CONTROL_HARD_RESET_CLIENT_V2 (0x07)');
    expect(text).toContain('Key ID: 0');
    expect(text).toContain('Session ID: 1234605616436508552');
    expect(text).toMatch(/HMAC: [0-9a-f]{64}/);
    expect(text).toContain('Packet-ID: 1');
    expect(text).toContain('Net Time: Nov 26, 2026 01:02:03');
    expect(text).toContain('Message Packet-ID Array Length: 0');
    expect(text).toContain('Message Packet-ID: 0');
  });

  it('is what was meant, without a key', async () => {
    const [text = ''] = await decode({ kind: 'none' }, [
      'openvpn.tls_auth_detection_override:TRUE',
      'openvpn.tls_auth:FALSE',
    ]);
    expect(text).not.toMatch(/malformed/i);
    expect(text).toContain('Packet Length: 14');
    expect(text).toContain('Message Packet-ID Array Length: 0');
    expect(text).toContain('Message Packet-ID: 0');
  });
});
