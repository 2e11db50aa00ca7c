/** Files of the state folder that the automatic rollback of an unconfirmed change needs. */
export const RESTORE_FILES = {
  script: 'put-back.ps1',
  request: 'put-back.json',
  task: 'put-back-task.xml',
} as const;

/**
 * The task that rolls a change back, as the text of an XML file (schema 1.3 of Task Scheduler, stored as UTF-16).
 * It runs as SYSTEM at the deadline, or as soon as the computer is on after it. In case another run holds the lock
 * or Windows denies a value, it repeats every five minutes for an hour, then every hour while the change exists.
 * It runs the script and request in the state folder, where only administrators can write, with Windows
 * PowerShell. The rollback removes the task.
 *
 * @param folder the state folder, as Windows spells it
 * @param deadline ISO 8601 in UTC
 */
export function restoreTaskXml(folder: string, deadline: string): string {
  const file = (name: string) => escaped(`${folder}\\${name}`);
  const script = `&quot;${file(RESTORE_FILES.script)}&quot;`;
  const request = `&quot;${file(RESTORE_FILES.request)}&quot;`;
  return [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.3" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <RegistrationInfo>',
    '    <Author>p2s-fix</Author>',
    '    <Description>Rolls back an unconfirmed change of the proxy settings.</Description>',
    '  </RegistrationInfo>',
    '  <Triggers>',
    ...trigger(deadline, ['<Interval>PT5M</Interval>', '<Duration>PT1H</Duration>']),
    // Without a duration, it repeats without end.
    ...trigger(deadline, ['<Interval>PT1H</Interval>']),
    '  </Triggers>',
    '  <Principals>',
    '    <Principal id="System">',
    '      <UserId>S-1-5-18</UserId>',
    '      <RunLevel>HighestAvailable</RunLevel>',
    '    </Principal>',
    '  </Principals>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
    '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
    '    <StartWhenAvailable>true</StartWhenAvailable>',
    '    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>',
    '    <ExecutionTimeLimit>PT10M</ExecutionTimeLimit>',
    '  </Settings>',
    '  <Actions Context="System">',
    '    <Exec>',
    '      <Command>%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe</Command>',
    `      <Arguments>-NoProfile -NonInteractive -ExecutionPolicy Bypass -File ${script} -RequestFile ${request}</Arguments>`,
    '    </Exec>',
    '  </Actions>',
    '</Task>',
    '',
  ].join('\r\n');
}

/** The order of the elements is significant. */
function trigger(deadline: string, repetition: readonly string[]): string[] {
  return [
    '    <TimeTrigger>',
    '      <Enabled>true</Enabled>',
    `      <StartBoundary>${deadline.replace(/\.\d+Z$/, 'Z')}</StartBoundary>`,
    '      <Repetition>',
    ...repetition.map((line) => `        ${line}`),
    '      </Repetition>',
    '    </TimeTrigger>',
  ];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
