type RandomBytes = (count: number) => Uint8Array;

/**
 * Records random bytes and replays them in the same order, so that a response can be judged against its request.
 */
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
