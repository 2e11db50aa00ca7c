/** The visible text of an HTML or Markdown report, as a user would copy it. */
export function shownText(file: string, content: string): string {
  if (file.endsWith('.html'))
    return unescaped(content.replace(/<style>.*?<\/style>/s, '').replaceAll(/<[^>]*>/g, '\n'));
  return file.endsWith('.md') ? ofMarkdown(content) : content;
}

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** A backslash escapes a punctuation mark, except in code: in inline code, or in a fenced block. */
function ofMarkdown(content: string): string {
  const code = /^(`{3,})[^\n]*\n([\s\S]*?)^\1`*$|(`+)(.+?)\3(?!`)|\\([!-/:-@[-`{-~])/gm;
  return content.replaceAll(code, (_all, _fence, block, _tick, span, mark) => {
    if (block !== undefined) return block;
    return unescaped(span === undefined ? mark : span.replace(/^ (.*) $/, '$1'));
  });
}
