import type { FindingCode } from '../../../core/model/finding.ts';
import { BACKUPS_EN } from './backups.ts';
import { EXPLAIN_EN } from './explain/explain.ts';
import { CAUSES_EN } from './explain/explain-causes.ts';
import { FINDINGS_AUTOMATIC_EN } from './findings/automatic.ts';
import { FINDINGS_CHAIN_EN } from './findings/chain.ts';
import { CLIENT_CERTIFICATE_EN } from './findings/client-certificate.ts';
import { CONVERSIONS_EN } from './findings/conversions.ts';
import { FINDINGS_EVIDENCE_EN } from './findings/evidence.ts';
import { FINDINGS_PROFILE_EN } from './findings/profile.ts';
import { FINDINGS_RUN_EN } from './findings/run.ts';
import { FINDINGS_SCHEDULE_EN } from './findings/schedule.ts';
import { FINDINGS_SHARED_EN } from './findings/shared.ts';
import { FINDINGS_STORE_EN } from './findings/store.ts';
import { WHY_NOT_EN } from './findings/why-not.ts';
import { FLEET_EN } from './fleet.ts';
import { FLEET_CAUSES_EN } from './fleet-causes.ts';
import { GATEWAYS_EN } from './gateways.ts';
import { MIGRATION_EN } from './migration.ts';
import { MOVES_EN } from './requests/moves.ts';
import { REPAIR_EN } from './requests/repair.ts';
import { REQUEST_ASKS_EN } from './requests/request-asks.ts';
import { REQUESTS_EN } from './requests/requests.ts';
import { SCHEDULE_EN } from './schedule.ts';
import { SHARED_EN } from './shared.ts';
import { CHANGE_EN } from './words/change.ts';
import { CONCLUSION_EN } from './words/conclusion.ts';
import { PAGE_EN } from './words/page.ts';
import { PATH_EN } from './words/path.ts';
import { PICTURE_EN } from './words/picture.ts';
import { RUN_EN } from './words/run.ts';
import { SETTINGS_EN } from './words/settings.ts';
import { VIEW_EN } from './words/view.ts';

/** Each finding can be the most severe of a computer in a fleet. */
type FleetSentences = Record<`fleet-cause.${FindingCode}`, string>;

/** All English templates, by key. */
export const CATALOG_EN = {
  ...BACKUPS_EN,
  ...CLIENT_CERTIFICATE_EN,
  ...CONVERSIONS_EN,
  ...EXPLAIN_EN,
  ...CAUSES_EN,
  ...FINDINGS_AUTOMATIC_EN,
  ...FINDINGS_CHAIN_EN,
  ...FINDINGS_EVIDENCE_EN,
  ...FINDINGS_PROFILE_EN,
  ...FINDINGS_RUN_EN,
  ...FINDINGS_SCHEDULE_EN,
  ...FINDINGS_SHARED_EN,
  ...FINDINGS_STORE_EN,
  ...FLEET_EN,
  ...FLEET_CAUSES_EN,
  ...GATEWAYS_EN,
  ...MIGRATION_EN,
  ...MOVES_EN,
  ...REPAIR_EN,
  ...REQUEST_ASKS_EN,
  ...REQUESTS_EN,
  ...SCHEDULE_EN,
  ...SHARED_EN,
  ...WHY_NOT_EN,
  ...CONCLUSION_EN,
  ...PAGE_EN,
  ...PICTURE_EN,
  ...RUN_EN,
  ...SETTINGS_EN,
  ...PATH_EN,
  ...CHANGE_EN,
  ...VIEW_EN,
} as const satisfies FleetSentences;
