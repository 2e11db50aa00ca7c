import type { NoAnswer } from '../../core/fleet/result.ts';

/**
 * Error codes of a refused WinRM connection (PSRemotingTransportException.ErrorCode; winerror.h, wsmerror.h).
 * From documentation only: the lab has no WinRM.
 */
const REFUSED = new Set([
  5, // ERROR_ACCESS_DENIED
  1326, // ERROR_LOGON_FAILURE
  0x8009030e, // SEC_E_NO_CREDENTIALS
  0x80090322, // SEC_E_WRONG_PRINCIPAL
  0x80090311, // SEC_E_NO_AUTHENTICATING_AUTHORITY
  0x803380e4, // explicit credentials for a host that is not trusted (TrustedHosts)
]);

/**
 * The result of a WinRM connection by its code: refused or unreachable. ssh has no such code and is diagnosed
 * separately.
 */
export function refusalOfWinRm(errorCode: number | null): NoAnswer {
  return errorCode !== null && REFUSED.has(errorCode >>> 0) ? 'sign-in-refused' : 'unreachable';
}
