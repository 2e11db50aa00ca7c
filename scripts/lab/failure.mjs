/** The lab does not work on this computer, or a step of its set-up failed: one line for people, no stack trace. */
export class LabError extends Error {
  /** @param {string} message one line: what is wrong and what to do */
  constructor(message) {
    super(message.replaceAll(/\s*\n\s*/g, ' | '));
    this.name = 'LabError';
  }
}
