import { randomBytes } from 'node:crypto';
import { type ControlKey, SecretBytes } from '../../../src/core/security/control-key.ts';
import type { OpenVpnRequest } from '../../../src/path/openvpn/probe.ts';
import { DIRECT } from '../routes.ts';

export const STATIC_KEY = randomBytes(256).toString('hex');

export function tlsAuth(more: Partial<Extract<ControlKey, { kind: 'tls-auth' }>> = {}): ControlKey {
  const key = new SecretBytes(Buffer.from(STATIC_KEY, 'hex'));
  return { kind: 'tls-auth', key, direction: 1, digest: 'sha256', ...more };
}

export function openVpnTo(
  at: { host: string; port: number },
  overrides: Partial<OpenVpnRequest> = {},
): OpenVpnRequest {
  return {
    gateway: { host: at.host, port: at.port, source: 'option' },
    route: DIRECT,
    key: tlsAuth(),
    deadlineMs: 20_000,
    now: () => performance.now(),
    wallClock: () => new Date(),
    randomBytes,
    ...overrides,
  };
}
