import { afterEach, beforeEach } from 'vitest';
import { waitFor } from '../support/ports.ts';

interface Closable {
  close(): Promise<void>;
}

/** Closes everything that a test opened, newest first, and waits until none of its TCP connections is left. */
export function closeAfterEach(): <T extends Closable>(opened: T) => T {
  const open: Closable[] = [];
  // Test files share the process: what another one left open is no fault of this one.
  let before = 0;
  beforeEach(() => {
    before = sockets();
  });
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
    await waitFor('every socket to be gone', () => (sockets() > before ? undefined : true));
  });
  return (opened) => {
    open.push(opened);
    return opened;
  };
}

function sockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}
