import { describe, expect, it } from 'vitest';
import { StageFailure } from '../../../../src/path/transport/failure.ts';
import { startLifetime } from '../../../../src/path/transport/lifetime.ts';
import { askForPage, withPage } from '../../../../src/path/tunnel/page.ts';
import { failureOf } from '../../stage-failure.ts';
import { during, passing, peerWith, type Reply } from './scripted-transport.ts';

/** The form of a sign-in: 20 characters are enough. */
const PASSWORD = '<input type=password>';
const head = (status: string, ...fields: string[]) => [`HTTP/1.1 ${status}`, ...fields, '', ''].join('\r\n');

/** The page of a host that gives these replies to a GET. */
async function asked(replies: Reply[], { host = 'a.example', deadlineMs = 1_000_000 } = {}) {
  const peer = peerWith([replies]);
  const page = await during(async (whole) => {
    const found = await askForPage(host, whole, async (part) => ({ stream: part.adopt(peer.stream) }));
    expect(peer.stream.destroyed).toBe(true);
    return found;
  }, deadlineMs);
  return { page, peer };
}

describe('the request for a page', () => {
  it('is an ordinary one, on a connection that is closed', async () => {
    const { page, peer } = await asked([head('200 x', 'Content-Length: 0')]);
    expect(peer.sent).toBe(
      'GET / HTTP/1.1\r\nHost: a.example\r\nAccept: text/html\r\nConnection: close\r\n\r\n',
    );
    expect(page).toEqual({ httpStatus: 200, signIn: false, elsewhere: false });
    expect(peer.stream.destroyed).toBe(true);
    expect((await asked([null], { host: '2001:db8::1' })).peer.sent).toContain('\r\nHost: [2001:db8::1]\r\n');
  });

  it.each<[string, Reply[], boolean]>([
    ['to the end of the connection', [`${head('200 x')}<p>`, PASSWORD, null], true],
    ['in parts', [head('200 x'), PASSWORD.slice(0, 9), PASSWORD.slice(9), null], true],
    ['to its length', [`${head('200 x', `Content-Length: ${PASSWORD.length}`)}${PASSWORD}`], true],
    ['not behind its length', [`${head('200 x', 'Content-Length: 5')}<p>hi${PASSWORD}`], false],
    ['not behind a longer one', [`${head('200 x', 'Content-Length: 10')}<p>hi<p>hi${PASSWORD}`], false],
    ['of a length that is none', [`${head('200 x', 'Content-Length: 5x')}<p>hi${PASSWORD}`, null], true],
    ['of no such length', [`${head('200 x', 'Content-Length: x5')}<p>hi${PASSWORD}`, null], true],
    [
      'in chunks',
      [`${head('200 x', 'Content-Length: 1', 'Transfer-Encoding: chunked')}15\r\n${PASSWORD}`, null],
      true,
    ],
    ['to the first kilobytes', [`${head('200 x')}${' '.repeat(8_172)}${PASSWORD}`], true],
    ['not behind them', [`${head('200 x')}${' '.repeat(8_173)}${PASSWORD}`], false],
    [
      'not behind them, with a length',
      [`${head('200 x', 'Content-Length: 9000')}${' '.repeat(8_192)}${PASSWORD}`],
      false,
    ],
    ['not of a 204', [`${head('204 x')}${PASSWORD}`], false],
    ['not of a 304', [`${head('304 x')}${PASSWORD}`], false],
    ['as far as it came before an error', [`${head('200 x')}${PASSWORD}`, new Error('x')], true],
  ])('reads the body %s', async (_name, replies, signIn) => {
    const { page } = await passing(() => asked(replies));
    expect(page).toMatchObject({ signIn, elsewhere: false });
    expect(page).not.toHaveProperty('reason');
  });

  it('has what came of a body at the deadline', async () => {
    const { page } = await passing(() => asked([`${head('200 x')}${PASSWORD}`], { deadlineMs: 100 }), 100);
    expect(page).toMatchObject({ httpStatus: 200, signIn: true });
  });

  it.each<[string, Reply[], Record<string, unknown>]>([
    ['closed', [null], {}],
    ['not-http', ['SSH-2.0-x'], { began: 'SSH-2.0-x' }],
    ['timeout', [], {}],
  ])('without a page has its reason: %s', async (reason, replies, more) => {
    const { page } = await asked(replies, { deadlineMs: reason === 'timeout' ? 30 : 1_000_000 });
    expect(page).toStrictEqual({ signIn: false, reason, ...more });
  });

  it('ends with a fault of the program', async () => {
    const fault = new Error('a fault of the program');
    const work = during((whole) => askForPage('a.example', whole, () => Promise.reject(fault)));
    await expect(work).rejects.toBe(fault);
    const controller = new AbortController();
    const whole = startLifetime(1_000_000, controller.signal);
    const peer = peerWith([[head('200 x')]]);
    const asking = askForPage('a.example', whole, async (part) => ({ stream: part.adopt(peer.stream) }));
    setImmediate(() => setImmediate(() => setImmediate(() => controller.abort())));
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    await whole.end();
    const refused = () => Promise.reject(new StageFailure('refused'));
    expect(await during((whole) => askForPage('a.example', whole, refused))).toEqual({
      ...{ signIn: false, reason: 'refused' },
    });
  });
});

describe('a failure that a web server may have caused', () => {
  const PAGE = { signIn: true };
  const isWeb = ({ reason }: StageFailure) => reason === 'status';
  const paged = (work: Promise<string>) => {
    let times = 0;
    const ask = async () => {
      times += 1;
      return PAGE;
    };
    return { work: withPage(work, isWeb, ask), times: () => times };
  };

  it('has the page, and others have none', async () => {
    const web = paged(Promise.reject(new StageFailure('status', { httpStatus: 404 })));
    expect(await failureOf(web.work)).toMatchObject({
      reason: 'status',
      evidence: { httpStatus: 404, page: PAGE },
    });
    const other = new StageFailure('closed');
    const fault = new Error('status');
    for (const error of [other, fault]) {
      const { work, times } = paged(Promise.reject(error));
      await expect(work).rejects.toBe(error);
      expect(times()).toBe(0);
    }
    const good = paged(Promise.resolve('result'));
    expect([await good.work, good.times(), web.times()]).toEqual(['result', 0, 1]);
  });
});
