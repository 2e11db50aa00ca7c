import { describe, expect, it } from 'vitest';
import { outliving, RELAY_COMMAND } from '../../../src/powershell/relay.ts';

const NODE = 'C:\\Program Files\\nodejs\\node.exe';
const EXE = 'C:\\Program Files\\p2s-fix\\p2s-fix.exe';
const ARGS = ['-File', 'x.ps1'];

describe('a PowerShell that outlives this process', () => {
  it('is started by a Node of its own, or by the single executable', () => {
    const byNode = outliving('pwsh.exe', ARGS, { platform: 'win32', node: NODE, single: false });
    expect(byNode).toMatchObject({ file: NODE, detached: true });
    expect([byNode.args[0], ...byNode.args.slice(2)]).toEqual(['-e', 'pwsh.exe', ...ARGS]);
    expect(outliving('pwsh.exe', ARGS, { platform: 'win32', node: EXE, single: true })).toEqual({
      file: EXE,
      args: [RELAY_COMMAND, 'pwsh.exe', ...ARGS],
      detached: true,
    });
  });

  it('is a child like any other elsewhere', () => {
    const child = { file: 'pwsh', args: ARGS, detached: false };
    expect(outliving('pwsh', ARGS, { platform: 'linux', node: '/usr/bin/node', single: true })).toEqual(
      child,
    );
    expect(outliving('pwsh', ARGS, { platform: 'win32', node: 'C:\\other.exe', single: false })).toEqual(
      child,
    );
  });
});
