import { type Call, OPTION_NAMES, ROWS } from '../../core/options/table.ts';

/** The files and folders that a call names, as typed. */
export function namedFiles({ options }: Call): string[] {
  return (
    OPTION_NAMES.filter((name) => ROWS[name].kind === 'file')
      .flatMap((name) => [options[name] ?? []].flat().map((file) => ({ name, file: String(file) })))
      // The name of a program, such as pwsh, is no file.
      .filter(({ name, file }) => file !== '' && (name !== 'powershell' || /[\\/]/.test(file)))
      .map(({ file }) => file)
  );
}
