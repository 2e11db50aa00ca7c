import { copyFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { startPlain } from '../../path/gateways.ts';
import { tempFolder } from '../../support/files.ts';
import { Random } from '../../support/fuzz/random.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { freePort } from '../../support/ports.ts';
import { runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { commandsIn, ofApply, optionsIn } from '../../support/texts/named-commands.ts';
import { NSS_WRAPPER, type PrivateNames, privateNames } from '../../support/texts/names.ts';

const GATEWAY = 'vpn.contoso.example';
const PROXY = 'proxy.contoso.example';
const LISTS = 'pki.contoso.example';
/** A name that only the proxies resolve. */
const INSIDE = 'inside.contoso.example';
const CALL = { timeoutMs: 60_000 };

const closing: { close(): Promise<void> }[] = [];
const keep = <T extends { close(): Promise<void> }>(one: T): T => {
  closing.push(one);
  return one;
};
let folder: string;
let names: PrivateNames;
let gateway: { host: string; port: number };
let proxies: Record<'good' | 'cuts' | 'dead', string>;
const caFile = () => join(folder, 'ca.pem');

beforeAll(async () => {
  const made = await tempFolder();
  folder = made.path;
  closing.push({ close: made.remove });
  names = keep(await privateNames({ [GATEWAY]: '127.0.0.1', [PROXY]: '127.0.0.1' }));
  const ca = await createCa();
  const lists = keep(
    await startCrlServer({ resources: { '/a.crl': { body: await ca.crl('intermediate') } } }),
  );
  const crlUrls = [`http://${LISTS}:${lists.port}/a.crl`];
  const { key, cert } = await ca.issue({ names: [GATEWAY, INSIDE], crlUrls });
  await writeFile(caFile(), ca.root.pem);
  gateway = keep(await startGateway({ key, cert, maxVersion: 'TLSv1.2' }));
  const hosts = {
    [GATEWAY]: { host: '127.0.0.1', port: gateway.port },
    [INSIDE]: { host: '127.0.0.1', port: gateway.port },
    [LISTS]: { host: '127.0.0.1', port: lists.port },
  };
  const good = keep(await startProxy({ hosts }));
  // Grants CONNECT, and ends the connection after the handshake.
  const cuts = keep(
    await startPlain((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        const far = net.connect(gateway.port, '127.0.0.1');
        far.on('error', () => socket.destroy());
        socket.once('close', () => far.destroy());
        far.pipe(socket);
        socket.on('data', (bytes) => {
          if (bytes[0] === 0x17) socket.resetAndDestroy();
          else far.write(bytes);
        });
      });
    }),
  );
  const at = (port: number) => `${PROXY}:${port}`;
  proxies = { good: at(good.port), cuts: at(cuts.port), dead: at(await freePort()) };
});
afterAll(async () => {
  for (const one of closing.reverse()) await one.close();
});

/** The texts of a report that name a next step for its paths. */
function reportedBy({ verdicts, checks, requests }: ReportDocument): string[] {
  return [
    ...verdicts.flatMap((verdict) => {
      const { message, next } = ENGLISH.verdict(verdict, checks);
      return [message, next ?? ''];
    }),
    ...requests.map(({ en }) => en),
  ];
}

describe.skipIf(skipWithout(NSS_WRAPPER))('the commands that the verdicts and requests name', () => {
  const seeds = Array.from({ length: 8 }, (_, at) => at + 1);

  it.each(seeds)(
    'path %i: are carried out by the program, and then an apply succeeds',
    { timeout: 120_000 },
    async (seed) => {
      const random = new Random(seed);
      const setting = () => random.pick(['direct', 'good', 'good', 'cuts', 'dead'] as const);
      const [inet, http] = [setting(), setting()];
      const host = random.pick([GATEWAY, GATEWAY, INSIDE]);
      const proxyOf = (of: typeof inet) => (of === 'direct' ? '' : proxies[of]);
      const file = join(folder, `${seed}.reg`);
      const blob = inet === 'direct' ? { flags: 1 } : { flags: 3, proxy: proxyOf(inet) };
      await writeFile(file, machineText(blob, {}, proxyOf(http)));
      const state = ['--state-dir', join(folder, `state-${seed}`)];
      const shared = ['--probe', '--gateway', `${host}:${gateway.port}`, '--ca', caFile(), '--deadline', '6'];
      const call = ['audit', '--machine', file, ...shared, ...state];
      const run = (words: readonly string[]) =>
        runJson(words, { ...CALL, env: { ...process.env, ...names.env } });
      const audited = await run(call);
      const texts = reportedBy(audited);
      const where = JSON.stringify({
        inet,
        http,
        host,
        verdicts: audited.verdicts.map(({ verdict }) => verdict),
      });

      for (const option of new Set(texts.flatMap(optionsIn))) {
        // An option that the call already has gets the new value.
        const rest = call.filter((word, at) => word !== option && call[at - 1] !== option);
        const value = option === '--compare-direct' ? [] : option === '--ca' ? [caFile()] : ['8'];
        expect([where, option, (await run([...rest, option, ...value])).error ?? null]).toEqual([
          where,
          option,
          null,
        ]);
      }
      const commands = new Map(texts.flatMap(commandsIn).map((words) => [words.join(' '), words]));
      for (const [text, words] of commands) {
        if (!ofApply(words)) {
          const ca = words.some((word) => word.startsWith('--ca')) ? [] : ['--ca', caFile()];
          const deadline = words.some((word) => word.startsWith('--deadline')) ? [] : ['--deadline', '6'];
          const done = await run([...words, ...ca, ...deadline]);
          expect([where, text, done.error ?? null]).toEqual([where, text, null]);
          continue;
        }
        const copy = join(folder, `${seed}-copy.reg`);
        await copyFile(file, copy);
        const own = words.map((word) => (word === file ? copy : word === state[1] ? `${word}-copy` : word));
        const there = own.includes('--machine')
          ? own
          : [...own, '--machine', copy, '--in-place', ...shared, '--state-dir', `${state[1]}-copy`];
        const applied = await run(there);
        expect([where, text, applied.error ?? null, applied.exitCode]).toEqual([where, text, null, 0]);
        const again = await run(['audit', '--machine', copy, ...shared, '--state-dir', `${state[1]}-copy`]);
        expect([where, again.verdicts.map(({ verdict }) => verdict)]).toEqual([where, ['reachable']]);
      }
    },
  );
});
