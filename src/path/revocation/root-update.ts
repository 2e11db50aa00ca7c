import type { StageResult } from '../../core/model/check.ts';
import type { PathHooks } from '../transport/stage.ts';
import { type AddressContext, checkAddress, shapeOf } from './address-check.ts';

/** Microsoft's list of trusted roots, which Windows reads for a root that it does not have yet. */
export const ROOT_UPDATE_URL =
  'http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootstl.cab';

/** The list has about 60 KB. */
const MAX_BYTES = 4 * 1024 * 1024;
/** The first bytes of a cabinet file. */
const CABINET = 'MSCF';

/** Fetches the list and checks only that it is a cabinet file. Rejects only with P2sError `cancelled`. */
export function checkRootUpdate(
  context: AddressContext,
  hooks: PathHooks = {},
): Promise<StageResult<'revocation'>> {
  const address = { url: ROOT_UPDATE_URL, skipped: null, about: { kind: 'root-update' } };
  return checkAddress(address, context, hooks, async (question) => {
    const { evidence } = question;
    const body = await question.fetch({ post: null, maxBytes: MAX_BYTES });
    evidence.bytes = body.length;
    if (body.subarray(0, 4).toString('latin1') === CABINET) return { status: 'pass', evidence };
    return { status: 'fail', evidence: { ...evidence, reason: shapeOf(body) ?? 'not-a-cabinet' } };
  });
}
