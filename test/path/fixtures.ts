import { afterEach } from 'vitest';
import { waitFor } from '../support/ports.ts';

interface Closable {
  close(): Promise<void>;
}

/** Closes everything that a test opened, newest first, and waits until this process has no TCP connection. */
export function closeAfterEach(): <T extends Closable>(opened: T) => T {
  const open: Closable[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
    await waitFor('every socket to be gone', () =>
      process.getActiveResourcesInfo().includes('TCPSocketWrap') ? undefined : true,
    );
  });
  return (opened) => {
    open.push(opened);
    return opened;
  };
}
