export { settingsSummary as settingsText } from '../core/summary.ts';
