/** Files of the state folder that a change which waits to be confirmed needs to go back by itself. */
export const RESTORE_FILES = {
  script: 'put-back.ps1',
  request: 'put-back.json',
  task: 'put-back-task.xml',
} as const;

/**
 * The task that puts a change back, as the text of an XML file (schema 1.3 of Task Scheduler, stored as UTF-16): as SYSTEM
 * at the deadline, or as soon after it as the machine is on; in case another run is at work just then, or Windows denies a
 * value, every five minutes for an hour and every hour after that, as long as the change is there. The command is Windows PowerShell's with the script and the request that lie in the state folder, where only
 * administrators can write. The change that it undoes takes the task away.
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
    // Without a duration it never ends.
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

/** In each, the order of the elements counts. */
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
