import { readJournal } from '../../change/state/journal.ts';
import { sameMachine } from '../../change/state/record.ts';
import { readUnconfirmed, removeUnconfirmed, timeLeft } from '../../change/state/unconfirmed.ts';
import { P2sError } from '../../core/model/errors.ts';
import { command, option, say } from '../../core/model/say.ts';
import { readStores } from '../../core/stores/stores.ts';
import type { Machine } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { reportMachine } from '../run/assessment.ts';
import { findState, openState } from '../run/folders/state-folder.ts';
import { observeSettings } from '../run/observe-machine.ts';
import { openMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, runMode } from '../run/run.ts';

export interface ConfirmOptions extends AuditOptions {
  /** The backup number of the change; `null`: the unconfirmed change, whichever it is. */
  backup: string | null;
}

/** Confirms a change of `apply --confirm-within`. */
export function runConfirm(options: ConfirmOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('confirm', ports, options, async (context) => {
    const machine = await openMachine(options.machine, ports, 'read');
    try {
      const observation = await observeSettings(context, machine);
      reportMachine(context, machine, observation, readStores(observation.registry), null);
      const request = { machine, observation, options, ports };
      if ((await findState(request)) === null) throw nothingWaits();
      const store = await openState(request);
      await store.locked(() => confirmLocked(context, machine, store.dir, options.backup));
    } finally {
      await machine.close();
    }
  });
}

async function confirmLocked(
  context: RunContext,
  machine: Machine,
  dir: Parameters<typeof readUnconfirmed>[0],
  named: string | null,
): Promise<void> {
  const own = await machine.identity();
  const journal = await readJournal(dir);
  const change = await readUnconfirmed(dir);
  if (change === null || !sameMachine(change.machine, own)) throw nothingWaits(dir.path);
  const { backup, deadline, putBackAt } = change;
  if (named !== null && named.padStart(4, '0') !== backup) {
    const next = say('{command} confirms that one.', { command: command('confirm', { backup: backup }) });
    throw new P2sError('input', say('The unconfirmed change is that of backup {backup}.', { backup }), {
      where: dir.path,
      next,
    });
  }
  if (putBackAt !== null) {
    const message = say('The change was rolled back at {putBackAt}, so it cannot be confirmed.', {
      putBackAt,
    });
    throw new P2sError('stale', message, {
      where: dir.path,
      next: say('To make the change again, run the same apply command again.'),
    });
  }
  const isOver = timeLeft(change, context.ports.wallClock()) <= 0;
  if (isOver || (journal !== null && sameMachine(journal.machine, own))) {
    const why = isOver
      ? say('the time to confirm ended at {deadline}', { deadline })
      : say('the change was interrupted');
    throw new P2sError('interrupted-change', say('It cannot be confirmed: {why}.', { why }), {
      where: dir.path,
      next: say('Run {command} if it is not rolled back yet, then apply again.', {
        command: command('rollback'),
      }),
    });
  }
  await removeUnconfirmed(dir);
  context.emit({ type: 'confirmed', backup, by: 'command' });
}

function nothingWaits(where = 'state folder'): P2sError {
  return new P2sError('input', say('This computer has no unconfirmed change.'), {
    where,
    next: say(
      'Run confirm from the account that ran apply (elevated if it was), or name its folder with {option}.',
      { option: option('state-dir') },
    ),
  });
}
