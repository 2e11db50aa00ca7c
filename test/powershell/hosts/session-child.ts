import { SessionHost } from '../../../src/powershell/open.ts';
import { hostOptions } from '../../support/programs/powershell.ts';

/** `EXECUTABLE`: prints what one run of a session gives, and the variable that names another executable. */
const host = new SessionHost(hostOptions(process.argv[2] ?? ''));
const { result } = await host.run('Get-P2SMachine', { behaviour: 'good' }, { deadlineMs: 20_000 });
await host.dispose();
process.stdout.write(JSON.stringify({ ...(result as object), variable: process.env.NODE_POWERSHELL }));
