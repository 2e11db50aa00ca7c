import type { Random } from '../../support/fuzz/random.ts';
import { desiredFor } from '../../support/stories/runs.ts';
import { type Network, PORTALS, type Surroundings } from './network.ts';
import { Laptop } from './scene.ts';

export interface MoveFigures {
  moves: number;
  /** Runs that set the proxy, that cleared it, and that left it alone because somebody reverted it. */
  set: number;
  cleared: number;
  leftAlone: number;
  /** Runs that were cancelled or killed. */
  ended: number;
}

const ANOTHER_DESIRED = desiredFor({
  kind: 'proxy',
  servers: [{ scheme: 'all', host: '127.0.0.1', port: 9 }],
  bypass: null,
});
const POLICIES = ['none', 'none', 'none', 'takes-away', 'sets', 'replaces'] as const;
const VIEWS = ['winhttp/native', 'winhttp/wow64'] as const;
const OTHER = { host: 'old.contoso.example', port: 3128 };

/**
 * Moves a laptop between networks, lets other programs write its setting now and then, and runs the schedule after
 * each move. Throws if a run ends with a proxy that does not answer, or without one that works.
 */
export async function makeMoves(network: Network, random: Random, moves: number): Promise<MoveFigures> {
  const laptop = await new Laptop(network).prepare(OTHER);
  // Short, because there are a thousand moves.
  laptop.noReplyMs = 400;
  const proxy = `${network.host}:${network.port}`;
  const isUsers = async () => {
    const set = (await laptop.settings('wininet/current/lan'))?.proxy;
    return set?.enabled === true && set.servers[0]?.host === network.host;
  };
  const figures: MoveFigures = { moves, set: 0, cleared: 0, leftAlone: 0, ended: 0 };
  // Half of the time no other program writes; otherwise the same policy for a while.
  let policy: 'none' | 'takes-away' | 'sets' | 'replaces' = 'none';
  /** A run set or found the proxy as its own, and its history still exists; otherwise the proxy is not ours. */
  let isKnown = false;
  try {
    for (let at = 0; at < moves; at++) {
      if (random.chance(5)) policy = random.pick(POLICIES);
      const surroundings = somewhere(random);
      network.enter(surroundings);
      const before = (await laptop.views()).find((one) => one !== null) ?? null;
      const view = random.pick([null, null, 'winhttp/native', 'winhttp/wow64'] as const);
      if (policy === 'takes-away' && before !== null && random.chance(70))
        await laptop.others('direct', null, view);
      if (policy === 'sets' && before === null && random.chance(70))
        await laptop.others({ host: network.host, port: network.port }, null, view);
      // The same proxy with another bypass list, at the office and elsewhere.
      if (policy === 'replaces' && random.chance(70))
        await laptop.others({ host: network.host, port: network.port });
      // With another desired state, our own proxy is recognized from the history.
      const isOtherDesired = random.chance(10);
      const more = isOtherDesired ? { desired: ANOTHER_DESIRED } : {};
      if (random.chance(10)) {
        const isCleared = (await laptop.views()).every((one) => one === null) && !(await isUsers());
        if (isCleared && random.chance(50) && laptop.forget()) isKnown = false;
        const at = random.pick(['schedule-move', 'change-result', 'gateways'] as const);
        await laptop.runUntil(at, random.pick(['cancelled', 'killed']), more);
        figures.ended += 1;
        continue;
      }
      const document = await laptop.run(more);
      const views = await laptop.views();
      const move = document.schedule?.run?.move;
      const what = `move ${at}, ${surroundings}, policy ${policy}: ${JSON.stringify(document.schedule?.run)}`;
      if (document.error !== undefined || move == null) throw new Error(what);
      const answers = surroundings === 'proxy' || surroundings === 'sign-in';
      if (move.act === 'align' && !isOtherDesired && views.includes(proxy)) isKnown = true;
      const isTheirs = isOtherDesired && !isKnown && move.why === 'not-ours';
      for (const after of views) {
        if (after !== null && !answers && !isTheirs)
          throw new Error(`${what} leaves ${after}, which does not answer`);
        if (after !== null && after !== proxy) throw new Error(`${what} leaves ${after}`);
      }
      if ((await isUsers()) && !answers)
        throw new Error(`${what} leaves the user a proxy which does not answer`);
      const { undone = null, changed = [] } = document.schedule?.run ?? {};
      const alone = undone?.leftAlone === true ? undone.stores : [];
      const written = changed.filter((store) => store.startsWith('winhttp/'));
      const isWritten = written.length > 0;
      const lacking = VIEWS.filter((store, i) => views[i] === null && !alone.includes(store));
      if (surroundings === 'proxy' && lacking.length > 0 && !isOtherDesired)
        throw new Error(`${what} does not set ${lacking}`);
      if (move.why === 'left-alone' && alone.length === 0)
        throw new Error(`${what} leaves alone for no reason`);
      if (move.act === 'align' && written.some((store) => alone.includes(store)))
        throw new Error(`${what} sets what it leaves alone`);
      if (move.why === 'left-alone') figures.leftAlone += 1;
      // An administrator ends the policy, and applies the desired settings by hand.
      if (alone.length > 0 && random.chance(50)) {
        policy = 'none';
        await laptop.others({ host: network.host, port: network.port });
        laptop.hours += 24;
      }
      if (isWritten) figures[move.act === 'clear' ? 'cleared' : 'set'] += 1;
      laptop.hours += random.below(3);
    }
    return figures;
  } finally {
    await laptop.remove();
  }
}

/** A run without a reply takes as long as the deadline, so it is rare. */
function somewhere(random: Random): Surroundings {
  if (random.chance(1)) return 'silent';
  if (random.chance(35)) return 'proxy';
  if (random.chance(30)) return random.pick(['gone', 'reset']);
  return random.chance(10) ? 'sign-in' : random.pick(PORTALS);
}
