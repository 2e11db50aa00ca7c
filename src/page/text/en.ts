import { MAX_FILE_SIZE } from '../../core/fleet/file-limit.ts';

/** The texts of the page itself; the program writes the answers. */
export const EN = {
  title: 'p2s-fix: check the proxy settings of a Windows VPN computer',
  lead: 'Drop files of a computer whose Azure VPN over SSTP does not connect. The page shows what is wrong and who must act, and creates the files of the repair.',
  private: 'Everything stays on this computer: the page sends nothing, keeps nothing, and works offline.',
  files: 'Files',
  drop: 'Drop files or folders here, or choose them',
  choose: 'Choose files',
  chooseFolder: 'Choose a folder',
  accepts:
    '.reg exports, captures, VPN client packages (.zip), VpnSettings.xml, azurevpnconfig.xml, .ovpn, .pbk, a PAC file, a transcript of Test-P2SPath.ps1, results of many computers (JSON, NDJSON, CSV).',
  paste: 'Error code or message',
  pasteHint: 'For example 0x80092013, error 798, or the whole message of Windows.',
  samples: 'Without a file, try a sample computer:',
  sampleNames: {
    broken: 'The two proxy settings differ',
    quotes: 'A proxy with quotation marks',
    aligned: 'Everything is as it should be',
  },
  options: 'Options',
  source: 'Which setting is right',
  sources: { wininet: 'WinINET, that of the user', winhttp: 'WinHTTP, that of the computer' },
  proxy: 'Proxy for both (HOST:PORT)',
  bypass: 'Bypass list',
  pac: 'PAC file address for WinINET',
  direct: 'No proxy at all',
  gateways: 'VPN gateways, one on each line',
  redact: 'Replace names by pseudonyms',
  remove: (name: string) => `Remove ${name}`,
  more: (count: number) => `and ${count} more`,
  clear: 'Start again',
  kinds: {
    export: 'registry export',
    capture: 'computer capture',
    profile: 'VPN profile',
    pac: 'PAC file',
    transcript: 'path transcript',
    collected: 'results of computers',
    text: 'text',
  },
  working: (done: number, of: number) => `Working: ${done} of ${of} done`,
  cancel: 'Cancel',
  cancelled: 'Cancelled. The files are still here.',
  answer: (number: number) => `Result ${number}`,
  command: 'The same with the command-line program:',
  saveReport: 'Save the report:',
  repair: 'Save the repair, to run on that computer:',
  failed: (reason: string) => `The page could not do this: ${reason}`,
  tooLarge: (name: string) => `${name} is larger than ${MAX_FILE_SIZE} and was left out.`,
  notTested: 'What only that computer can test',
  notTestedWhy:
    'This page did not connect to anything. Only the computer itself can test whether the two routes work.',
  collect:
    'These two commands, run there as the VPN user, write the proxy settings to two files, for this page:',
  testPath:
    'Test-P2SPath.ps1 tests the routes on that computer and writes a transcript with -OutFile, for p2s-fix verify --transcript. This page judges those that end before the certificates of the gateway.',
  sha256: 'SHA-256',
  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected: copy it with Ctrl+C',
  language: 'Language',
};

export type PageTexts = typeof EN;
