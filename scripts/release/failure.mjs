/**
 * A release cannot be made, or is wrong: what is wrong, with a code, and what to do. The codes:
 * `usage`, `no-git`, `dirty-tree`, `version`, `tag`, `no-home`, `installed`, `out`, `program`, `builds-differ`,
 * `tarball`, `runs`, `signed`, `contents`, `checksums`, `tree-moved`.
 */
export class ReleaseError extends Error {
  /**
   * @param {string} code
   * @param {string} message what is wrong
   * @param {string} next what to do
   */
  constructor(code, message, next) {
    super(message);
    this.name = 'ReleaseError';
    this.code = code;
    this.next = next;
  }
}
