/** What a report shows: the text of an HTML or Markdown file, as it is copied from there. */
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

/** A backslash takes the meaning from a punctuation mark, except in code. */
function ofMarkdown(content: string): string {
  return content.replaceAll(/(`+)(.+?)\1(?!`)|\\([!-/:-@[-`{-~])/g, (_all, _fence, code, mark) =>
    unescaped(code === undefined ? mark : code.replace(/^ (.*) $/, '$1')),
  );
}
