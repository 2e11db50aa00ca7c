import type { LocalEvidence, LoggedEvent } from '../../../src/core/evidence/local-evidence.ts';

/**
 * Events in the form of Windows. RasClient: message table of mprmsg.dll, the values CoId, user, connection, code.
 * RasSstp: the manifest of Microsoft-Windows-RasSstp, the values CoId and a status, two hashes, or a text of the
 * system.
 */
export const COID = '{FACCBEE1-58E9-4867-B9E7-0E7D94DC40C9}';
export const OTHER_COID = '{D7F76690-EE1C-42E0-9781-C808D1706B4A}';

/** This many minutes before the hour of the sample machines. */
export function at(minutesAgo: number): string {
  return new Date(Date.UTC(2026, 10, 25, 10) - minutesAgo * 60_000).toISOString();
}

interface Logged {
  minutesAgo?: number;
  coId?: string;
  connection?: string;
}

export function rasClient(id: number, code: string | null, logged: Logged = {}): LoggedEvent {
  const { minutesAgo = 10, coId = COID, connection = 'Contoso VPN' } = logged;
  const data = [coId, 'CONTOSO\\user', connection, ...(code === null ? [] : [code])];
  return { log: 'Application', provider: 'RasClient', id, at: at(minutesAgo), data };
}

export function rasSstp(
  id: number,
  values: LoggedEvent['data'] = [],
  { minutesAgo = 10, coId = COID }: Logged = {},
): LoggedEvent {
  const provider = 'Microsoft-Windows-RasSstp';
  return { log: 'System', provider, id, at: at(minutesAgo), data: [coId, ...values] };
}

/** The evidence of a machine that could read everything. */
export function localEvidence(more: Partial<LocalEvidence> = {}): LocalEvidence {
  return {
    unavailable: null,
    logs: [
      { name: 'System', state: 'read', hresult: null },
      { name: 'Application', state: 'read', hresult: null },
    ],
    events: [],
    certificates: { state: 'read', hresult: null, own: [], omitted: 0, issuers: [], unread: [] },
    crlCaches: [
      { account: 'user', state: 'present', files: [], omitted: false },
      { account: 'S-1-5-19', state: 'unseen', files: [], omitted: false },
    ],
    ...more,
  };
}
