import { BACKUPS_EN } from './backups.ts';
import { EXPLAIN_EN } from './explain/explain.ts';
import { CAUSES_EN } from './explain/explain-causes.ts';
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

/** All English templates, by key. */
export const CATALOG_EN = {
  ...BACKUPS_EN,
  ...EXPLAIN_EN,
  ...CAUSES_EN,
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
  ...CONCLUSION_EN,
  ...PAGE_EN,
  ...PICTURE_EN,
  ...RUN_EN,
  ...SETTINGS_EN,
  ...PATH_EN,
  ...CHANGE_EN,
  ...VIEW_EN,
} as const;
