import JAPANESE from '../../../l10n/ja.json' with { type: 'json' };
import type { Catalog } from '../../messages/text.ts';
import { BACKUPS_JA } from './backups.ts';
import { EXPLAIN_JA } from './explain/explain.ts';
import { CAUSES_JA } from './explain/explain-causes.ts';
import { MEANINGS_JA } from './explain/explain-meanings.ts';
import { OWN_MEANINGS_JA } from './explain/own-meanings.ts';
import { FLEET_JA } from './fleet.ts';
import { FLEET_CAUSES_JA } from './fleet-causes.ts';
import { GATEWAYS_JA } from './gateways.ts';
import { MIGRATION_JA } from './migration.ts';
import { MOVES_JA } from './requests/moves.ts';
import { REPAIR_JA } from './requests/repair.ts';
import { REQUEST_ASKS_JA } from './requests/request-asks.ts';
import { REQUESTS_JA } from './requests/requests.ts';
import { SCHEDULE_JA } from './schedule.ts';
import { SHARED_JA } from './shared.ts';
import { CHANGE_JA } from './words/change.ts';
import { CONCLUSION_JA } from './words/conclusion.ts';
import { PAGE_JA } from './words/page.ts';
import { PATH_JA } from './words/path.ts';
import { PICTURE_JA } from './words/picture.ts';
import { RUN_JA } from './words/run.ts';
import { SETTINGS_JA } from './words/settings.ts';
import { VIEW_JA } from './words/view.ts';

/** All Japanese templates, by key. */
export const CATALOG_JA: Catalog = {
  ...JAPANESE,
  ...BACKUPS_JA,
  ...EXPLAIN_JA,
  ...CAUSES_JA,
  ...MEANINGS_JA,
  ...OWN_MEANINGS_JA,
  ...FLEET_JA,
  ...FLEET_CAUSES_JA,
  ...GATEWAYS_JA,
  ...MIGRATION_JA,
  ...MOVES_JA,
  ...REPAIR_JA,
  ...REQUEST_ASKS_JA,
  ...REQUESTS_JA,
  ...SCHEDULE_JA,
  ...SHARED_JA,
  ...CONCLUSION_JA,
  ...PAGE_JA,
  ...PICTURE_JA,
  ...RUN_JA,
  ...SETTINGS_JA,
  ...PATH_JA,
  ...CHANGE_JA,
  ...VIEW_JA,
};
