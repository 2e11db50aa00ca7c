import EventEmitter from 'events/events.js';

export { EventEmitter };

/** A browser has no such limit. */
export const setMaxListeners = (): void => undefined;
