import { withQuotes } from '../../../core/proxy/list-issue.ts';
import { nameOfManager } from '../../facts/setting-name.ts';
import { type Text, text, textOfCode } from '../text.ts';
import { applyCommand, isFailing, isUnproved, presentPath } from './candidate.ts';
import { type Describe, type Evidence, fromEvidence, sentence, withRemedy } from './describe.ts';

/** Findings about the settings and their desired values. */
export const STORE_FINDINGS = {
  'winhttp-not-aligned': (e, store) => {
    const { message, remedy } = notAsDesired('winhttp-not-aligned', e, store);
    const works = e.works === true && !isFailing(e);
    return {
      message: works ? [message, text('finding.winhttp-not-aligned.both-routes-work')] : message,
      remedy,
    };
  },
  'wininet-not-as-desired': (e, store) => notAsDesired('wininet-not-as-desired', e, store),
  'wininet-mirror-differs': withCommand('finding.wininet-mirror-differs'),
  'wininet-strings-only': withRemedy('finding.wininet-strings-only'),
  'wininet-strings-newer': (e, store) => ({
    message: fromEvidence(
      e.newer === 'strings' ? 'finding.wininet-strings-newer' : 'finding.wininet-strings-newer.unknown',
      e,
      { store },
    ),
    remedy:
      e.named === true
        ? text('finding.wininet-mirror-differs.remedy', { command: applyCommand(e) })
        : // The option that an apply requires to replace a value that cannot be read.
          text('finding.wininet-strings-newer.remedy', { option: e.yes === true ? ' --yes' : '' }),
  }),
  'wininet-legacy-missing': (e, store) => ({
    message: fromEvidence(
      e.reason === 'absent' ? 'finding.wininet-legacy-missing.absent' : 'finding.wininet-legacy-missing',
      e,
      { store },
    ),
    remedy: text('finding.wininet-legacy-missing.remedy'),
  }),
  'value-wrong-type': (e, store) => ({
    message: fromEvidence('finding.value-wrong-type', e, { store }),
    remedy: text(
      e.off === true
        ? 'finding.value-wrong-type.off'
        : e.value === 'ProxyServer' || e.value === 'ProxyOverride'
          ? 'finding.value-wrong-type.list'
          : 'finding.value-wrong-type.remedy',
    ),
  }),
  'value-not-restorable': withRemedy('finding.value-not-restorable'),
  'policy-proxy-differs': withRemedy('finding.policy-proxy-differs'),
  'vpn-entry-proxy': sentence('finding.vpn-entry-proxy'),
  'winhttp-proxy-empty': withRemedy('finding.winhttp-proxy-empty'),
  'winhttp-proxy-unusable': withRemedy('finding.winhttp-proxy-unusable'),
  'tunnel-without-proxy': withRemedy('finding.tunnel-without-proxy'),
  'auto-detect-hidden': sentence('finding.auto-detect-hidden'),
  'wininet-legacy-differs': sentence('finding.wininet-legacy-differs'),
  'winhttp-wininet-shaped': withCommand('finding.winhttp-wininet-shaped', { yes: true }),
  'winhttp-proxy-stale': (e, store) => ({
    message: fromEvidence(e.fails ? 'finding.winhttp-proxy-stale.fails' : 'finding.winhttp-proxy-stale', e, {
      store,
    }),
    remedy: isFailing(e)
      ? notYet(e)
      : text('finding.winhttp-proxy-stale.remedy', { command: applyCommand(e) }),
  }),
  'service-account-proxy': (e, store) => ({
    message: fromEvidence(
      e.decides ? 'finding.service-account-proxy.decides' : 'finding.service-account-proxy',
      e,
      {
        store,
      },
    ),
    remedy: null,
  }),
  'wpad-disabled': sentence('finding.wpad-disabled'),
  'changed-since-apply': withRemedy('finding.changed-since-apply'),
  'bypass-matches': withRemedy('finding.bypass-matches'),
  'loopback-proxy': (e, store) => ({
    message: fromEvidence(loopbackKey(e), e, { store }),
    remedy: text('finding.loopback-proxy.remedy'),
  }),
  'wininet-direct-bit-missing': withCommand('finding.wininet-direct-bit-missing'),
  'wininet-blob-absent': sentence('finding.wininet-blob-absent'),
  'store-unreadable': (e, store) => ({
    message: fromEvidence('finding.store-unreadable', e, { store }),
    remedy: unreadableRemedy(e),
  }),
  'store-unseen': (e, store) => {
    const denied = e.recorded === true ? 'finding.store-unseen.recorded' : 'finding.store-unseen';
    const key = e.reason === 'too-large' ? 'finding.store-unseen.too-large' : denied;
    return { message: fromEvidence(key, e, { store }), remedy: text(`${key}.remedy`) };
  },
  'policy-unseen': sentence('finding.policy-unseen'),
  'store-managed': (e, store) => managed('finding.store-managed', e.by, store),
  'change-blocked': (e, store) =>
    e.reason === 'unknown-version'
      ? withRemedy('finding.change-blocked.unknown-version')(e, store)
      : managed('finding.change-blocked', e.reason, store),
  'per-machine-policy': sentence('finding.per-machine-policy'),
  'alignment-refused': (e) => ({
    message: text('finding.alignment-refused', { conversion: conversion(e) }),
    remedy: refusedRemedy(e),
  }),
  'alignment-note': (e) => ({
    message: text('finding.alignment-note', { conversion: conversion(e) }),
    remedy: null,
  }),
  'machine-wide-proxy': (e) => ({
    message: text(e.portable === true ? 'finding.machine-wide-proxy.portable' : 'finding.machine-wide-proxy'),
    remedy: text('finding.machine-wide-proxy.remedy'),
  }),
} satisfies Record<string, Describe>;

/** A finding whose remedy is the command that makes the change. */
function withCommand(
  key:
    | 'finding.wininet-mirror-differs'
    | 'finding.winhttp-wininet-shaped'
    | 'finding.wininet-direct-bit-missing',
  more: Evidence = {},
): Describe {
  return (e, store) => ({
    message: fromEvidence(key, e, { store }),
    remedy: text(`${key}.remedy`, { command: applyCommand({ command: e.command, yes: e.yes, ...more }) }),
  });
}

function managed(key: 'finding.store-managed' | 'finding.change-blocked', by: unknown, store: Text) {
  return {
    message: text(key, { store, by: nameOfManager(String(by)) }),
    remedy: text(`${key}.remedy`),
  };
}

function notAsDesired(
  code: 'winhttp-not-aligned' | 'wininet-not-as-desired',
  e: Evidence,
  store: Text,
): { message: Text; remedy: Text } {
  if (isFailing(e)) {
    const how = isUnproved(e.candidateFails)
      ? 'unproved'
      : ({ works: 'worse', fails: 'no-better', unknown: 'fails' } as const)[presentPath(e)];
    return {
      message: fromEvidence(`finding.${code}.${how}`, e, {
        store,
        candidateFails: textOfCode('fleet-cause', e.candidateFails, String(e.candidateFails)),
      }),
      remedy: notYet(e),
    };
  }
  return {
    message: fromEvidence(e.holds === undefined ? `finding.${code}.unset` : `finding.${code}`, e, { store }),
    remedy: text(`finding.${code}.remedy`, { command: applyCommand(e) }),
  };
}

/** What to do about a change that was tested and fails. */
function notYet(e: Evidence): Text {
  return text(presentPath(e) === 'works' ? 'finding-remedy.leave-as-it-is' : 'finding-remedy.will-not-help');
}

function loopbackKey({ known, listening, process }: Evidence) {
  if (known !== true) return 'finding.loopback-proxy';
  if (listening !== true) return 'finding.loopback-proxy.silent';
  return process === null ? 'finding.loopback-proxy.unnamed' : 'finding.loopback-proxy.named';
}

function unreadableRemedy({ reason, decides, command }: Evidence): Text {
  if (reason === 'unknown-version') return text('finding.store-unreadable.remedy.unknown-version');
  if (decides === true) return text('finding.store-unreadable.remedy.named');
  return text('finding.store-unreadable.remedy', { command: applyCommand({ command, yes: true }) });
}

function refusedRemedy({ needless, meant, reason }: Evidence): Text {
  if (needless === true) return text('finding.alignment-refused.remedy.needless');
  if (reason === 'pac-needs-resolution' || reason === 'auto-detect-needs-resolution')
    return text('finding.alignment-refused.remedy.ask');
  return typeof meant === 'string'
    ? text('finding.alignment-refused.remedy.meant', { meant })
    : text('finding.alignment-refused.remedy');
}

function conversion({ reason, detail, further }: Evidence): Text {
  const what = textOfCode('conversion', reason, String(reason));
  const entry = withQuotes(String(detail));
  if (entry === '') return what;
  return typeof further === 'number'
    ? text('conversion-of-entries', { entry, what, further })
    : text('conversion-of-entry', { entry, what });
}
