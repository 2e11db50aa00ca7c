import { readBackup } from '../../change/backup/backup.ts';
import type { Backup } from '../../change/backup/backup-schema.ts';
import {
  type FileElsewhere,
  type StateDirElsewhere,
  stateDirElsewhere,
} from '../../change/backup/files-elsewhere.ts';
import { type Journal, readJournal } from '../../change/state/journal.ts';
import { readUnconfirmed, stillLeft, timeLeft, type Unconfirmed } from '../../change/state/unconfirmed.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Observation } from '../../core/model/observation.ts';
import { say } from '../../core/model/say.ts';
import { refusalOfAccount } from '../../core/security/folder-access.ts';
import { parseTarget, type SeenTarget } from '../../machine/fleet/target-wire.ts';
import type { MachineIdentity } from '../../machine/port.ts';
import { leftFinding } from '../pending/restore-change.ts';
import { withVpnOwners } from '../run/vpn-owners.ts';

const CRYPTOGRAPHY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography';

/** A computer of a fleet that can be changed: its state folder, and the changes in it. */
export interface OpenTarget {
  observation: Observation;
  identity: MachineIdentity;
  state: StateDirElsewhere;
  /** The files as read; the target computer refuses the change if they differ by then. */
  seen: readonly FileElsewhere[];
  journal: Journal | null;
  /** The unconfirmed change. */
  unconfirmed: Unconfirmed | null;
  /** The last unconfirmed change, if it was rolled back and nothing was applied from here since. */
  restored: Unconfirmed | null;
  /** Numbers of the backups that were read, the newest first. */
  backups: readonly string[];
}

/**
 * The reply of `Get-P2STarget`, with the owners of VPN entries: another signed-in user is not a VPN user.
 *
 * @throws P2sError `powershell-failed` for a reply in another format
 */
export function seenTarget(result: unknown): SeenTarget {
  const { observation, state } = parseTarget(result);
  return { observation: withVpnOwners(observation), state };
}

const KEPT_TO = ['journal.json', 'unconfirmed.json', 'backups/last-number'];

/**
 * @throws P2sError `refused` in Constrained Language Mode, `needs-elevation`, `state-dir` if the folder there
 * cannot be trusted, `interrupted-change` if a state file in it is damaged
 */
export async function openTarget({ observation, state }: SeenTarget): Promise<OpenTarget> {
  if (observation.user?.elevated === false) {
    throw new P2sError(
      'needs-elevation',
      say('The account of this connection is not an administrator there.'),
      {
        next: say('Connect as an administrator; over WinRM as a member of Administrators.'),
      },
    );
  }
  if (state === null) {
    throw new P2sError(
      'refused',
      say('PowerShell there is in Constrained Language Mode: no backup can be kept.'),
      {
        evidence: { languageMode: observation.powershell?.languageMode ?? null },
        next: say('Use the signed scripts there: export intune, or schedule install.'),
      },
    );
  }
  if (state.other !== null) {
    const reason = refusalOfAccount(state.other);
    throw new P2sError(
      'state-dir',
      say('The folder for backups there cannot be used: {reason}.', { reason }),
      {
        where: state.folder,
        // Otherwise, whoever creates the folder next decides what SYSTEM runs.
        next: say(
          'Delete the task there that runs put-back.ps1, if it exists. Then check the content of the folder and remove it.',
        ),
      },
    );
  }
  const elsewhere = stateDirElsewhere(state.files, state.backups, state.exists);
  const identity = identityOf(observation);
  const journal = await readJournal(elsewhere.dir);
  const unconfirmed = await readUnconfirmed(elsewhere.dir);
  return {
    observation,
    identity,
    state: elsewhere,
    seen: state.files.filter(({ path }) => KEPT_TO.includes(path)),
    journal,
    unconfirmed: unconfirmed?.putBackAt === null ? unconfirmed : null,
    restored: unconfirmed?.putBackAt === null ? null : unconfirmed,
    backups: state.files.flatMap(({ path, bytes }) => {
      const number = /^backups\/(\d{4,9})\.json$/.exec(path)?.[1];
      return number === undefined || bytes === null ? [] : [number];
    }),
  };
}

/**
 * The findings of an audit about a change that was interrupted, is unconfirmed, or was rolled back except some
 * values; none if the state cannot be read.
 */
export async function changesWaiting({ state, observation }: SeenTarget): Promise<Finding[]> {
  if (state === null) return [];
  const now = clockThere({ observation });
  const { dir } = stateDirElsewhere(state.files, state.backups, state.exists);
  const [journal, unconfirmed] = await Promise.all([
    readJournal(dir).catch(() => 'damaged' as const),
    readUnconfirmed(dir).catch(() => null),
  ]);
  if (journal !== null) {
    const evidence = journal === 'damaged' ? {} : { backup: journal.backup, startedAt: journal.startedAt };
    return [{ code: 'change-interrupted', severity: 'error', store: null, evidence }];
  }
  if (unconfirmed === null) return [];
  if (unconfirmed.putBackAt !== null) {
    const left = leftFinding(unconfirmed, stillLeft(unconfirmed, observation.registry));
    return left === null ? [] : [left];
  }
  const isOver = timeLeft(unconfirmed, now) <= 0;
  const { backup, deadline } = unconfirmed;
  const severity = isOver ? 'error' : 'info';
  return [{ code: 'change-unconfirmed', severity, store: null, evidence: { backup, deadline } }];
}

/** Whether a change was started there, or is unconfirmed; also true if the state cannot be read. */
export async function isWaiting({ state }: Pick<SeenTarget, 'state'>): Promise<boolean> {
  if (state === null) return false;
  const { dir } = stateDirElsewhere(state.files, state.backups, state.exists);
  const begun = readJournal(dir).then((journal) => journal !== null);
  const waits = readUnconfirmed(dir).then((change) => change?.putBackAt === null);
  const found = await Promise.all([begun, waits].map((one) => one.catch(() => true)));
  return found.includes(true);
}

/** The time by the clock of the target computer, when it was read: its state files have times of that clock. */
export function clockThere({ observation }: Pick<SeenTarget, 'observation'>): Date {
  return new Date(observation.collectedAt);
}

/** A backup that was read; `null` if it is damaged or of another computer. */
export async function knownBackup({ state, identity }: OpenTarget, number: string): Promise<Backup | null> {
  return readBackup(state.dir, number, identity).catch((error: unknown) => {
    if (error instanceof P2sError) return null;
    throw error;
  });
}

function identityOf({ registry }: Observation): MachineIdentity {
  const guid = registry.value(CRYPTOGRAPHY, 'MachineGuid');
  if (guid?.kind === 'string' && guid.text !== '') return { kind: 'local', id: guid.text.toLowerCase() };
  throw new P2sError(
    'state-dir',
    say('That computer has no MachineGuid value, so a backup cannot be bound to it.'),
    {
      where: CRYPTOGRAPHY,
    },
  );
}
