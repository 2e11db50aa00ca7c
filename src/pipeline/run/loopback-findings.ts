import type { Assessment } from '../../core/decide/assess.ts';
import { type Listener, listenerBehind, loopbackProxies } from '../../core/findings/settings/loopback.ts';
import { isScriptRefusal } from '../../core/model/errors.ts';
import type { Machine } from '../../machine/port.ts';
import type { RunContext } from './run.ts';

const DEADLINE_MS = 30_000;

/**
 * Reports proxies on loopback and the process that listens on each: an agent that runs only during a user session.
 */
export async function reportLoopback(
  context: RunContext,
  machine: Machine,
  { stores, winInet }: Assessment,
): Promise<void> {
  const inPlay = stores.filter((store) => store.api === 'winhttp' || store.id === winInet?.id);
  const proxies = loopbackProxies(inPlay);
  if (proxies.length === 0) return;
  const listeners = await listenersOf(
    machine,
    proxies.map(({ port }) => port),
  );
  for (const { store, host, port } of proxies) {
    const behind = listeners === null ? null : listenerBehind(listeners, { host, port });
    const evidence = {
      host,
      port,
      known: listeners !== null,
      listening: behind !== null,
      process: behind?.process ?? null,
      pid: behind?.pid ?? null,
    };
    const severity = listeners !== null && behind === null ? 'warning' : 'info';
    context.emit({ type: 'finding', finding: { code: 'loopback-proxy', severity, store, evidence } });
  }
}

/** `null` if no machine can be asked. */
async function listenersOf(machine: Machine, ports: readonly number[]): Promise<Listener[] | null> {
  try {
    return (await machine.listeners([...new Set(ports)], DEADLINE_MS))?.listeners ?? null;
  } catch (error) {
    if (isScriptRefusal(error)) return null;
    throw error;
  }
}
