/** Errors of the functions of the module, by their English template. */
export const MODULE_ERRORS_JA: Readonly<Record<string, string>> = {
  '{0} is not an option of this function.': '{0} はこの関数のオプションではありません。',
  'It takes these: {0}.': '使用できるもの: {0}。',
  '{0} must be {1}, not {2}.': '{0} には {1} を指定してください ({2} が指定されています)。',
  'a function': '関数',
  'a list with an entry': '要素が 1 つ以上ある配列',
  'a list of strings': '文字列の配列',
  'a number': '数値',
  'a string': '文字列',
  'a string without NUL characters': 'NUL 文字を含まない文字列',
  'a string with text': '空でない文字列',
  'an AbortSignal': 'AbortSignal オブジェクト',
  'an object': 'オブジェクト',
  'one of these: {0}': '次のいずれか: {0}',
};
