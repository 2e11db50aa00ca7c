// `npm run bench`: times, as ratios to a baseline of the same run. Aims are printed as met or not met and never
// asserted: the exit code is 0 whenever something was measured.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAudit } from './bench/parts/audit.mjs';
import { benchCrowd } from './bench/parts/crowd.mjs';
import { benchDeadPath } from './bench/parts/dead-path.mjs';
import { benchFleet } from './bench/parts/fleet.mjs';
import { benchHtmlPage } from './bench/parts/html-page.mjs';
import { benchLarge } from './bench/parts/large.mjs';
import { benchMachines } from './bench/parts/machines.mjs';
import { benchSideBySide } from './bench/parts/side-by-side.mjs';
import { benchStartUp } from './bench/parts/start-up.mjs';
import { benchTunnel } from './bench/parts/tunnel.mjs';
import { benchUi } from './bench/parts/ui.mjs';
import { withEntry } from './bench/results/history.mjs';
import { machine, page } from './bench/results/page.mjs';
import { asJson, table } from './bench/results/result.mjs';
import { loadSupport } from './bench/support.mjs';
import { prepare, root } from './prepare.mjs';

const PARTS = {
  start: benchStartUp,
  audit: benchAudit,
  tunnel: benchTunnel,
  slowest: benchSideBySide,
  dead: benchDeadPath,
  crowd: benchCrowd,
  machines: benchMachines,
  large: benchLarge,
  fleet: benchFleet,
  ui: benchUi,
  page: benchHtmlPage,
};
/** The ratios of the runs whose results went into a page. */
const HISTORY = join(root, 'scripts/bench/results/history.json');
const USAGE = `usage: npm run bench -- [options]

  --runs N        how often each thing is measured (15)
  --only A,B      only these parts: ${Object.keys(PARTS).join(', ')}
  --json FILE     write the results there as well
  --page FILE     write them into this page in Markdown, and their ratios into the history
`;

const options = readOptions();
if (typeof options === 'string') {
  process.stderr.write(options);
  process.exitCode = 3;
} else {
  prepare();
  const support = await loadSupport(root);
  const parts = [];
  for (const name of options.only) {
    const measured = await PARTS[name]({ cli: join(root, 'dist/cli.js'), support, runs: options.runs });
    for (const part of [measured].flat()) {
      process.stdout.write(`${table(part)}\n`);
      parts.push(part);
    }
  }
  if (options.page !== undefined) writePage(options.page, parts);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(asJson(parts), null, 2)}\n`);
}

function writePage(file, parts) {
  const date = new Date().toISOString().slice(0, 10);
  const known = JSON.parse(readFileSync(HISTORY, 'utf8'));
  const history = withEntry(known, parts, { date, machine: machine() });
  const command = `npm run bench -- --runs ${options.runs} --only ${options.only.join(',')}`;
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeFileSync(file, page(parts, { command, date, before, history }));
  writeFileSync(HISTORY, `${JSON.stringify(history, null, 2)}\n`);
}

/** The parsed options, or the usage text. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '15' },
        only: { type: 'string', default: Object.keys(PARTS).join(',') },
        json: { type: 'string' },
        page: { type: 'string' },
      },
    });
    const runs = Number(values.runs);
    const only = values.only.split(',');
    if (!Number.isInteger(runs) || runs < 1 || only.some((name) => !Object.hasOwn(PARTS, name))) return USAGE;
    return { runs, only, json: values.json, page: values.page };
  } catch {
    return USAGE;
  }
}
