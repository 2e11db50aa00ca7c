import type { FollowUps } from '../../../core/model/command-text.ts';
import type { RunEvent } from '../../../core/model/events.ts';
import { byGravity } from '../../../core/model/finding.ts';
import { foldPath, waitingPaths } from '../../facts/paths.ts';
import { newPage, type Page } from './page.ts';
import { type PageSignal, type Pages, turnPage } from './turn-page.ts';

export const NO_PAGES: Pages = { run: null, machine: null, plan: null, page: newPage('audit'), printed: [] };

/** The pages after one more event, the same for every view with pages. Pure. */
export function foldPages<S extends Pages>(before: S, event: RunEvent | PageSignal): S {
  const state = turnPage(before, event);
  const { page } = state;
  const put = (part: Partial<Page>): S => ({ ...state, page: { ...page, ...part } });
  switch (event.type) {
    case 'started': {
      const { mode, version, sample, at, followUps = {} } = event;
      return { ...state, ...NO_PAGES, printed: state.printed, run: { mode, version, sample, at, followUps } };
    }
    case 'step': {
      const { step, status, detail = null } = event;
      return status === 'failed' ? put({ failedSteps: [...page.failedSteps, { step, detail }] }) : state;
    }
    case 'machine':
      return { ...state, machine: event.machine };
    case 'stores':
      return put({ stores: event.stores });
    case 'gateways': {
      const { gateways } = event;
      const reported = page.part === 'audit' ? { gateways } : {};
      return put({ ...reported, paths: page.paths.length === 0 ? waitingPaths(event) : page.paths });
    }
    case 'check-started':
    case 'check':
    case 'verdict':
      return put({ paths: foldPath(page.paths, event) });
    case 'finding':
      return put({ findings: [...page.findings, event.finding].sort(byGravity) });
    case 'migration':
      return put({ migrations: [...page.migrations, event.migration] });
    case 'plan':
      return { ...put({ plan: event.plan }), plan: event.plan };
    case 'backup':
      return put({ backup: { number: event.number, path: event.path } });
    case 'write': {
      const { store, status } = event;
      const { writes } = page;
      const index = writes.findIndex((write) => write.store === store);
      return put({
        writes: index === -1 ? [...writes, { store, status }] : writes.with(index, { store, status }),
      });
    }
    case 'change-result':
      return put({ result: event.result });
    case 'file-written':
      return { ...put({ files: [...page.files, event.file] }), run: runAfter(state.run, event.followUps) };
    case 'backups':
      return put({ backups: event.backups });
    case 'confirmed':
      return put({ confirmed: { backup: event.backup, by: event.by } });
    case 'explained':
      return put({ explanation: event.explanation });
    case 'needs':
      return put({ needs: event.needs });
    case 'error':
      return put({ error: event });
    case 'schedule-move':
      return state.run === null ? state : { ...state, run: { ...state.run, move: event.move } };
    case 'finished':
    case 'asked':
    case 'closed':
    case 'schedule':
    case 'fleet-machine':
    case 'fleet':
    case 'diagnostic':
    case 'evidence':
      return state;
  }
}

/** The run, with the commands of its copy once there is one. */
function runAfter(run: Pages['run'], followUps: FollowUps | undefined): Pages['run'] {
  return run === null || followUps === undefined ? run : { ...run, followUps };
}
