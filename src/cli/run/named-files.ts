import type { Invocation } from '../invocation.ts';

/** The files and folders that a command line names, as typed. */
export function namedFiles(invocation: Invocation): string[] {
  const { machines, out, profiles, pacFile, transcript, desired, ca, stateDir, plan, fleet } = invocation;
  const { reports, logFile, powershell } = invocation;
  return [
    ...[...machines, ...profiles, ...reports],
    ...[out, pacFile, transcript, desired, ca, stateDir, plan, logFile],
    // The name of a program, such as pwsh, is no file.
    powershell !== null && /[\\/]/.test(powershell) ? powershell : null,
    ...(fleet === null ? [] : [fleet.computers, fleet.only, fleet.again, fleet.sshKey]),
    ...(fleet?.action === 'report' ? fleet.names : []),
  ].filter((file): file is string => file !== null && file !== '');
}
