import { P2sError } from '../core/model/errors.ts';
import { neutralise } from '../core/model/neutralise.ts';
import { parseUrl } from '../core/model/parse-url.ts';
import { type Message, option, say } from '../core/model/say.ts';
import { decodeText } from '../core/reg-file/encoding.ts';
import type { SandboxFailure } from './sandbox.ts';

/** Larger PAC files are refused, in bytes and in characters. */
export const MAX_PAC_SIZE = 1024 * 1024;
/** For all URLs together. The process does nothing else meanwhile. */
const TIME_LIMIT_MS = 5000;

export interface PacOptions {
  /** The current time for the script; hours and days are in the time zone of this process. */
  now: Date;
  timeLimitMs?: number;
}

/** The answer of a PAC file for one URL. Each URL has its own environment, independent of previous ones. */
export interface PacAnswer {
  url: string;
  /** The result of FindProxyForURL; `parsePacAnswer` reads it. */
  answer: string;
  /**
   * Called functions whose result depends on the computer, sorted. A name was not resolved (`null` or false), and
   * the computer's own address was 127.0.0.1, as in a browser without a network.
   */
  dependsOnNetwork: string[];
  /** Called functions whose result depends on the time, sorted: `Date`, `timeRange`, `Math.random`, … */
  variesWith: string[];
}

const WHAT_HAPPENED: Readonly<Record<SandboxFailure, Message>> = {
  syntax: say('The PAC file is not a script that can be read.'),
  'no-function': say('The PAC file has no function FindProxyForURL.'),
  threw: say('The script in the PAC file failed.'),
  'too-slow': say('The script in the PAC file does not end.'),
  'no-text': say('The script in the PAC file returned a value that is not text.'),
  'answer-too-long': say('The script in the PAC file returned a value that is too long.'),
};

/** The text of a PAC file: UTF-8 or UTF-16LE, with or without a BOM, else Latin-1. Throws P2sError `input`. */
export function decodePac(bytes: Uint8Array): string {
  checkSize(bytes.length);
  return decodeText(bytes).text;
}

/**
 * Evaluates a PAC file if Windows cannot do it. The script runs in a separate WebAssembly interpreter with bounded
 * time and memory, without network or files. The interpreter supports current JavaScript, so it may answer scripts
 * that the older engine of Windows refuses.
 *
 * `urls` are absolute http and https URLs; their credentials and fragments are not passed on.
 * @throws P2sError `input`: the script is too large, cannot be read, fails, has no FindProxyForURL, does not end,
 * or returns no text; `evidence.reason` is the reason, and `evidence.dependsOnNetwork` lists its network functions
 */
export async function evaluatePac(
  text: string,
  urls: readonly string[],
  { now, timeLimitMs = TIME_LIMIT_MS }: PacOptions,
): Promise<PacAnswer[]> {
  checkSize(text.length);
  const calls = urls.map(callFor);
  const { openSandbox } = await import('./sandbox.ts');
  const sandbox = await openSandbox({ text, now, timeLimitMs });
  return calls.map(({ url, passed, host }) => {
    const outcome = sandbox.ask(passed, host);
    const { dependsOnNetwork, variesWith } = outcome;
    if ('answer' in outcome) return { url, answer: outcome.answer, dependsOnNetwork, variesWith };
    const { failure, detail } = outcome;
    const message =
      detail === null
        ? WHAT_HAPPENED[failure]
        : say('{what} Message: {detail}', { what: WHAT_HAPPENED[failure], detail: neutralise(detail) });
    throw new P2sError('input', message, {
      where: url,
      next: say('Name the proxy with {option}, or let Windows resolve it on that computer.', {
        option: option('proxy'),
      }),
      evidence: { reason: failure, dependsOnNetwork },
    });
  });
}

function callFor(url: string): { url: string; passed: string; host: string } {
  const parsed = parseUrl(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new P2sError('input', say('A PAC file is resolved only for http and https URLs.'), {
      where: neutralise(url),
    });
  }
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  return { url, passed: parsed.href, host: parsed.hostname.replace(/^\[|\]$/g, '') };
}

function checkSize(size: number): void {
  if (size <= MAX_PAC_SIZE) return;
  throw new P2sError('input', say('The PAC file is larger than {limit} bytes.', { limit: MAX_PAC_SIZE }), {
    evidence: { reason: 'too-large', size },
  });
}
