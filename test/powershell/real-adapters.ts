import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe } from 'vitest';
import { OneShotHost } from '../../src/powershell/one-shot.ts';
import { SessionHost } from '../../src/powershell/open.ts';
import type { HostOptions, PowerShellHost, ScriptName } from '../../src/powershell/port.ts';
import { linuxPwsh } from '../support/lab/lab.ts';
import { buildTestScripts, hostOptions, openWorkshop } from '../support/programs/powershell.ts';
import { skipWithout } from '../support/programs/process.ts';

/** A path with every character that could break the text of a session. */
const ODD_FOLDER = "a'b \u2019\u201b $(x) `日本;#";
export const TEST_SCRIPT = 'Test-Wire' as ScriptName;
export const RUN = { deadlineMs: 60_000 };

const ADAPTERS = {
  'one-shot': (options: HostOptions): PowerShellHost => new OneShotHost(options),
  session: (options: HostOptions): PowerShellHost => new SessionHost(options),
};
const MODES = ['FullLanguage', 'ConstrainedLanguage'] as const;
const CONSTRAINED =
  "@{ SchemaVersion='2.0.0.0'; GUID='4f0e8d8c-2a7b-4f43-9d0e-0b9f2b7e6a11'; SessionType='Default'; LanguageMode='ConstrainedLanguage' }";

/** A real PowerShell behind one of the adapters. */
export interface RealPowerShell {
  mode: (typeof MODES)[number];
  readonly host: PowerShellHost;
  /** Another host of the same kind. */
  another(): PowerShellHost;
  /** The result of the test script. */
  ask(request: Record<string, unknown>): Promise<unknown>;
}

interface Opened {
  host: PowerShellHost;
  another: () => PowerShellHost;
}

/** The test files of a worker share what is open, and it ends with the worker: a start takes longer than most files. */
const OPEN = new Map<string, Promise<Opened>>();

async function openReal(
  make: (options: HostOptions) => PowerShellHost,
  mode: RealPowerShell['mode'],
): Promise<Opened> {
  const shop = openWorkshop();
  const scriptsDir = join(shop.folder, ODD_FOLDER);
  await buildTestScripts(scriptsDir);
  const configuration = join(shop.folder, 'constrained.pssc');
  await writeFile(configuration, CONSTRAINED);
  const constrained = shop.wrapper(linuxPwsh, ['-ConfigurationFile', configuration]);
  const executable = mode === 'FullLanguage' ? linuxPwsh : constrained;
  const another = () => make(hostOptions(executable, { scriptsDir }));
  return { another, host: another() };
}

/**
 * The same tests in both language modes, on PowerShell 7 for Linux. One session answers all of them; what depends on
 * how a script is started names both adapters.
 */
export function describeReal(
  title: string,
  tests: (real: RealPowerShell) => void,
  adapters: readonly (keyof typeof ADAPTERS)[] = ['session'],
): void {
  for (const name of adapters) {
    const make = ADAPTERS[name];
    for (const mode of MODES) {
      describe.skipIf(skipWithout(linuxPwsh))(
        `${title}: ${name} with PowerShell 7, ${mode}`,
        { timeout: 120_000 },
        () => {
          let open: Opened | null = null;
          const opened = () => {
            if (open === null) throw new Error('not set up yet');
            return open;
          };

          beforeAll(async () => {
            const key = `${name} ${mode}`;
            const shared = OPEN.get(key) ?? openReal(make, mode);
            OPEN.set(key, shared);
            open = await shared;
          });

          tests({
            mode,
            get host() {
              return opened().host;
            },
            another: () => opened().another(),
            ask: async (request) => (await opened().host.run(TEST_SCRIPT, request, RUN)).result,
          });
        },
      );
    }
  }
}
