import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangeLab, changeLab, resetTo } from '../../support/lab/lab-changes.ts';
import { waitFor } from '../../support/ports.ts';

/** Runs that are killed, on Windows Node, PowerShell for Windows and a real registry. */
describe('a run in the lab that is killed', () => {
  let lab: ChangeLab;
  let before: string[];
  let after: string[];

  beforeAll(async () => {
    lab = await changeLab('crash');
    await resetTo(lab.computer);
    before = await lab.dump();
  });
  afterAll(() => lab?.destroy());

  /**
   * An apply that loses its power, PowerShell included, when it reports this event. On a busy machine the event may be
   * heard when the change has ended: that is rolled back, and the apply is run again.
   */
  async function killedAt(type: string, step?: string): Promise<void> {
    for (let trial = 1; trial <= 5; trial += 1) {
      const power = new AbortController();
      const document = await lab.hear(
        ['apply'],
        (event) => {
          if (event.type === type && (step === undefined || event.step === step)) power.abort();
        },
        power.signal,
      );
      if (Object.keys(await lab.state()).includes('journal.json')) {
        expect(document).toBeNull();
        return;
      }
      expect((await lab.run('rollback')).exitCode).toBe(0);
      expect(await lab.dump()).toEqual(before);
    }
    throw new Error(`the change always ended before the kill at ${step ?? type}`);
  }

  /** The audit reports what waits, and writes nothing. */
  async function expectReported(): Promise<void> {
    const [registry, state] = [await lab.dump(), await lab.state()];
    const audit = await lab.run('audit');
    expect(audit.exitCode).toBe(9);
    expect(audit.findings.filter(({ code }) => code === 'change-interrupted')).toHaveLength(1);
    expect(await lab.dump()).toEqual(registry);
    expect(await lab.state()).toEqual(state);
  }

  it('between backup and write: the audit says so, and an apply goes on', async () => {
    await killedAt('backup');
    expect(await lab.dump()).toEqual(before);
    await expectReported();
    const document = await lab.run('apply');
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    expect(document.result?.changed).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(Object.keys(await lab.state())).not.toContain('journal.json');
    after = await lab.dump();
    expect(after).not.toEqual(before);
    // The first backup has the old state, whatever the interrupted run did.
    expect((await lab.run('rollback')).exitCode).toBe(0);
    expect(await lab.dump()).toEqual(before);
  });

  it('between write and read-back: the audit reports it, and a rollback restores it byte for byte', async () => {
    await killedAt('step', 'read-back');
    expect(await lab.dump()).toEqual(after);
    await expectReported();
    const document = await lab.run('rollback');
    expect(document.exitCode).toBe(0);
    expect(document.result).toMatchObject({ rolledBack: true });
    expect(await lab.dump()).toEqual(before);
    expect(Object.keys(await lab.state())).not.toContain('journal.json');
  });

  it('alone: its PowerShell runs on and writes later, and a rollback restores that', async () => {
    const release = await lab.background('Hold-Lock.ps1', 'held', 'release');
    // The writer waits for the lock of writers; only Node is killed.
    let isWriting = false;
    let ended: unknown;
    const document = lab.hear(['apply'], ({ type, status }) => {
      isWriting ||= type === 'write' && status === 'started';
    });
    void document.then((reported) => {
      ended = reported ?? 'without a word';
    });
    const findNode = () =>
      lab.computer.running().find(({ args }) => / apply /.test(args) && /node\.exe/.test(args))?.pid;
    let node: number | undefined;
    // The Node process between the two names the script as well.
    const isWriter = (args: string) => /^[^\n]*pwsh\.exe/.test(args) && args.includes('Set-P2SRegistry');
    const running = () => lab.computer.running().filter(({ args }) => isWriter(args));
    const writers = () => running().length;
    // The starter has the request before the writer exists.
    let observed = 0;
    const waits = () => {
      if (ended !== undefined) throw new Error(`the apply has ended: ${JSON.stringify(ended)}`);
      if (isWriting) node ??= findNode();
      observed = node !== undefined && writers() === 1 ? observed + 1 : 0;
      return observed > 20 || undefined;
    };
    await waitFor('the writer', waits, 60_000);
    process.kill(node ?? 0, 'SIGKILL');
    expect(await document).toBeNull();
    // No write is possible before this.
    await release();
    await waitFor('the writer to end', () => writers() === 0 || undefined, 60_000);
    expect(await lab.dump()).toEqual(after);
    await expectReported();
    expect((await lab.run('rollback')).exitCode).toBe(0);
    expect(await lab.dump()).toEqual(before);
    expect(Object.keys(await lab.state())).not.toContain('journal.json');
  });
});
