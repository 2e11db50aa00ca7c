import { describe, expect, it } from 'vitest';
import { gatewayVerdict } from '../../../src/core/causes/verdict.ts';
import type { Stage, StageResult } from '../../../src/core/model/check.ts';
import { portalStage } from '../../../src/core/path/captive-portal.ts';
import { INSPECTED, result, without } from './verdict-scene.ts';

describe('gatewayVerdict', () => {
  it.each<[Stage, Record<string, unknown>, string]>([
    ['dns', { of: 'gateway', reason: 'not-found', errno: 'ENOTFOUND' }, 'dns-failed'],
    ['dns', { of: 'gateway', reason: 'dns-unavailable', errno: 'EAI_AGAIN' }, 'dns-failed'],
    ['dns', { of: 'proxy', reason: 'not-found' }, 'proxy-unreachable'],
    ['dns', { of: 'gateway', reason: 'timeout' }, 'timeout'],
    ['tcp', { of: 'gateway', reason: 'refused' }, 'gateway-unreachable'],
    ['tcp', { of: 'gateway', reason: 'unreachable' }, 'gateway-unreachable'],
    ['tcp', { of: 'proxy', reason: 'refused' }, 'proxy-unreachable'],
    ['tcp', { of: 'proxy', reason: 'timeout' }, 'timeout'],
    ['connect', { reason: 'proxy-auth', httpStatus: 407 }, 'proxy-auth-required'],
    ['connect', { reason: 'sstp-header-refused', httpStatus: 403 }, 'proxy-blocks-sstp'],
    ['connect', { reason: 'sstp-header-refused', httpStatus: 503 }, 'proxy-blocks-sstp'],
    ['connect', { reason: 'status', httpStatus: 403 }, 'proxy-refused'],
    ['connect', { reason: 'status', httpStatus: 400 }, 'proxy-refused'],
    ['connect', { reason: 'status', httpStatus: 405 }, 'proxy-refused'],
    ['connect', { reason: 'status', httpStatus: 500 }, 'proxy-refused'],
    ['connect', { reason: 'status', httpStatus: 502 }, 'gateway-unreachable'],
    ['connect', { reason: 'status', httpStatus: 503 }, 'gateway-unreachable'],
    ['connect', { reason: 'status', httpStatus: 504 }, 'gateway-unreachable'],
    // Squid's error, whatever the status: squid did not reach the gateway.
    ['connect', { reason: 'status', httpStatus: 500, squidError: 'ERR_DNS_FAIL 0' }, 'gateway-unreachable'],
    ['connect', { reason: 'status', httpStatus: 503, squidError: 'ERR_DNS_FAIL 0' }, 'gateway-unreachable'],
    [
      'connect',
      { reason: 'status', httpStatus: 500, squidError: 'ERR_CANNOT_FORWARD 11' },
      'gateway-unreachable',
    ],
    ['connect', { reason: 'status', httpStatus: 500, squidError: 'ERR_DNS_FAILURE 0' }, 'proxy-refused'],
    ['connect', { reason: 'status', httpStatus: 500, server: 'tinyproxy/1.11.1' }, 'gateway-unreachable'],
    ['connect', { reason: 'status', httpStatus: 403, server: 'tinyproxy/1.11.1' }, 'proxy-refused'],
    ['connect', { reason: 'closed' }, 'proxy-refused'],
    ['connect', { reason: 'timeout' }, 'timeout'],
    ['tls', { reason: 'reset-at-client-hello' }, 'tls-failed'],
    ['tls', { reason: 'not-tls' }, 'tls-failed'],
    ['tls', { reason: 'sstp-header-refused' }, 'proxy-blocks-sstp'],
    ['tls', { reason: 'chain-slow' }, 'untrusted-root'],
    ['tls', { reason: 'not-tls', page: 'text' }, 'tls-failed'],
    ['revocation', { reason: 'refused' }, 'revocation-unreachable'],
    ['connect', { reason: 'spoke-first', began: '<html>' }, 'captive-portal'],
    ['connect', { reason: 'spoke-first', began: '\\xef\\xbb\\xbf <html>' }, 'captive-portal'],
    ['connect', { reason: 'spoke-first', contentType: 'text/html' }, 'captive-portal'],
    ['connect', { reason: 'spoke-first', contentType: 'x text/html', began: 'SSH-2.0' }, 'proxy-refused'],
    ['connect', { reason: 'spoke-first' }, 'proxy-refused'],
    ['connect', { reason: 'status', httpStatus: 403, contentType: 'text/html' }, 'proxy-refused'],
    ['dns', { reason: 'status', httpStatus: 511, of: 'gateway' }, 'dns-failed'],
    ['http', { reason: 'closed', errno: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }, 'tls-failed'],
    ['http', { reason: 'closed', errno: 'ECONNRESET' }, 'not-sstp'],
    ['tls', { reason: 'not-tls', page: { signIn: false, reason: 'closed' } }, 'tls-failed'],
    ['tls', { reason: 'not-tls', page: { signIn: false, httpStatus: 200 } }, 'tls-failed'],
    ['tls', { reason: 'not-tls', page: { signIn: true, httpStatus: 302 } }, 'captive-portal'],
    // Without CONNECT only the server itself can have sent it.
    ['tls', { reason: 'not-tls', page: { signIn: false, began: '<html>' } }, 'tls-failed'],
    ['connect', { reason: 'redirect', httpStatus: 302, locationHost: null }, 'captive-portal'],
    ['connect', { reason: 'status', httpStatus: 511 }, 'captive-portal'],
    ['http', { reason: 'status', httpStatus: 511 }, 'captive-portal'],
    // The certificate is the gateway's own: a web server that redirects.
    ['http', { reason: 'status', httpStatus: 302, page: { signIn: true } }, 'not-sstp'],
    ['certificate', { reason: 'name-mismatch' }, 'certificate-invalid'],
    ['certificate', { reason: 'untrusted-root', inspectionSigns: INSPECTED }, 'tls-inspection'],
    [
      'certificate',
      { reason: 'untrusted-root', inspectionSigns: without('through-proxy') },
      'untrusted-root',
    ],
    [
      'certificate',
      { reason: 'untrusted-root', inspectionSigns: without('no-cdp-and-no-aia') },
      'untrusted-root',
    ],
    [
      'certificate',
      { reason: 'untrusted-root', inspectionSigns: without('not-self-signed') },
      'untrusted-root',
    ],
    // For a name of Azure it cannot be genuine: Azure's certificate has a public root and names addresses.
    [
      'certificate',
      { reason: 'untrusted-root', azureName: true, inspectionSigns: without('not-self-signed') },
      'tls-inspection',
    ],
    [
      'certificate',
      { reason: 'name-mismatch', azureName: true, inspectionSigns: without('not-self-signed') },
      'tls-inspection',
    ],
    ['certificate', { reason: 'name-mismatch', azureName: true }, 'certificate-invalid'],
    ['certificate', { reason: 'untrusted-root' }, 'untrusted-root'],
    ['certificate', { reason: 'expired', inspectionSigns: INSPECTED }, 'certificate-invalid'],
    [
      'certificate',
      { reason: 'expired', reasons: ['expired'], inspectionSigns: without('not-self-signed') },
      'certificate-invalid',
    ],
    [
      'certificate',
      { reason: 'expired', inspectionSigns: [...without('not-self-signed'), 'not-profile-root'] },
      'tls-inspection',
    ],
    ['certificate', { reason: 'expired', notOfProfile: true, inspectionSigns: INSPECTED }, 'tls-inspection'],
    [
      'certificate',
      { reason: 'expired', notOfProfile: true, asProfileExpects: true, inspectionSigns: INSPECTED },
      'certificate-invalid',
    ],
    ['certificate', { reason: 'wrong-root' }, 'wrong-root'],
    ['certificate', { reason: 'wrong-root', reasons: ['wrong-root', 'expired'] }, 'wrong-root'],
    // Another server.
    [
      'certificate',
      { reason: 'name-mismatch', reasons: ['name-mismatch', 'wrong-root'] },
      'certificate-invalid',
    ],
    [
      'certificate',
      {
        reason: 'name-mismatch',
        reasons: ['name-mismatch', 'wrong-root'],
        inspectionSigns: [...INSPECTED, 'not-profile-root'],
      },
      'tls-inspection',
    ],
    // A public root with revocation addresses: the gateway's own certificate was replaced.
    [
      'certificate',
      { reason: 'wrong-root', inspectionSigns: ['through-proxy', 'not-profile-root'] },
      'wrong-root',
    ],
    ['certificate', { reason: 'wrong-root', inspectionSigns: INSPECTED }, 'tls-inspection'],
    [
      'certificate',
      { reason: 'wrong-root', inspectionSigns: [...without('through-proxy'), 'not-profile-root'] },
      'tls-inspection',
    ],
    ['http', { reason: 'status', httpStatus: 404, server: 'Microsoft-HTTPAPI/2.0' }, 'not-sstp'],
    ['http', { reason: 'status', httpStatus: 503, server: 'Microsoft-HTTPAPI/2.0' }, 'no-sstp-port-free'],
    ['http', { reason: 'status', httpStatus: 503, server: 'MikroTik-SSTP' }, 'no-sstp-port-free'],
    ['http', { reason: 'status', httpStatus: 503, server: 'nginx' }, 'not-sstp'],
    ['http', { reason: 'status', httpStatus: 503 }, 'not-sstp'],
    ['http', { reason: 'chunked', httpStatus: 200 }, 'not-sstp'],
    ['http', { reason: 'http-version', httpStatus: 200 }, 'not-sstp'],
    ['http', { reason: 'timeout' }, 'timeout'],
    ['sstp', { reason: 'nak' }, 'not-sstp'],
    ['sstp', { reason: 'closed' }, 'not-sstp'],
    ['sstp', { reason: 'timeout' }, 'timeout'],
  ])('%s failing with %j is %s', (stage, evidence, verdict) => {
    expect(gatewayVerdict([result(stage, 'fail', evidence)])).toEqual({ verdict, stage });
  });

  it('is decided by the earliest failing stage', () => {
    const results = [
      result('tcp', 'pass'),
      result('certificate', 'fail', { reason: 'untrusted-root' }),
      result('http', 'fail', { reason: 'status', httpStatus: 411 }),
    ];
    expect(gatewayVerdict(results)).toEqual({ verdict: 'untrusted-root', stage: 'certificate' });
  });

  it('sees a portal by a certificate for another name, and a page inside that leads elsewhere', () => {
    const certificate = (...reasons: string[]) =>
      result('certificate', 'fail', { reason: reasons[0], reasons });
    const http = (page: object) => result('http', 'fail', { reason: 'status', httpStatus: 400, page });
    const leads = http({ signIn: true, elsewhere: true });
    const portal = { verdict: 'captive-portal', stage: 'certificate' };
    expect(gatewayVerdict([certificate('name-mismatch'), leads])).toEqual(portal);
    expect(gatewayVerdict([result('tls', 'pass'), certificate('name-mismatch'), leads])).toEqual(portal);
    expect(gatewayVerdict([certificate('untrusted-root', 'name-mismatch'), leads])).toEqual(portal);
    expect(gatewayVerdict([certificate('untrusted-root'), leads]).verdict).toBe('untrusted-root');
    const asks = http({ signIn: true, elsewhere: false });
    expect(gatewayVerdict([certificate('name-mismatch'), asks]).verdict).toBe('certificate-invalid');
    const stays = http({ signIn: false, elsewhere: false });
    expect(gatewayVerdict([certificate('name-mismatch'), stays]).verdict).toBe('certificate-invalid');
  });

  it('sees a page of the proxy, which came without being asked for', () => {
    const page = { signIn: false, reason: 'not-http', began: '\\x0a<!doctype html>' };
    const results = [result('connect', 'pass'), result('tls', 'fail', { reason: 'not-tls', page })];
    expect(gatewayVerdict(results)).toEqual({ verdict: 'captive-portal', stage: 'tls' });
    // A response declared as HTML is a page, even if the second request finds none, unless a server answers.
    const html = result('connect', 'pass', { contentType: 'text/html; charset=utf-8' });
    const tls = (seen: object) => result('tls', 'fail', { reason: 'not-tls', page: seen });
    expect(gatewayVerdict([html, tls({ signIn: false, reason: 'timeout' })]).verdict).toBe('captive-portal');
    expect(gatewayVerdict([html, tls({ signIn: false, httpStatus: 200 })]).verdict).toBe('tls-failed');
    expect(gatewayVerdict([result('connect', 'pass'), tls({ signIn: false })]).verdict).toBe('tls-failed');
  });

  it('takes another certificate than on the direct way for inspection, whatever came of it', () => {
    const different = result('certificate', 'fail', { reason: 'another-certificate' });
    const inspected = { verdict: 'tls-inspection', stage: 'certificate' };
    expect(gatewayVerdict([different, result('sstp', 'pass')])).toEqual(inspected);
    expect(gatewayVerdict([different, result('http', 'fail', { httpStatus: 400 })])).toEqual(inspected);
  });

  it('detects an offload in front of the gateway by an Ack under a certificate that cannot be its own', () => {
    const signs = ['root-not-public', 'no-cdp-and-no-aia', 'not-self-signed', 'not-profile-root'];
    const verdictOf = (inspectionSigns: string[], last: StageResult) =>
      gatewayVerdict([result('certificate', 'fail', { reason: 'wrong-root', inspectionSigns }), last])
        .verdict;
    const ack = result('sstp', 'pass');
    expect(verdictOf(signs, ack)).toBe('tls-offload');
    expect(
      verdictOf(
        signs.filter((sign) => sign !== 'not-self-signed'),
        ack,
      ),
    ).toBe('tls-offload');
    expect(verdictOf([...signs, 'through-proxy'], ack)).toBe('tls-inspection');
    expect(verdictOf(signs, result('http', 'fail', { httpStatus: 400 }))).toBe('tls-inspection');
    expect(verdictOf(['not-profile-root', 'root-not-public'], ack)).toBe('wrong-root');
  });

  it('is no inspection under the root that the profile names', () => {
    const evidence = { reason: 'untrusted-root', inspectionSigns: INSPECTED };
    const verdictOf = (more: object) =>
      gatewayVerdict([result('certificate', 'fail', { ...evidence, ...more })]).verdict;
    expect(verdictOf({})).toBe('tls-inspection');
    expect(verdictOf({ asProfileExpects: true })).toBe('untrusted-root');
    expect(verdictOf({ asProfileExpects: false })).toBe('tls-inspection');
  });

  it('sees inspection behind a trusted root by the proxy that answers inside TLS', () => {
    const http411 = result('http', 'fail', { reason: 'status', httpStatus: 411 });
    const http404 = result('http', 'fail', { reason: 'status', httpStatus: 404 });
    const http404Via = result('http', 'fail', { reason: 'status', httpStatus: 404, proxyHeaders: ['via'] });
    const certificate = (signs: string[]) => result('certificate', 'pass', { inspectionSigns: signs });
    expect(gatewayVerdict([certificate(INSPECTED), http411]).verdict).toBe('tls-inspection');
    expect(gatewayVerdict([certificate(INSPECTED), http404Via]).verdict).toBe('tls-inspection');
    expect(gatewayVerdict([certificate(INSPECTED), http404]).verdict).toBe('not-sstp');
    expect(gatewayVerdict([certificate(without('root-not-public')), http411]).verdict).toBe('not-sstp');
  });

  it('is reachable with an Ack, warnings and skips included', () => {
    const results = [result('dns', 'skip'), result('http', 'warn'), result('sstp', 'pass')];
    expect(gatewayVerdict(results)).toEqual({ verdict: 'reachable', stage: null });
  });

  it('is not reachable through a device that ends TLS, even with an Ack and a trusted certificate', () => {
    const signs = ['root-not-public', 'no-cdp-and-no-aia'];
    const verdictOf = (evidence: object) =>
      gatewayVerdict([result('certificate', 'pass', { ...evidence }), result('sstp', 'pass')]);
    const offload = { verdict: 'tls-offload', stage: 'certificate' };
    expect(verdictOf({ inspectionSigns: [...signs, 'not-profile-root'] })).toEqual(offload);
    const inspection = { verdict: 'tls-inspection', stage: 'certificate' };
    expect(verdictOf({ inspectionSigns: signs, azureName: true })).toEqual(inspection);
    expect(verdictOf({ inspectionSigns: signs, notOfProfile: true })).toEqual(offload);
    expect(verdictOf({ inspectionSigns: [...signs, 'through-proxy'], azureName: true })).toEqual({
      ...offload,
      verdict: 'tls-inspection',
    });
    const reachable = { verdict: 'reachable', stage: null };
    expect(verdictOf({ inspectionSigns: signs })).toEqual(reachable);
    expect(verdictOf({ inspectionSigns: signs, azureName: true, asProfileExpects: true })).toEqual(reachable);
    expect(verdictOf({ azureName: true })).toEqual(reachable);
  });

  it('is not tested on a route that cannot be tested, whatever failed', () => {
    const unsupported = result('connect', 'skip', { reason: 'route-unsupported' });
    const results = [result('dns', 'pass'), unsupported, result('tcp', 'fail', { reason: 'refused' })];
    expect(gatewayVerdict(results)).toEqual({ verdict: 'not-tested', stage: 'dns' });
  });

  it('takes no page of a proxy that refused CONNECT for that of one that accepted', () => {
    const page = { signIn: false, began: '<html>' };
    const tls = result('tls', 'fail', { reason: 'not-tls', page });
    expect(gatewayVerdict([result('connect', 'warn'), tls]).verdict).toBe('tls-failed');
    expect(gatewayVerdict([result('connect', 'pass'), tls]).verdict).toBe('captive-portal');
    const html = result('connect', 'pass', { contentType: 'text/html' });
    expect(gatewayVerdict([html, result('tls', 'fail', { reason: 'not-tls' })]).verdict).toBe('tls-failed');
  });

  it('claims nothing without an Ack', () => {
    expect(portalStage([result('dns', 'pass')])).toBeNull();
    expect(gatewayVerdict([result('dns', 'pass'), result('dns', 'pass'), result('tcp', 'pass')])).toEqual({
      verdict: 'not-tested',
      stage: 'tcp',
    });
    expect(gatewayVerdict([result('sstp', 'skip'), result('tcp', 'pass')]).verdict).toBe('not-tested');
    expect(gatewayVerdict([])).toEqual({ verdict: 'not-tested', stage: null });
    expect(gatewayVerdict([result('connect', 'skip', { reason: 'route-unsupported' })])).toEqual({
      verdict: 'not-tested',
      stage: 'connect',
    });
  });
});
