import { describe, expect, it } from 'vitest';
import type { DeadlineChoice } from '../../src/core/findings/path/deadlines.ts';
import { freePort } from '../support/ports.ts';
import { explain, systemPorts, verify } from '../support/stories/runs.ts';

const GATEWAY = { host: 'azuregateway-1-2.vpn.azure.com', port: 443, source: 'option' as const };

/** A path check on this day that ends at once, at a proxy that does not listen. */
async function verified(day: string, deadlines?: DeadlineChoice) {
  const port = await freePort();
  const proxy = { scheme: 'all' as const, host: '127.0.0.1', port };
  return verify(
    {
      machine: {},
      path: { gateways: [GATEWAY], deadlineMs: 5000, extraRoots: [], probe: null },
      desired: {
        source: 'explicit',
        winInet: { kind: 'proxy', servers: [proxy], bypass: [] },
        winHttp: 'follow',
      },
      user: null,
      ...(deadlines === undefined ? {} : { deadlines }),
    },
    { ...systemPorts(), platform: 'linux', wallClock: () => new Date(day) },
  );
}

const reported = ({ findings }: Awaited<ReturnType<typeof verified>>) =>
  Object.fromEntries(findings.map(({ code, severity }) => [code, severity]));

describe('the API', () => {
  it.each([
    ['2026-03-01T00:00:00Z', 'info', 'info'],
    ['2027-02-01T00:00:00Z', 'info', 'warning'],
    ['2027-04-01T00:00:00Z', 'info', 'error'],
  ])('reports deadlines by its clock (%s); the exit code is that of the path', async (day, root, sstp) => {
    const document = await verified(day);
    expect(reported(document)).toEqual({ 'gateway-root-migration': root, 'sstp-retirement': sstp });
    expect(document.exitCode).toBe(7);
    // The proxy fails, and no date explains that.
    expect(document.summary).toMatchObject({
      headline: expect.stringContaining('127.0.0.1'),
      cause: null,
    });
  });

  it('takes other dates', async () => {
    const choice = { 'sstp-retirement': '2026-06-30', 'gateway-root-migration': null };
    expect(reported(await verified('2026-07-01T00:00:00Z', choice))).toEqual({ 'sstp-retirement': 'error' });
  });

  it('refuses what is no date before anything is done', async () => {
    const document = await verified('2026-07-01T00:00:00Z', { 'sstp-retirement': 'soon' });
    expect(document).toMatchObject({ exitCode: 3, checks: [], error: { code: 'input' } });
  });

  it('explains a number', async () => {
    const { explanation, exitCode } = await explain('-2146885613');
    expect({ exitCode, name: explanation?.name }).toEqual({
      exitCode: 0,
      name: 'CRYPT_E_REVOCATION_OFFLINE',
    });
    expect((await explain('1')).exitCode).toBe(3);
  });
});
