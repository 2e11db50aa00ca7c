import { asciiJson } from '../codec/ascii-json.ts';
import { P2sError } from '../model/errors.ts';
import { say } from '../model/say.ts';
import type { StoreTarget } from './targets.ts';

/** What a package for Intune does; each is a script of its own, because Intune gives no parameters. */
export const JOBS = ['detect', 'remediate', 'undo'] as const;
export type Job = (typeof JOBS)[number];

/** What an exported script knows, as `ps1/lib/Intune.ps1` reads it. */
export interface PackageSettings {
  package: 'user' | 'system';
  /** All that the export made: a computer is judged when each of them has reported. */
  packages: readonly ('user' | 'system')[];
  version: string;
  targets: readonly StoreTarget[];
  /** HOST:PORT; the path to each is tested. */
  gateways: readonly string[];
}

/**
 * The template with a job and its settings filled in: the same bytes for the same input, ASCII, CRLF. The settings are
 * a text between single quotes in which none can stand, so that data never becomes code.
 *
 * @throws P2sError `internal` when the template has not the places
 */
export function intuneScript(template: string, job: Job, settings: PackageSettings): string {
  const json = asciiJson(settings, 1).replaceAll("'", '\\u0027').replaceAll('\n', '\r\n');
  const about = `This is the ${job} script of the ${settings.package} package, made by p2s-fix ${settings.version}.`;
  let script = template;
  script = filledIn(script, 'This copy names no state and does nothing.', about);
  script = filledIn(script, "$mode = 'none'", `$mode = '${job}'`);
  script = filledIn(script, "$settings = '{}'", `$settings = '${json}'`);
  return settings.gateways.length > 0 ? script : withoutPathTest(script);
}

/** Half of the script, for those who do not want it. */
function withoutPathTest(script: string): string {
  const [begin, end] = ['# path: begin\r\n', '# path: end\r\n'];
  const [from, to] = [script.indexOf(begin), script.indexOf(end)];
  if (from < 0 || to < from) throw damaged('the path test');
  return script.slice(0, from) + script.slice(to + end.length);
}

function filledIn(script: string, place: string, text: string): string {
  const parts = script.split(place);
  if (parts.length !== 2) throw damaged(place);
  return parts.join(text);
}

function damaged(place: string): P2sError {
  return new P2sError('internal', say`The script for packages is damaged: ${place}.`);
}
