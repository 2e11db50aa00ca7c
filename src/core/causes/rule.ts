import type { Stage, VerdictCode } from '../model/check.ts';
import { type MessageValue, type Phrase, say, sentences } from '../model/say.ts';
import type { NamedCommand } from '../options/table.ts';
import type { Trace } from './trace.ts';

/** Who can act, in the order of reports. */
export const OWNERS = [
  'administrator',
  'user',
  'proxy-team',
  'network-team',
  'vpn-team',
  'service-team',
] as const;
export type Owner = (typeof OWNERS)[number];

export const OWNER_NAMES: Readonly<Record<Owner, Phrase>> = {
  administrator: say('Administrator'),
  user: say('User'),
  'proxy-team': say('Proxy team'),
  'network-team': say('Network team'),
  'vpn-team': say('VPN team'),
  'service-team': say('Owner of the server'),
};

/** `Proxy team, Administrator`, in their order. */
export function namesOfOwners(owners: readonly Owner[]): MessageValue {
  return owners.map((owner) => OWNER_NAMES[owner]);
}

/** The owners that get a letter. */
export const TEAMS = ['proxy-team', 'network-team', 'vpn-team'] as const satisfies readonly Owner[];
export type Team = (typeof TEAMS)[number];

/** HTTP to the servers of revocation lists, answers and issuers, from a proxy or from this computer. */
export interface HttpAccess {
  readonly urls: readonly string[];
  readonly proxy: string | null;
  readonly isPost: boolean;
}

/** What one owner must do; `note` is what that owner has to know with it. */
export interface Step {
  readonly owner: Owner;
  /** A clause without a full stop: it follows the name of the owner. */
  readonly action: Phrase;
  /** Whole sentences to the reader of the report, who is the owner: its name is not before them. */
  readonly isSentence?: true;
  /** A whole sentence. */
  readonly note?: Phrase;
  /** The command that does it. */
  readonly command?: NamedCommand;
  /** What has to be let through: CONNECT or TCP to the gateway, or HTTP. */
  readonly access?: 'connect' | 'tcp' | HttpAccess;
}

/** A verdict, or one of its variants: `proxy-refused.takes-tls`. */
export type CauseCode = VerdictCode | `${VerdictCode}.${string}`;

/** What is wrong with a path, or that it works. */
export interface Cause {
  readonly code: CauseCode;
  /** The stage that decided; `null` for `reachable`. */
  readonly stage: Stage | null;
  readonly says: Phrase;
  readonly steps: readonly Step[];
}

/** What a cause says of a service (`verify URL`), where the words of a gateway do not fit. */
export interface ServiceWords {
  readonly says?: (trace: Trace, cause: Decided) => Phrase;
  readonly steps?: (trace: Trace) => readonly Step[];
}

/** A cause as its rule decides it: `stage` only where it is not the one that failed. */
export type Decided = Omit<Cause, 'stage'> & { readonly stage?: Stage; readonly service?: ServiceWords };

/** One object that decides a cause. */
export interface Rule<Seen> {
  readonly code: CauseCode;
  /** The cause; `null` if the rule does not apply. */
  readonly apply: (seen: Seen) => Decided | null;
}

type Missed = false | null | undefined;

/** Rules for one kind of trace. `when` gives the values of the sentence and of the steps. */
export function ruleFor<Seen>() {
  return <Values extends object>(given: {
    code: CauseCode;
    stage?: Stage;
    when: (seen: Seen) => Values | Missed;
    says: (values: Values) => Phrase;
    steps?: (values: Values) => readonly (Step | Missed)[];
    service?: ServiceWords;
  }): Rule<Seen> => ({
    code: given.code,
    apply: (seen) => {
      const values = given.when(seen);
      if (values === false || values === null || values === undefined) return null;
      const steps = given.steps?.(values) ?? [];
      return {
        code: given.code,
        ...(given.stage === undefined ? {} : { stage: given.stage }),
        ...(given.service === undefined ? {} : { service: given.service }),
        says: given.says(values),
        steps: steps.filter((one): one is Step => one !== false && one !== null && one !== undefined),
      };
    },
  });
}

export function step(owner: Owner, action: Phrase, ...notes: readonly (Phrase | false)[]): Step {
  const note = sentences(...notes);
  return note === '' ? { owner, action } : { owner, action, note };
}

/** `VPN team: check the gateway name. NOTE` */
export function stepText({ owner, action, note = '', isSentence }: Step): Phrase {
  if (isSentence) return action;
  return sentences(say('{owner}: {action}.', { owner: OWNER_NAMES[owner], action }), note);
}

/** A step of the proxy team, which has to let CONNECT to the gateway through. */
export function connectStep(action: Phrase, ...notes: readonly (Phrase | false)[]): Step {
  return { ...step('proxy-team', action, ...notes), access: 'connect' };
}

/** A step of the network team, which has to let TCP to the gateway through. */
export function tcpStep(action: Phrase, ...notes: readonly (Phrase | false)[]): Step {
  return { ...step('network-team', action, ...notes), access: 'tcp' };
}

/** A step of the team of the tunnel's route. */
export function routeStep(proxy: string | null, action: Phrase): Step {
  return proxy === null ? tcpStep(action) : connectStep(action);
}

/** A step of the team of a fetch's route. */
export function httpStep(access: HttpAccess, action: Phrase, ...notes: readonly (Phrase | false)[]): Step {
  return { ...step(access.proxy === null ? 'network-team' : 'proxy-team', action, ...notes), access };
}

/** The first rule that applies. The last one of a list always does. */
export function firstOf<Seen>(rules: readonly Rule<Seen>[], seen: Seen): Decided {
  for (const rule of rules) {
    const cause = rule.apply(seen);
    if (cause !== null) return cause;
  }
  throw new Error(`No rule applies: ${rules.at(-1)?.code}`);
}
