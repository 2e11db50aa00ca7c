import * as z from 'zod';
import { P2sError } from '../core/model/errors.ts';
import { CHAIN_MODES, type ChainCheck } from '../core/path/chain-status.ts';
import type { PowerShellHost } from '../powershell/port.ts';
import type { CertificateChain, ChainChecks } from './port.ts';
import { check } from './wire/local.ts';
import { safeParse } from './wire/safe-parse.ts';

const SCRIPT = 'Test-P2SCertificateChain';
/** Limit of the script. */
const MAX_CHAINS = 64;
const MAX_CERTIFICATES = 16;
/** Time for PowerShell to start, and for a check that began in time to end. */
const GRACE_MS = 10_000;
const LEAST_URL_TIMEOUT_MS = 2000;
/** A certificate has two or three URLs, and two certificates of a chain have any. */
const URLS_IN_A_ROW = 3;

/** 64 KiB of DER in base64. */
const certificate = z
  .string()
  .max(87_384)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/)
  .nullable();
const flags = z.int().min(0).max(0x7fff_ffff);
const milliseconds = z.number().min(0);

const elementSchema = z
  .object({ thumbprint: z.string().regex(/^[0-9A-F]{40}$/), flags, certificate })
  .transform(({ certificate: base64, ...element }) => ({
    ...element,
    der: base64 === null ? null : new Uint8Array(Buffer.from(base64, 'base64')),
  }));

const checkSchema = z.object({
  id: z.string().max(20),
  mode: z.enum(CHAIN_MODES),
  flags,
  hresult: z.int().nullable(),
  durationMs: milliseconds,
  elements: z.array(elementSchema).max(32),
});

const answerSchema = z.object({
  checks: z.array(checkSchema).max(2 * MAX_CHAINS),
  account: z
    .string()
    .regex(/^S-1(?:-\d{1,14}){1,15}$/)
    .nullable(),
  unavailable: z.enum(['language-mode']).nullable(),
});

/** Throws P2sError `powershell-failed` for a reply of another shape. */
export function parseChainChecks(result: unknown): ChainChecks {
  return check(answerSchema, result, SCRIPT);
}

/**
 * Runs the chain check in its own PowerShell process, separate from the session for all other reads: Windows'
 * check cannot be interrupted, but a process can be ended. Results reported before that are kept. Rejects with
 * P2sError `cancelled` only.
 */
export async function checkChains(
  host: PowerShellHost,
  chains: readonly CertificateChain[],
  timeoutMs: number,
  signal: AbortSignal | undefined,
  onCheck?: (check: ChainCheck) => void,
): Promise<ChainChecks> {
  const asked = chains.slice(0, MAX_CHAINS).map(({ id, certificates, withElements }) => ({
    id,
    ...(withElements === true ? { withElements } : {}),
    certificates: certificates.slice(0, MAX_CERTIFICATES).map((der) => Buffer.from(der).toString('base64')),
  }));
  const urlTimeoutMs = Math.max(LEAST_URL_TIMEOUT_MS, Math.floor(timeoutMs / URLS_IN_A_ROW));
  const reported: ChainCheck[] = [];
  try {
    const { result } = await host.run(
      SCRIPT,
      { chains: asked, timeoutMs, urlTimeoutMs },
      {
        deadlineMs: timeoutMs + GRACE_MS,
        onEvent: ({ check: found }) => {
          const parsed = safeParse(checkSchema, found);
          if (!parsed.success || reported.length >= 2 * MAX_CHAINS) return;
          reported.push(parsed.data);
          onCheck?.(parsed.data);
        },
        ...(signal === undefined ? {} : { signal }),
      },
    );
    return parseChainChecks(result);
  } catch (error) {
    if (!(error instanceof P2sError) || !error.code.startsWith('powershell-')) throw error;
    return { checks: reported, account: null, unavailable: error.code };
  }
}
