// Modules from the build, and libraries without types.
declare module 'p2s-scripts/*' {
  const text: string;
  export default text;
}
declare module 'p2s-report-behaviour' {
  const behave: (
    root: ParentNode,
    words: { copy: string; copied: string; selected: string },
    status: HTMLElement,
    signal: AbortSignal,
  ) => void;
  export default behave;
}
declare module 'readable-stream' {
  export { Duplex, PassThrough, Readable, Transform, Writable } from 'node:stream';
}
declare module 'path-browserify' {
  import { posix } from 'node:path';
  export default posix;
}
declare module 'events/events.js' {
  import { EventEmitter } from 'node:events';
  export default EventEmitter;
}
