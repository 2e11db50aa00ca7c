import type { NoAnswer } from '../../core/fleet/result.ts';

/**
 * Codes of a connection that WinRM made and that was refused (PSRemotingTransportException.ErrorCode; winerror.h,
 * wsmerror.h). Written from documentation: nothing in the lab speaks WinRM.
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
 * What became of a connection over WinRM by its code: refused, or nothing that could be reached. Over ssh there is no
 * code, and ssh is asked by itself.
 */
export function refusalOfWinRm(errorCode: number | null): NoAnswer {
  return errorCode !== null && REFUSED.has(errorCode >>> 0) ? 'sign-in-refused' : 'unreachable';
}
