// Writes the declarations of the public API as one file, by API Extractor, and the report of its surface that a
// test compares.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

/**
 * @param {string} root the project
 * @param {string} target the file of the declarations
 */
export function buildTypes(root, target) {
  const types = join(root, 'build/types');
  // Checked by `npm run types`; here they are only written.
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['-p', 'tsconfig.types.json', '--noCheck', '--singleThreaded', '--outDir', types];
  execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
  mkdirSync(join(root, 'build/api'), { recursive: true });
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(root, 'api-extractor.json'),
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(types, 'index.d.ts'),
      newlineKind: 'lf',
      compiler: { tsconfigFilePath: join(root, 'tsconfig.types.json') },
      apiReport: {
        enabled: true,
        reportFileName: 'p2s-fix',
        reportFolder: join(root, 'build/api'),
        reportTempFolder: join(root, 'build/api/temp'),
      },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: target },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'warning' } },
        extractorMessageReporting: {
          default: { logLevel: 'warning' },
          // Types of members need no export of their own, and no documentation when the name is clear.
          'ae-forgotten-export': { logLevel: 'none' },
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-undocumented': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const { errorCount, warningCount } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: withoutNotices,
  });
  if (errorCount + warningCount > 0) throw new Error('The declarations have errors; see above.');
}

/** Leaves out two notices: which compiler API Extractor has, and that the report changed. */
function withoutNotices(message) {
  if (message.messageId.startsWith('console-')) message.logLevel = 'none';
}
