import { EXPORT_NEXT } from '../../core/export/export-commands.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { RegistrySnapshot } from '../../core/model/registry.ts';
import { command, say } from '../../core/model/say.ts';
import { hasRule } from '../../core/redact/registry.ts';
import { dropEmptySections, editRegFile } from '../../core/reg-file/edit.ts';
import { decodeText, type EncodedText, encodeText } from '../../core/reg-file/encoding.ts';
import { canonicalKeyPath, sameKey } from '../../core/reg-file/key-path.ts';
import type { RegFile } from '../../core/reg-file/model.ts';
import { parseRegText, serializeRegFile } from '../../core/reg-file/parse.ts';
import { toSnapshot, withAbsentConnections } from '../../core/reg-file/snapshot.ts';
import type { WriteStep } from '../port.ts';
import { toWireValue } from '../wire/value.ts';
import { CAPTURE_KIND, parseCapture } from './capture.ts';

/** The content of a recording of either kind. */
export interface Recording {
  /** `recordedAt` is used when the file has no time of its own. */
  observation(recordedAt: Date): Observation;
  registry: RegistrySnapshot;
  /** A capture covers the whole machine; an export may cover some of its keys. */
  isCapture: boolean;
  /** The bytes after these steps; ignores `expected`, keeps everything else. */
  edit(steps: readonly WriteStep[]): Uint8Array;
}

const PROXY_KEY =
  /^(?:HKEY_CURRENT_USER|HKEY_USERS\\[^\\]+|HKEY_LOCAL_MACHINE)\\Software\\(?:WOW6432Node\\)?Microsoft\\Windows\\CurrentVersion\\Internet Settings(?:\\Connections)?$/i;
const WINDOWS_VERSION = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';

/**
 * Reads a `.reg` export or a `.json` capture; the content decides, not the name. Throws P2sError `input` with the
 * line or the JSON path, also when the file has no proxy key.
 */
export function readRecording(bytes: Uint8Array): Recording {
  const recording = readPart(bytes);
  refuseWithoutProxyKey(recording.registry);
  return recording;
}

/** The same for one of several files of a machine, which may have only other keys. */
export function readPart(bytes: Uint8Array): Recording {
  return parsed(decodeText(bytes));
}

/** @throws P2sError `input` */
export function refuseWithoutProxyKey(registry: RegistrySnapshot): void {
  if (hasProxyKey(registry)) return;
  const message = say('The recording has no proxy settings: it has none of the Internet Settings keys.');
  throw new P2sError('input', message, { next: EXPORT_NEXT });
}

/** Detects the first words of a registry export, or the format name of a capture anywhere in the file. */
export function isRecording(bytes: Uint8Array): boolean {
  return isRecordingText(textOf(bytes));
}

/** The same for decoded text. */
export function isRecordingText(text: string): boolean {
  if (/^\s*\{/.test(text)) return text.includes(`"${CAPTURE_KIND}"`);
  return /^\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)\b/.test(text);
}

/**
 * The same for a file that may not be a recording: `null` when it is not, or has no proxy settings. Throws
 * P2sError `input` when it is damaged.
 */
export function recordingOf(bytes: Uint8Array): Recording | null {
  if (!isRecording(bytes)) return null;
  const recording = parsed(decodeText(bytes));
  return hasProxyKey(recording.registry) ? recording : null;
}

/** The text of a file; empty when its encoding is not supported. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes).text;
  } catch (error) {
    if (error instanceof P2sError) return '';
    throw error;
  }
}

function parsed(source: EncodedText): Recording {
  return /^\s*\{/.test(source.text)
    ? captureRecording(source)
    : regRecording(parseRegText(source, keysThatCount()));
}

/**
 * Selects the keys that are read, plus the first key of each user hive, which shows that the file has the hive.
 */
function keysThatCount(): (path: string) => boolean {
  const hives = new Set<string>();
  return (path) => {
    if (hasRule(path, '*')) return true;
    const hive = /^HKEY_(?:CURRENT_USER|USERS\\[^\\]+)/i.exec(path)?.[0].toLowerCase();
    if (hive === undefined || hives.has(hive)) return false;
    hives.add(hive);
    return true;
  };
}

function hasProxyKey(registry: RegistrySnapshot): boolean {
  return [...registry.keys].some((key) => key.visibility !== 'unseen' && PROXY_KEY.test(key.path));
}

function regRecording(file: RegFile): Recording {
  const registry = toSnapshot(file);
  return {
    registry,
    isCapture: false,
    observation: (recordedAt) => observationOf(registry, recordedAt),
    edit: (steps) => {
      const edited = editRegFile(
        file,
        steps.map(({ write }) => write),
      );
      const emptied = steps
        .filter(({ removeKeyIfEmpty }) => removeKeyIfEmpty === true)
        .map(({ write }) => write.key);
      return serializeRegFile(dropEmptySections(edited, emptied));
    },
  };
}

/** The observation of an export, which may be in several files: the registry, nothing else. */
export function observationOf(registry: RegistrySnapshot, recordedAt: Date): Observation {
  return {
    collectedAt: recordedAt.toISOString(),
    name: null,
    os: windowsOf(registry),
    powershell: null,
    user: null,
    recorded: true,
    registry: withAbsentConnections(registry),
  };
}

function captureRecording(source: EncodedText): Recording {
  const json = parseJson(source.text);
  const observation: Observation = { ...parseCapture(json), recorded: true };
  return {
    registry: observation.registry,
    isCapture: true,
    observation: () => observation,
    edit: (steps) => encodeText({ ...source, text: editCaptureText(source.text, steps) }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new P2sError('input', say('The capture is not valid JSON; it may be cut off.'), {
      where: 'the document',
      next: say('Make it again with "{command}", or copy it again.', { command: command('capture') }),
      cause: error,
    });
  }
}

/** An export of one key does not contain the Windows version. */
function windowsOf(registry: RegistrySnapshot): Observation['os'] {
  const value = registry.value(WINDOWS_VERSION, 'CurrentBuildNumber');
  const build = value?.kind === 'string' && /^\d{4,6}$/.test(value.text) ? Number(value.text) : null;
  return { platform: 'win32', version: build !== null && build >= 10240 ? `10.0.${build}` : null, build };
}

interface CaptureKey {
  path: string;
  visibility: string;
  values: { name: string }[];
}

/**
 * A valid capture after these steps. Keeps unknown fields, order, indentation, line endings, escapes of non-ASCII
 * characters, and white space around the document.
 */
function editCaptureText(text: string, steps: readonly WriteStep[]): string {
  const document = JSON.parse(text) as { keys: CaptureKey[] };
  for (const step of steps) editKeys(document.keys, step);
  const indent = /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '';
  const lead = /^\s*/.exec(text)?.[0] ?? '';
  const tail = /\s*$/.exec(text)?.[0] ?? '';
  let json = JSON.stringify(document, null, indent);
  if (text.includes('\r\n')) json = json.replaceAll('\n', '\r\n');
  if (!/[^\t\r\n -~]/.test(text)) json = json.replace(/[^\t\r\n -~]/g, escapeUnit);
  return lead + json + tail;
}

function editKeys(keys: CaptureKey[], { write, removeKeyIfEmpty }: WriteStep): void {
  // A capture may have short hive names: a second entry of the same key would make it unreadable.
  let key = keys.find(({ path }) => sameKey(canonicalKeyPath(path) ?? path, write.key));
  if (key === undefined) {
    if (write.next === null) return;
    key = { path: write.key, visibility: 'present', values: [] };
    keys.push(key);
  }
  const at = key.values.findIndex(({ name }) => sameKey(name, write.name));
  if (write.next !== null) {
    key.visibility = 'present';
    const value = { name: key.values[at]?.name ?? write.name, ...toWireValue(write.next) };
    key.values.splice(at === -1 ? key.values.length : at, at === -1 ? 0 : 1, value);
    return;
  }
  if (at !== -1) key.values.splice(at, 1);
  if (removeKeyIfEmpty === true && key.values.length === 0) key.visibility = 'absent';
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
