import { INTERNET_SETTINGS } from '../model/locations.ts';
import { command, say } from '../model/say.ts';
import { pastedCommand } from '../options/follow-ups.ts';
import type { NamedCommand } from '../options/table.ts';

/**
 * Two commands that export what decides, each with its subkeys: the VPN user runs them, in any shell and without
 * elevation. `/reg:64` because the VPN service is 64-bit and the shell may be 32-bit.
 */
const USER_KEY = `HKCU\\${INTERNET_SETTINGS}`;
const COMPUTER_KEY = `HKLM\\${INTERNET_SETTINGS.replace('Software', 'SOFTWARE')}`;
const USER_COMMAND = { words: ['reg', 'export', USER_KEY, 'user.reg', '/y'] };
const COMPUTER_COMMAND = { words: ['reg', 'export', COMPUTER_KEY, 'computer.reg', '/y', '/reg:64'] };
export const EXPORTS_OF_KEYS: readonly NamedCommand[] = [USER_COMMAND, COMPUTER_COMMAND];
/** The same, a line each. */
export const EXPORT_COMMANDS = EXPORTS_OF_KEYS.map((one) => pastedCommand(one)).join('\n');

/** The next step when a recording lacks a key. */
export const EXPORT_NEXT = say(
  'As the VPN user, export both keys there, with {userCommand} and with {computerCommand}. Then name both files: {command}',
  {
    userCommand: USER_COMMAND,
    computerCommand: COMPUTER_COMMAND,
    command: command('audit', { machine: ['user.reg', 'computer.reg'] }),
  },
);
