import { expect, it } from 'vitest';
import { type Check, ofStage, type StageResult } from '../../../src/core/model/check.ts';
import { evidenceSchemas } from '../../../src/core/path/stage-evidence.ts';
import { reportSchema } from '../../../src/core/schema/document.ts';

const checks: readonly Check[] = [];

/** The compiler is the test: a line that it accepts is an error here (`tsc --noEmit`). */
it('does not let code read what a peer sent without knowing which stage it answered', () => {
  // @ts-expect-error a Server header of all connections is nobody's
  checks.map(({ evidence }) => evidence.server);
  // @ts-expect-error and so is where they lead
  checks.map((check) => check.evidence.locationHost);
  // @ts-expect-error a status of any connection
  checks.some(({ evidence }) => evidence.httpStatus === 503);
  // @ts-expect-error a page of any connection
  checks.find(({ evidence }) => evidence.page !== undefined);
  // @ts-expect-error a stage that was looked at beside it is not enough: the compiler does not know of it
  checks.filter(({ stage }) => stage === 'http').map(({ evidence }) => evidence.server);
  // @ts-expect-error the proxy's answer is not the gateway's
  const gateways: StageResult<'http'> | undefined = ofStage(checks, 'connect')[0];
  // @ts-expect-error a certificate serves no page
  ofStage(checks, 'certificate').map(({ evidence }) => evidence.server);
  expect(gateways).toBeUndefined();
});

it('is closed in code, and open in the published schema', () => {
  expect(evidenceSchemas.sstp.safeParse({ hashBits: 2 }).success).toBe(true);
  expect(evidenceSchemas.sstp.safeParse({ hashBits: 2, ofLater: true }).success).toBe(false);
  expect(evidenceSchemas.tls.safeParse({ page: { ofLater: true } }).success).toBe(false);
  expect(JSON.stringify(reportSchema())).not.toContain('"additionalProperties":false');
});
