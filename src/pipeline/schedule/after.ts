import { unreachable } from '../../core/decide/compare.ts';
import { serverNames } from '../../core/decide/unattended.ts';
import { unseenFindings } from '../../core/findings/settings/store.ts';
import { type Gateway, gatewayName } from '../../core/model/check.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { ViewsMove } from '../../core/schedule/views.ts';
import type { Machine } from '../../machine/port.ts';
import type { History, KnownGateway } from '../../schedule/history.ts';
import type { ProbeSet } from '../path/gateway-probes.ts';
import { probePaths } from '../path/probe.ts';
import { withAnswers } from '../path/resolve.ts';
import { observeAndAssess, reportStores } from '../run/assessment.ts';
import type { AuditOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { reportFindings } from '../steps/findings.ts';
import type { Situation } from './situation.ts';

/** A completed move. */
export interface Made {
  situation: Situation;
  /** All settings are as desired, WinHTTP as well. */
  isAligned: boolean;
  probeSet: ProbeSet;
  isChanged: boolean;
}

/** The path at the end of the run: reuses probed routes where they are the same. */
export async function probeAfter(
  context: RunContext,
  machine: Machine,
  asked: AuditOptions,
  {
    situation: {
      users,
      path,
      assessments: [before],
    },
    isAligned,
    probeSet,
    isChanged,
  }: Made,
): Promise<void> {
  const [user] = users;
  if (user === undefined) return;
  const seen = isChanged ? await observeAndAssess(context, machine, asked.desired, user.sid) : null;
  const after =
    seen === null ? before : await withAnswers(context, machine, seen, { ...asked, path }, probeSet);
  if (after === undefined) return;
  if (isChanged) reportStores(context, after);
  const variant = { stores: 'current', step: 'probe-current', paths: after.current } as const;
  context.emit({ type: 'gateways', gateways: path.reported });
  const report = await probePaths(context, machine, [variant], path, probeSet);
  // On another network, the settings intentionally differ from the desired ones.
  if (isAligned) reportFindings(context, machine, after, report, { ...asked, path }, null);
  if (unreachable(report.verdicts)) context.outcome('unreachable');
}

/** Findings about a move. A recording has no schedule to install again or to remove. */
export function findingsAbout(
  { kind }: Pick<Machine, 'kind'>,
  { toReport: reversion, disagree, unanswered, views, users, assessments, notFollowed, refused }: Situation,
  { move, stores }: ViewsMove,
): Finding[] {
  const report = (code: Finding['code'], evidence: Record<string, unknown>): Finding => {
    const recorded = kind === 'recorded' ? { recorded: true } : {};
    return {
      code,
      severity: 'warning',
      store: stores[0] ?? 'winhttp/native',
      evidence: { ...evidence, ...recorded },
    };
  };
  const isForeign = move.act === 'keep' && move.why === 'not-ours';
  return [
    ...assessments.flatMap((one) => (one.unseen.length > 0 ? unseenFindings(one) : [])),
    ...(reversion === null ? [] : [report('schedule-undone', { ...reversion })]),
    ...notFollowed.map((one) => ({
      ...report('user-setting-not-followed', { ...one }),
      severity: refused ? ('error' as const) : ('warning' as const),
    })),
    ...(disagree ? [report('schedule-users-disagree', { users: users.map(({ sid }) => sid) })] : []),
    ...(unanswered.length > 0 ? [report('schedule-user-unanswered', { users: unanswered })] : []),
    ...(isForeign
      ? [
          report('schedule-not-ours', {
            servers: serverNames(views.find(({ store }) => stores.includes(store))?.current ?? null),
          }),
        ]
      : []),
  ];
}

/** The gateways of this run, each with the certificates it showed if reachable; else with those in the history. */
export async function knownAfter(
  before: History,
  gateways: readonly Gateway[],
  probeSet: ProbeSet,
): Promise<readonly KnownGateway[]> {
  const known = gateways.map(async ({ host, port, source }) => {
    const name = gatewayName({ host, port });
    const own = [...probeSet.tunnels].flatMap(([key, probe]) =>
      key.startsWith(`${name} `) ? [probe.shown] : [],
    );
    const reached = (await Promise.all(own)).find(({ results }) =>
      results.some(({ stage, status }) => stage === 'certificate' && status === 'pass'),
    );
    const remembered = before.gateways.find((gateway) => gatewayName(gateway) === name);
    const chain = reached?.chain ?? remembered?.chain ?? [];
    return { host, port, chain, ...(source === 'phonebook' ? {} : { isNamed: true as const }) };
  });
  return known.length > 0 ? Promise.all(known) : before.gateways;
}
