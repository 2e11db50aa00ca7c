import posix from 'path-browserify';

/** Paths in the page have no drive. */
export { default as posix, default as win32 } from 'path-browserify';
export const { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } = posix;
