import { isScriptRefusal } from '../core/model/errors.ts';
import type { Finding } from '../core/model/finding.ts';
import type { EffectiveProxy, Machine, StepOutcome, WriteReport, WriteStep } from '../machine/port.ts';

/** The result of Windows' own readers, or why they could not be asked; both `null` where the machine has none. */
export interface SecondWitness {
  windows: EffectiveProxy | null;
  /** `language-mode`, `declaration-refused`, …, or the error code of the script. */
  refused: string | null;
}

/**
 * Asks Windows' own readers. They are a second check, not a requirement: security products block scripts that call
 * into Windows' libraries.
 *
 * @throws P2sError `powershell-*` when it is not known how the script ended
 */
export async function askWindows(machine: Machine): Promise<SecondWitness> {
  try {
    const windows = await machine.effective();
    return { windows, refused: windows?.unavailable ?? null };
  } catch (error) {
    if (isScriptRefusal(error)) return { windows: null, refused: error.code };
    throw error;
  }
}

export interface Done {
  steps: readonly WriteStep[];
  outcomes: readonly StepOutcome[];
  notified: WriteReport['notified'];
  witness: SecondWitness;
  /** SID of the account that runs this; `null` when it is not known. */
  self: string | null;
}

/** Findings about a successful change: programs that were not notified, and readers that were not asked. */
export function noticesOf({ steps, outcomes, notified, witness, self }: Done): Finding[] {
  const written = new Set(outcomes.filter(({ status }) => status === 'written').map(({ id }) => id));
  const stores = new Set(steps.filter(({ id }) => written.has(id)).map(({ write }) => placeOf(write)));
  const findings: Finding[] = [];
  for (const store of stores) {
    const sid = /^wininet\/(S-[-\d]+)\/lan$/i.exec(store)?.[1] ?? null;
    // Notification and reader cover only the account that runs this, not another user's setting.
    const foreign = sid !== null && self !== null && sid.toUpperCase() !== self.toUpperCase();
    const add = (code: Finding['code'], reason: string) =>
      findings.push({ code, severity: 'info', store, evidence: { reason } });
    if (store.startsWith('wininet/') && notified !== null && (foreign || !notified))
      add('written-not-notified', foreign ? 'other-user' : (witness.refused ?? 'refused'));
    if (store === 'winhttp/wow64' || store === 'wininet/machine') continue;
    if (witness.refused !== null) add('windows-reader-unavailable', witness.refused);
    else if (witness.windows !== null && foreign) add('windows-reader-unavailable', 'other-user');
    else if (witness.windows !== null && isUnanswered(store, witness.windows))
      add('windows-reader-unavailable', `Win32 error ${witness.windows.win32}`);
  }
  return findings;
}

function isUnanswered(store: string, { winHttp, winInetUser }: EffectiveProxy): boolean {
  return (store === 'winhttp/native' ? winHttp : winInetUser) === null;
}

/** The id of the setting that a value belongs to, as far as the two checks above need it. */
function placeOf({ key, name }: WriteStep['write']): string {
  const sid = /^HKEY_USERS\\([^\\]+)\\/i.exec(key)?.[1];
  if (sid !== undefined) return `wininet/${sid}/lan`;
  if (name.toLowerCase() !== 'winhttpsettings') return 'wininet/machine';
  return /\\WOW6432Node\\/i.test(key) ? 'winhttp/wow64' : 'winhttp/native';
}
