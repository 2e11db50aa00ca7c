import { describe, expect, it } from 'vitest';
import { launcherOf, type Start } from '../../src/cli/launcher.ts';
import { asStarted } from '../../src/core/model/command-text.ts';

const START: Start = {
  started: '/home/user/p2s-fix/dist/cli.js',
  env: {},
  cwd: '/home/user/p2s-fix',
  platform: 'linux',
  readText: () => null,
};
const NPX = '/home/user/.npm/_npx/b34a283b0b00895d/node_modules/.bin/p2s-fix';
const byNpx = (...packages: unknown[]) => ({
  started: NPX,
  readText: () => JSON.stringify({ _npx: { packages } }),
});
const byNpm = (name: string) => ({ env: { npm_lifecycle_event: 'start', npm_package_name: name } });
const onWindows = (started: string, cwd: string) => ({ started, cwd, platform: 'win32' as const });

describe('how the program is started again', () => {
  it.each<[string, Partial<Start>, string | null]>([
    ['in a clone', {}, 'node dist/cli.js'],
    ['below a clone', { cwd: '/home/user' }, 'node p2s-fix/dist/cli.js'],
    ['in a clone on Windows', onWindows('C:\\p\\dist\\cli.js', 'C:\\p'), 'node dist\\cli.js'],
    ['outside of the clone', { cwd: '/home/other' }, 'node /home/user/p2s-fix/dist/cli.js'],
    ['on another drive', onWindows('D:\\p p\\dist\\cli.js', 'C:\\'), 'node "D:\\p p\\dist\\cli.js"'],
    ['by npm start', byNpm('p2s-fix'), 'npm start --'],
    ['by the npm start of another package', byNpm('app'), 'node dist/cli.js'],
    ['by npx', byNpx('./p2s-fix-0.1.0.tgz'), 'npx ./p2s-fix-0.1.0.tgz'],
    ['by npx, from a folder with a blank', byNpx('./a b.tgz'), 'npx "./a b.tgz"'],
    ['by npx with a cache that cannot be read', { started: NPX }, `node ${NPX}`],
    ['by npx with several packages', byNpx('a', 'b'), `node ${NPX}`],
    ['installed', { started: '/usr/lib/node_modules/p2s-fix/dist/cli.js' }, null],
    ['installed, by its link', { started: '/usr/bin/p2s-fix' }, null],
  ])('%s', (_, more, launcher) => expect(launcherOf({ ...START, ...more })).toBe(launcher));

  it('is how a printed command begins, and prose stays as it is', () => {
    const line = 'Run p2s-fix --apply, or p2s-fix verify HOST: p2s-fix keeps a backup (~/p2s-fix --x).';
    expect(asStarted(line, 'npm start --')).toBe(
      'Run npm start -- --apply, or npm start -- verify HOST: p2s-fix keeps a backup (~/p2s-fix --x).',
    );
    expect(asStarted(line, undefined)).toBe(line);
  });
});
