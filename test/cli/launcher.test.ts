import { describe, expect, it } from 'vitest';
import { launcherOf, type Start } from '../../src/cli/main.ts';
import { command, IN_ENGLISH, say } from '../../src/core/model/say.ts';
import { textsOf } from '../../src/report/text/texts.ts';

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
    const line = say('Run {command}: p2s-fix keeps a backup.', { command: command('apply') });
    const { words } = textsOf('en', IN_ENGLISH, 'npm start --');
    expect(words(line)).toBe('Run npm start -- --apply: p2s-fix keeps a backup.');
    expect(words({ words: ['reg', 'import', 'a b.reg'] })).toBe('reg import "a b.reg"');
  });
});
