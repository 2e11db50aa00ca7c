// Writes the declarations of the public API as one file, by API Extractor, and the report of its surface that a
// test compares.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

/** Its types come from schemas; a user of the declarations need not have the library of these. */
const OF_SCHEMAS = 'core/path/stage-evidence';

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
  writeFileSync(join(types, `${OF_SCHEMAS}.d.ts`), writtenOut(root, join(root, 'src', `${OF_SCHEMAS}.ts`)));
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

/** The exported types of a file, member by member. */
function writtenOut(root, file) {
  // TypeScript 7 has no such interface; API Extractor brings a compiler that has.
  const ts = createRequire(createRequire(import.meta.url).resolve('@microsoft/api-extractor'))('typescript');
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const { options } = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.types.json'), {}, host);
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const { NoTruncation, InTypeAlias, UseStructuralFallback } = ts.TypeFormatFlags;
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .filter(({ flags }) => (flags & ts.SymbolFlags.TypeAlias) !== 0)
    .map((symbol) => {
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      const text = checker.typeToString(type, source, NoTruncation | InTypeAlias | UseStructuralFallback);
      return `export type ${symbol.name} = ${text};\n`;
    })
    .join('');
}

/** Leaves out two notices: which compiler API Extractor has, and that the report changed. */
function withoutNotices(message) {
  if (message.messageId.startsWith('console-')) message.logLevel = 'none';
}
