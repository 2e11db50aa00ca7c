/**
 * Preloaded into the program (`node --import`): where it first renames a file to the name P2S_HOLD_ON, it connects
 * to the port P2S_HOLD_PORT of 127.0.0.1, sends its process id, and continues when that connection ends. A test
 * can act in the middle of a write.
 */
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import path from 'node:path';

const { P2S_HOLD_ON: name, P2S_HOLD_PORT: port } = process.env;
const real = promises.rename;
let held = false;

/** @type {typeof real} */
const rename = async (from, to) => {
  if (!held && path.basename(String(to)) === name) {
    held = true;
    await new Promise((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1', () => socket.write(String(process.pid)));
      socket.resume().once('close', resolve);
    });
  }
  return real(from, to);
};

Object.assign(promises, { rename });
syncBuiltinESMExports();
