import { gatewayFindings } from '../core/findings/path/gateway.ts';
import { P2sError } from '../core/model/errors.ts';
import type { Emit } from '../core/model/events.ts';
import { parseGatewayName } from '../core/model/gateway-name.ts';
import { say } from '../core/model/say.ts';
import {
  gatewaysOf,
  knownFindings,
  reportedGateways,
  verdictsUnprobed,
} from '../pipeline/inputs/gateways.ts';
import { readProfiles } from '../pipeline/inputs/profile-files.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { runMode } from '../pipeline/run/run.ts';
import type { ReportDocument } from '../report/model/document.ts';

/** The gateways of profiles when no computer is known. Nothing is tested, so there is no verdict. */
export function profilesAlone(
  files: readonly string[],
  named: readonly string[],
  ports: Ports,
  onEvent: Emit,
): Promise<ReportDocument> {
  return runMode('verify', ports, { onEvent }, async ({ emit, deadlines }) => {
    const gateways = named.map((name) => parseGatewayName(name, '--gateway'));
    const profiles = await readProfiles(files);
    const path = { gateways, profiles, deadlineMs: 0, extraRoots: [], probe: false };
    const known = await gatewaysOf(path, null, null);
    emit({ type: 'gateways', gateways: reportedGateways(known) });
    const verdicts = verdictsUnprobed(known);
    const today = ports.wallClock();
    const findings = [
      ...gatewayFindings(known.reported, today, deadlines, verdicts),
      ...knownFindings(known, verdicts, today, deadlines),
    ];
    for (const finding of findings) emit({ type: 'finding', finding });
    for (const verdict of verdicts) emit({ type: 'verdict', verdict });
    throw new P2sError('not-judged', say('This page connects to no gateway, and no computer is known.'), {
      where: files.join(', '),
      next: say('Add the registry export of a computer, or run there: p2s-fix verify --profile FILE'),
    });
  });
}
