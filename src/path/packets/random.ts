type RandomBytes = (count: number) => Uint8Array;

/** Random bytes that are given once more, in the same order, to whoever judges an answer to what was made of them. */
export function rememberedRandom(randomBytes: RandomBytes): { first: RandomBytes; again: () => RandomBytes } {
  const given: Uint8Array[] = [];
  return {
    first: (count) => {
      const bytes = randomBytes(count);
      given.push(bytes);
      return bytes;
    },
    again: () => {
      const left = given.values();
      return (count) => {
        const bytes = left.next().value;
        if (bytes?.length !== count)
          throw new RangeError('the answer is judged otherwise than it was asked for');
        return bytes;
      };
    },
  };
}
