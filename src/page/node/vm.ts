/** Nothing ends work from outside in here: the interpreter looks at the time itself, and the page can end the worker. */
export const runInNewContext = <T>(_call: string, { work }: { work: () => T }): T => work();
