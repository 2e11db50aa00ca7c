import { P2sError } from '../core/model/errors.ts';
import { type Message, say } from '../core/model/say.ts';
import type { ScriptName } from './port.ts';
import { POLICY_LINK } from './session-command.ts';

/** What blocks a script. */
type Refusal = 'powershell-blocked' | 'powershell-not-allowed' | 'powershell-antivirus';

/**
 * Language-independent parts of PowerShell errors, in the order of its decisions: error ids, classes,
 * categories, a link. Application control and execution policies throw the same error; only the second
 * links to the page about them.
 */
const WORDS: readonly (readonly [string, Refusal])[] = [
  ['ScriptContainedMaliciousContent', 'powershell-antivirus'],
  ['ScriptHasAdminBlockedContent', 'powershell-antivirus'],
  [POLICY_LINK, 'powershell-blocked'],
  ['UnauthorizedAccess', 'powershell-not-allowed'],
  ['PSSecurityException', 'powershell-not-allowed'],
  ['SecurityError', 'powershell-not-allowed'],
];

const TEXTS: Record<Refusal, { by: Message; next: Message }> = {
  'powershell-blocked': {
    by: say`an execution policy of this computer`,
    next: say`Sign the scripts of p2s-fix and trust their publisher, or allow them in the policy (Get-ExecutionPolicy -List shows who set it).`,
  },
  'powershell-not-allowed': {
    by: say`application control (AppLocker, App Control for Business), a signature that is not trusted, or the permissions of a file`,
    next: say`Allow this program and the scripts of p2s-fix, by publisher or hash.`,
  },
  'powershell-antivirus': {
    by: say`a virus scanner (AMSI)`,
    next: say`Report the script as a false alarm, or allow it in the scanner; p2s-fix does not bypass it.`,
  },
};

/** The refusal whose word occurs; `null` if none does. */
export function refusalIn(has: (word: string) => boolean): Refusal | null {
  return WORDS.find(([word]) => has(word))?.[1] ?? null;
}

/** The error of a script that was blocked. */
export function refused(
  code: Refusal,
  { script, executable }: { script: ScriptName; executable: string },
  evidence: Record<string, unknown>,
): P2sError {
  const { by, next } = TEXTS[code];
  return new P2sError(code, say`${script} is blocked by ${by}.`, {
    where: executable,
    next,
    evidence,
  });
}
