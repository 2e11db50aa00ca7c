import { type Shell, shellOf } from '../core/model/command-text.ts';
import type { Ports } from '../pipeline/run/ports.ts';

/** The ports of a browser: no Windows, no environment, no process; a clock and cryptographic random bytes. */
export function pagePorts(locale: string): Ports {
  return {
    platform: 'linux',
    arch: 'unknown',
    windowsBuild: null,
    env: {},
    wallClock: () => new Date(),
    now: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    uuid: () => globalThis.crypto.randomUUID(),
    randomBytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
    locale: () => locale,
    standardInput: () => {
      throw new Error('A page has no standard input.');
    },
    scriptsDir: '/scripts/',
    program: null,
    folders: (byPowerShell) => byPowerShell,
    eventLog: (byPowerShell) => byPowerShell,
    tasks: (bySchtasks) => bySchtasks,
  };
}

/** The shell of the computer on which the page is open. */
export function pageShell(): Shell {
  return shellOf(/Windows/.test(globalThis.navigator?.userAgent ?? '') ? 'win32' : 'other');
}
