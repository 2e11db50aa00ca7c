import type { ReportDocument } from '../../report/model/document.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, runMode } from '../run/run.ts';
import { type InstalledConfig, readConfig } from './config.ts';
import { runScheduled } from './run.ts';

/** The task's run: the installed program around `ports.program`, with the options of its installation. */
export async function runInstalled(run: RunOptions, ports: Ports): Promise<ReportDocument> {
  let config: InstalledConfig;
  try {
    config = await readConfig(ports.program ?? '');
  } catch (error) {
    return runMode('schedule', ports, run, () => Promise.reject(error));
  }
  return runScheduled({ ...config, ...run, installed: true }, ports);
}
