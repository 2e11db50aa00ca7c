// Writes the declarations of the public API as one file, by API Extractor, and the report of its surface that a
// test compares.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

/**
 * @param {string} root the project
 * @param {string} target the file of the declarations
 */
export function buildTypes(root, target) {
  const types = join(root, 'build/types');
  // Declarations of sources that are gone have no source to read.
  rmSync(types, { recursive: true, force: true });
  // Checked by `npm run types`; here they are only written.
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['-p', 'tsconfig.types.json', '--noCheck', '--singleThreaded', '--outDir', types];
  execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
  writeOutSchemas(root, types);
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

/**
 * Types that come from schemas, member by member with their descriptions: a user of the declarations need not have the
 * library of the schemas.
 */
function writeOutSchemas(root, types) {
  // TypeScript 7 has no such interface; API Extractor brings a compiler that has.
  const ts = createRequire(createRequire(import.meta.url).resolve('@microsoft/api-extractor'))('typescript');
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const { options } = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.types.json'), {}, host);
  const declared = readdirSync(types, { recursive: true }).filter((file) => file.endsWith('.d.ts'));
  const inferring = declared.filter((file) => readFileSync(join(types, file), 'utf8').includes('z.infer<'));
  const sourceOf = (file) => join(root, 'src', file.replace(/\.d\.ts$/, '.ts'));
  const program = ts.createProgram(inferring.map(sourceOf), options);
  const { textOf, textOfMembers, named } = typePrinter(ts, program.getTypeChecker());
  for (const file of inferring) {
    const source = program.getSourceFile(sourceOf(file));
    const isSchemas = source.statements.some(
      (one) => ts.isImportDeclaration(one) && !one.importClause.isTypeOnly && /'zod'/.test(one.getText()),
    );
    if (isSchemas) {
      const aliases = source.statements.filter((one) => ts.isTypeAliasDeclaration(one) && isExported(one));
      const written = aliases.map(({ name }) => `export type ${name.text} = ${textOf(name)};\n`);
      writeFileSync(join(types, file), written.join(''));
      continue;
    }
    let text = readFileSync(join(types, file), 'utf8').replace(/^import type \* as z .*\n/m, '');
    const visit = (node) => {
      if (ts.isTypeReferenceNode(node) && node.typeName.getText() === 'z.infer')
        text = text.replaceAll(node.getText(), () => textOfMembers(node));
      else ts.forEachChild(node, visit);
    };
    named.clear();
    visit(source);
    for (const [name, from] of named) {
      const isKnown = source.locals.has(name);
      if (!isKnown) text = `import type { ${name} } from '${relativePath(source.fileName, from)}';\n${text}`;
    }
    writeFileSync(join(types, file), text);
  }
}

function relativePath(from, to) {
  const path = relative(dirname(from), to).replaceAll(sep, '/').replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

function isExported({ modifiers = [] }) {
  return modifiers.some((one) => one.getText() === 'export');
}

function typePrinter(ts, checker) {
  const { NoTruncation, InTypeAlias, UseStructuralFallback } = ts.TypeFormatFlags;
  /** The file of each type that is printed by its name. */
  const named = new Map();
  const whole = (type) =>
    checker.typeToString(type, undefined, NoTruncation | InTypeAlias | UseStructuralFallback);
  const plain = (type) => {
    const [declared] = type.aliasSymbol?.declarations ?? [];
    if (declared !== undefined && isExported(declared)) {
      named.set(type.aliasSymbol.name, declared.getSourceFile().fileName);
      return type.aliasSymbol.name;
    }
    return type.origin?.types === undefined ? whole(type) : type.origin.types.map(plain).join(' | ');
  };
  const print = (type) => {
    const objects = type.isUnion() ? type.types.filter(({ flags }) => flags & ts.TypeFlags.Object) : [];
    if (objects.length === 1) {
      const rest = type.types.filter((one) => one !== objects[0] && !(one.flags & ts.TypeFlags.Undefined));
      return [...objects.map(print), ...rest.map(plain)].join(' | ');
    }
    if (checker.isArrayType(type)) {
      const [of] = checker.getTypeArguments(type);
      const isReadonly = plain(type).startsWith('readonly ');
      return `${isReadonly ? 'readonly ' : ''}${of.isUnion() ? `(${print(of)})` : print(of)}[]`;
    }
    const members = checker.getPropertiesOfType(type);
    const isObject = type.flags & ts.TypeFlags.Object && members.length > 0;
    return isObject ? `{\n${members.map(member).join('')}}` : plain(type);
  };
  const member = (symbol) => {
    const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const type = checker.getTypeOfSymbol(symbol);
    const text = print(type).replace(isOptional ? / \| undefined$/ : '', '');
    return `${description(symbol)}${symbol.name}${isOptional ? '?' : ''}: ${text};\n`;
  };
  const description = (symbol) => {
    const [declaration] = symbol.declarations ?? [];
    const comment = ts.displayPartsToString(symbol.getDocumentationComment(checker));
    const described = /\.describe\(\s*(['"])(.*)\1,?\s*\)$/.exec(
      declaration?.initializer?.getText() ?? '',
    )?.[2];
    const text = [comment, described].filter(Boolean).join(' ');
    return text === '' ? '' : `/** ${text} */\n`;
  };
  return {
    textOf: (name) => whole(checker.getDeclaredTypeOfSymbol(checker.getSymbolAtLocation(name))),
    textOfMembers: (node) => print(checker.getTypeFromTypeNode(node)),
    named,
  };
}

/** Leaves out two notices: which compiler API Extractor has, and that the report changed. */
function withoutNotices(message) {
  if (message.messageId.startsWith('console-')) message.logLevel = 'none';
}
