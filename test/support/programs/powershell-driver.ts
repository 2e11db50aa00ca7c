/**
 * Runs under Node for Windows: makes calls through the adapters and records their results and times.
 *   node driver.cjs CALLS.json ANSWERS.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { P2sError } from '../../../src/core/model/errors.ts';
import { openPowerShell, type PowerShellHosts } from '../../../src/powershell/open.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';

/** One call; calls are made one after the other. */
export interface DriverCall {
  host: keyof PowerShellHosts;
  script: string;
  request: Record<string, unknown>;
  deadlineMs?: number;
}

export interface DriverAnswer {
  result?: unknown;
  diagnostics?: string[];
  events: Record<string, unknown>[];
  error?: { code: string; message: string; where: string | null; evidence: Record<string, unknown> };
  durationMs: number;
}

export interface DriverJob {
  scriptsDir: string;
  executable: string | null;
  calls: DriverCall[];
}

const [jobFile = '', answerFile = ''] = process.argv.slice(2);
const { scriptsDir, executable, calls } = JSON.parse(readFileSync(jobFile, 'utf8')) as DriverJob;
const { platform, arch, env } = process;
const hosts = openPowerShell({ platform, arch, env, scriptsDir, executable });

async function make({ host, script, request, deadlineMs = 60_000 }: DriverCall): Promise<DriverAnswer> {
  const events: Record<string, unknown>[] = [];
  const begun = performance.now();
  const options = { deadlineMs, onEvent: (event: Record<string, unknown>) => events.push(event) };
  try {
    const reply = await hosts[host].run(script as ScriptName, request, options);
    return { ...reply, events, durationMs: performance.now() - begun };
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    const { code, message, where, evidence } = error;
    return { error: { code, message, where, evidence }, events, durationMs: performance.now() - begun };
  }
}

const answers: DriverAnswer[] = [];
for (const call of calls) answers.push(await make(call));
await hosts.session.dispose();
await hosts.oneShot.dispose();
writeFileSync(answerFile, JSON.stringify(answers));
