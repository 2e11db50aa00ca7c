import { INTERNET_SETTINGS } from '../model/locations.ts';
import { command, say } from '../model/say.ts';

/**
 * Two commands that export what decides, each with its subkeys: the VPN user runs them, in any shell and without
 * elevation. `/reg:64` because the VPN service is 64-bit and the shell may be 32-bit.
 */
const USER_COMMAND = `reg export "HKCU\\${INTERNET_SETTINGS}" user.reg /y`;
const COMPUTER_COMMAND = `reg export "HKLM\\${INTERNET_SETTINGS.replace('Software', 'SOFTWARE')}" computer.reg /y /reg:64`;
export const EXPORT_COMMANDS = `${USER_COMMAND}\n${COMPUTER_COMMAND}`;

/** The next step when a recording lacks a key. */
export const EXPORT_NEXT = say(
  'As the VPN user, export both keys there, with {userCommand} and with {computerCommand}. Then name both files: {command}',
  {
    userCommand: USER_COMMAND,
    computerCommand: COMPUTER_COMMAND,
    command: command('audit', { machine: ['user.reg', 'computer.reg'] }),
  },
);
