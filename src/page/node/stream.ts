export { Duplex, PassThrough, Readable, Transform, Writable } from 'readable-stream';
