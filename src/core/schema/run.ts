import * as z from 'zod';
import { OWNERS } from '../causes/rule.ts';
import {
  BACKUP_FOLDERS,
  BACKUP_REASONS,
  CONFIRMED_BY,
  FOREIGN_REASONS,
  MACHINE_KINDS,
} from '../model/events.ts';
import { flag, list, user } from './forms.ts';

export const machine = z.object({
  kind: z.enum(MACHINE_KINDS),
  name: z.string().nullable(),
  os: z.object({ platform: z.string(), version: z.string().nullable(), build: z.int().nullable() }),
  powershell: z.object({ version: z.string(), edition: z.string(), languageMode: z.string() }).nullable(),
  user: user.extend({ elevated: z.boolean().nullable() }).nullable(),
  vpnUser: user.nullable(),
});

export const changeResult = z.object({
  changed: list(z.string()),
  /** The last backup that was made. */
  backup: z.string().nullable(),
  /** All of them in order, if a run made several: one for each user that it changed. */
  backups: list(z.string()).exactOptional(),
  rolledBack: z.boolean(),
  /** Before the change, an interrupted or unconfirmed one was rolled back. */
  recovered: flag,
});

/** What is still to be done after a run. */
export const needs = z.object({
  /** Settings whose change needs an administrator. */
  elevation: list(z.string()),
  /** `null`: none is needed, or it is unknown. */
  command: z.string().nullable().exactOptional().describe('The exact command for an administrator'),
  restart: z.boolean(),
  restartPending: list(z.string()),
  redial: z.boolean(),
});

export const backupLine = z.object({
  number: z.string(),
  createdAt: z.string().nullable(),
  reason: z.enum(BACKUP_REASONS).nullable(),
  /** Why it cannot be used, else `null`. */
  problem: z.string().nullable(),
  /** Its folder: the machine-wide one, which only administrators can write, the user's, or a named one. */
  where: z.enum(BACKUP_FOLDERS),
  /** Whether `rollback` would use it. */
  own: z.boolean(),
  /** Why not: it was made on another computer, or this run does not trust its folder; else `null`. */
  foreign: z.enum(FOREIGN_REASONS).nullable(),
  /** Set on the one that a rollback without a number restores. */
  due: flag,
  /** The recording that was changed; absent: a Windows. */
  file: z.string().exactOptional(),
});

export const confirmation = z.object({
  /** The backup of the change. */
  backup: z.string(),
  by: z.enum(CONFIRMED_BY),
});

export const errorReport = z.object({
  code: z.string(),
  message: z.string(),
  where: z.string().nullable(),
  next: z.string().nullable(),
});

/** The outcome of a run in one word; docs/reference.md explains each. */
const CONCLUSION_STATES = [
  'as-desired',
  'fix-available',
  'fix-does-not-help',
  'path-fails',
  'blocked',
  'not-judged',
  'applied',
  'applied-path-fails',
  'restored',
  'done',
  'invalid-input',
  'cancelled',
  'failed',
] as const;

export const conclusion = z.object({
  code: z
    .string()
    .nullable()
    .exactOptional()
    .describe('The cause, finding or error that the headline reports; null for none'),
  state: z.enum(CONCLUSION_STATES),
  /** One sentence. */
  headline: z.string(),
  /** The most severe finding, if the headline does not say it. */
  cause: z.string().nullable(),
  /** What --apply would write, or what was written; `null` for nothing. */
  change: z.string().nullable(),
  /** The owners who must act, with the action. */
  owners: list(z.object({ owner: z.enum(OWNERS), action: z.string() })),
  /** Complete commands: as text for a shell, and as words. */
  next: list(z.object({ text: z.string(), command: list(z.string()) })),
});
