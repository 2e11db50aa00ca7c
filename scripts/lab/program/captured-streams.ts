/** Takes what is written to the stream, which is no terminal, until it is restored. */
export function captured(stream: NodeJS.WriteStream): { text: () => string; restore: () => void } {
  const { write } = stream;
  let text = '';
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const done = rest.find((value) => typeof value === 'function') as (() => void) | undefined;
    done?.();
    return true;
  }) as typeof write;
  const restore = () => {
    stream.write = write;
  };
  return { text: () => text, restore };
}

/** Standard input that is at its end. */
export async function* nothing(): AsyncGenerator<Uint8Array> {}
