/** No timeout here: the interpreter checks the time itself, and the page can terminate the worker. */
export const runInNewContext = <T>(_call: string, { work }: { work: () => T }): T => work();
