import { afterAll, afterEach, beforeAll } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import type {
  HostOptions,
  PowerShellHost,
  ScriptOptions,
  ScriptReply,
} from '../../../src/powershell/port.ts';
import { hostOptions, openWorkshop, type Workshop } from '../../support/programs/powershell.ts';

/** The reply of the fake's good behaviours. */
export const RESULT = { answer: 42, text: 'a{"}b\\' };

export interface AdapterUnderTest {
  name: string;
  make: (options: HostOptions) => PowerShellHost;
  /** A session runs commands one after the other in one process. */
  stays: boolean;
}

/** One host on a fake, and more if a test needs them; at the end no process may be left. */
export class Bench {
  readonly #make: AdapterUnderTest['make'];
  readonly #others: PowerShellHost[] = [];
  #open: { shop: Workshop; host: PowerShellHost } | null = null;

  /** Within a `describe`: sets up and removes everything. */
  constructor({ make }: AdapterUnderTest) {
    this.#make = make;
    beforeAll(() => {
      const shop = openWorkshop();
      this.#open = { shop, host: make(hostOptions(shop.fake())) };
    });
    afterEach(async () => {
      await Promise.all(this.#others.splice(0).map((other) => other.dispose()));
    });
    afterAll(async () => {
      await this.host.dispose();
      try {
        await this.shop.allGone();
      } finally {
        this.shop.killAll();
        this.shop.remove();
      }
    });
  }

  get shop(): Workshop {
    if (this.#open === null) throw new Error('not set up yet');
    return this.#open.shop;
  }

  get host(): PowerShellHost {
    if (this.#open === null) throw new Error('not set up yet');
    return this.#open.host;
  }

  another(executable: string, more: Partial<HostOptions> = {}): PowerShellHost {
    const other = this.#make(hostOptions(executable, more));
    this.#others.push(other);
    return other;
  }

  ask(behaviour: string, options: Partial<ScriptOptions> = {}, on = this.host): Promise<ScriptReply> {
    return on.run('Get-P2SMachine', { behaviour }, { deadlineMs: 20_000, ...options });
  }
}

/** What the run rejects with. */
export async function failure(run: Promise<unknown>): Promise<P2sError> {
  const error = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof P2sError)) throw new Error(`not a P2sError: ${String(error)}`);
  return error;
}
