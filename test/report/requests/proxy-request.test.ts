import { describe, expect, it } from 'vitest';
import type { Check, Verdict } from '../../../src/core/model/check.ts';
import type { AccessRequest } from '../../../src/report/requests/proxy-request.ts';
import { requestsOf } from '../../support/texts/letters.ts';
import { AT, PATHS } from './proxy-request-scene.ts';

function askedOf(to: AccessRequest['to'], checks: readonly Check[], one: Verdict): AccessRequest {
  const [request, ...more] = requestsOf(checks, [one], AT).filter((asked) => asked.to === to);
  if (request === undefined || more.length > 0) throw new Error(`${more.length + 1} requests to ${to}`);
  return request;
}

describe('requests', () => {
  it.each(PATHS)('%s goes to the %s', (_, to, one, checks) => {
    expect(askedOf(to, checks, one)).toMatchObject({ gateway: one.gateway, verdict: one.verdict });
  });

  it.each(['en', 'ja'] as const)(
    'read as they always did (%s), one for each team and verdict',
    async (language) => {
      const seen = new Set<string>();
      const first = PATHS.filter(([, to, one]) => {
        const kind = `${to} ${one.verdict}`;
        return !seen.has(kind) && seen.add(kind);
      });
      const page = first.map(
        ([name, to, one, checks]) => `=== ${name} (${to})\n${askedOf(to, checks, one)[language]}\n`,
      );
      await expect(page.join('\n')).toMatchFileSnapshot(`requests.golden.${language}.txt`);
    },
  );
});
