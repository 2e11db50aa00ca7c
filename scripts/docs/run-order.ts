import { toText } from '../../src/core/model/say.ts';
import { type RunStep, STEPS } from '../../src/pipeline/steps.ts';
import { STEP_NAMES } from '../../src/report/text/labels.ts';

/** What each step does. */
const DOES: Readonly<Record<(typeof STEPS)[number]['name'], string>> = {
  observe: 'reads the registry values and who runs, by one PowerShell script',
  assess: 'decodes the values; finds the VPN user, the desired state and the plan',
  open: 'opens the state folder',
  recover: 'takes the lock of the state folder, restores what an interrupted or unconfirmed change left',
  'assess-again': 'reads and judges the settings again, because another run may have changed them',
  resolve: 'finds the gateways; asks what auto-detect and PAC files answer for them',
  show: 'reports the computer, its settings, the plan, and what an earlier change left',
  compare: 'compares the settings with those that the saved plan was made from',
  probe:
    'probes the routes as they are and, side by side, as the plan would leave them; meanwhile asks Windows for logged VPN errors',
  decide: 'reports the findings and what a change needs; sets the exit code',
  change:
    'asks at a prompt; backs up, writes, reads back, and restores everything where a write did not take effect',
  'probe-after': 'reads the settings and probes the routes again; reports the findings of the new state',
};

/** The order of a run: a row for each step. */
export function runOrder(): { head: string[]; rows: string[][] } {
  const rows = STEPS.map(({ name, ...step }: RunStep & { name: keyof typeof DOES }) => {
    const progress = step.reports.map((one) => toText(STEP_NAMES[one]));
    return [`\`${name}\``, DOES[name], progress.join('; ') || '-', step.skip?.reason ?? '-'];
  });
  return { head: ['step', 'what it does', 'progress that it reports', 'skipped'], rows };
}
