import { VERDICT_MEANINGS } from '../../src/core/explain/own-codes.ts';
import type { VerdictCode } from '../../src/core/model/check.ts';

/** A row of docs/verdicts.md, in Markdown. */
export interface VerdictRow {
  /** The observations behind the verdict. */
  seen: string;
  acts: string;
  /** Tests that cause it, the most realistic first; paths relative to the project. */
  tests: readonly string[];
}

const TESTS: Readonly<Record<VerdictCode, readonly string[]>> = {
  reachable: [
    'test/e2e/path/verdict-servers.test.ts',
    'test/e2e/path/verify.test.ts',
    'test/path/tunnel/real-servers.test.ts',
    'test/path/tunnel/tunnel-reach.test.ts',
  ],
  'proxy-unreachable': [
    'test/e2e/path/verdict-proxies.test.ts',
    'test/e2e/path/several-routes.test.ts',
    'test/path/path-contract.test.ts',
    'test/path/transcript/replay.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'proxy-auth-required': [
    'test/e2e/path/verdict-proxies.test.ts',
    'test/path/path-contract.test.ts',
    'test/path/rounds/squid-tinyproxy.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'proxy-blocks-sstp': [
    'test/e2e/path/verdict-proxies.test.ts',
    'test/path/path-contract.test.ts',
    'test/path/rounds/squid-tinyproxy.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'proxy-refused': [
    'test/e2e/path/verdict-proxies.test.ts',
    'test/path/path-contract.test.ts',
    'test/path/rounds/squid-tinyproxy.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'dns-failed': [
    'test/e2e/path/verdict-servers.test.ts',
    'test/e2e/path/verify.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'gateway-unreachable': [
    'test/e2e/path/verdict-proxies.test.ts',
    'test/path/path-contract.test.ts',
    'test/path/rounds/haproxy-nginx.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  timeout: [
    'test/e2e/path/verdict-servers.test.ts',
    'test/e2e/path/verify.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'captive-portal': [
    'test/e2e/path/verdict-proxies.test.ts',
    'test/e2e/path/verdict-pages.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'tls-failed': [
    'test/e2e/path/verdict-servers.test.ts',
    'test/path/tunnel/tls-version.test.ts',
    'test/path/rounds/haproxy-nginx.test.ts',
    'test/path/path-contract.test.ts',
    'test/path/tunnel/openssl-chains.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'tls-inspection': [
    'test/e2e/path/verdict-proxies.test.ts',
    'test/path/tunnel/real-servers.test.ts',
    'test/path/rounds/squid-tinyproxy.test.ts',
    'test/path/path-contract.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'tls-offload': ['test/e2e/path/verdict-servers.test.ts', 'test/core/path/tunnel-verdict.test.ts'],
  'untrusted-root': [
    'test/e2e/path/verdict-proxies.test.ts',
    'test/path/revocation/issuers/mute-issuer.test.ts',
    'test/pipeline/path/incomplete-chain.test.ts',
    'test/path/certificate/judged.test.ts',
    'test/path/path-contract.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'wrong-root': [
    'test/e2e/path/profiles.test.ts',
    'test/path/certificate/judged.test.ts',
    'test/path/tunnel/openssl-chains.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'certificate-invalid': [
    'test/e2e/path/verdict-pages.test.ts',
    'test/path/transcript/replay.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'no-sstp-port-free': [
    'test/e2e/path/verdict-servers.test.ts',
    'test/path/path-contract.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  'sstp-not-offered': ['test/e2e/path/profiles.test.ts', 'test/e2e/path/verdict-servers.test.ts'],
  'not-sstp': [
    'test/e2e/path/verdict-pages.test.ts',
    'test/e2e/path/verdict-servers.test.ts',
    'test/e2e/path/verify.test.ts',
    'test/path/tunnel/real-servers.test.ts',
    'test/path/path-contract.test.ts',
    'test/core/path/tunnel-verdict.test.ts',
  ],
  revoked: [
    'test/e2e/path/verdict-revocation.test.ts',
    'test/path/path-contract.test.ts',
    'test/path/revocation/answers-judged.test.ts',
    'test/core/path/revocation-verdict.test.ts',
  ],
  'revocation-unreachable': [
    'test/e2e/path/verdict-revocation.test.ts',
    'test/lab/path/certificate-chain.test.ts',
    'test/lab/main-job.test.ts',
    'test/e2e/change/recorded.test.ts',
    'test/path/rounds/squid-tinyproxy.test.ts',
    'test/path/rounds/haproxy-nginx.test.ts',
    'test/path/path-contract.test.ts',
    'test/path/revocation/crl/delta-crl.test.ts',
    'test/core/path/revocation-verdict.test.ts',
  ],
  'not-tested': [
    'test/e2e/path/verdict-servers.test.ts',
    'test/pipeline/inputs/transcript-file.test.ts',
    'test/e2e/path/verdict-revocation.test.ts',
    'test/core/path/revocation-verdict.test.ts',
  ],
};

/** Every verdict, in the order of the page. */
export const VERDICT_TABLE = Object.fromEntries(
  Object.entries(VERDICT_MEANINGS).map(([verdict, row]) => [
    verdict,
    { ...row, tests: TESTS[verdict as VerdictCode] },
  ]),
) as Readonly<Record<VerdictCode, VerdictRow>>;
