import fc from 'fast-check';
import { lexer, walkTokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { onOneLine } from '../../../../src/core/model/neutralise.ts';
import { type RunRecord, recordOf } from '../../../../src/report/model/record.ts';
import { type Texts, textsIn } from '../../../../src/report/text/texts.ts';
import { reportHtml } from '../../../../src/report/views/page/html/html.ts';
import { reportMarkdown } from '../../../../src/report/views/page/markdown.ts';
import { HOSTILE, namedEverywhere, STORIES, WHOLE_STORIES } from '../../../support/stories/stories.ts';

describe.each(['en', 'ja'] as const)('reports in %s', (language) => {
  const formats = {
    html: (record: RunRecord, texts: Texts) =>
      reportHtml(record, texts).replaceAll(/<(style|script)>.*?<\/\1>/gs, '<$1></$1>'),
    md: reportMarkdown,
  };
  it.each(['html', 'md'] as const)(
    'as %s, of a machine that is fixed, and one that its owner cannot fix',
    async (format) => {
      const texts = await textsIn(language);
      // The structure of every story is tested; markup is read once.
      const pages = WHOLE_STORIES.slice(format === 'html' ? 2 : 1).map(
        (name) => `<!-- ${name} -->\n${formats[format](recordOf(STORIES[name] ?? []), texts)}`,
      );
      await expect(pages.join('\n')).toMatchFileSnapshot(`reports.golden.${language}.${format}`);
    },
  );
});

/** Characters that break out of HTML, Markdown and terminals, in any order. */
const hostile = fc.oneof(
  fc.constant(HOSTILE),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '<',
          '>',
          '&',
          '"',
          "'",
          '`',
          '``',
          '|',
          '\\',
          '[',
          '](',
          ')',
          '!',
          '*',
          '_',
          '~~',
          '#',
          '- ',
          '\n',
          '\n\n',
        ],
        ...[
          'http://e.example',
          'www.e.example',
          '<b>',
          '&lt;',
          '&#60;',
          '--',
          '```',
          ':',
          '@all',
          ' ',
          'x',
          '\u202e',
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);
const RUNS = { numRuns: 300 };

describe('a text from outside, wherever it stands', () => {
  it('makes no element, no attribute and no entity of HTML', () => {
    // The picture has other nodes if the text is not a valid host name, but always only these elements.
    const elements = /^(?:section|h2|h3|div|p|b|ol|li|span)$/;
    const shape = (page: string) => {
      const [picture = ''] = /<section class="picture".*?<\/section>/s.exec(page) ?? [];
      for (const [, name] of picture.matchAll(/<\/?([^\s/>]+)/g)) expect(name).toMatch(elements);
      const rest = page.replace(picture, '');
      return rest.replace(/>[^<]*</g, '><').replace(/<title>[^<]*/, '');
    };
    const plain = shape(reportHtml(recordOf(namedEverywhere('x'))));
    fc.assert(
      fc.property(hostile, (text) => {
        const page = reportHtml(recordOf(namedEverywhere(text)));
        expect(shape(page)).toBe(plain);
        expect(page).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
      }),
      RUNS,
    );
  });

  it('makes no markup of Markdown, calls nobody, and code shows it as it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const found: string[] = [];
        const code: string[] = [];
        walkTokens(lexer(reportMarkdown(recordOf(namedEverywhere(text)))), (token) => {
          if (['html', 'link', 'image', 'def', 'del', 'em'].includes(token.type)) found.push(token.raw);
          if (token.type === 'codespan' || token.type === 'code') code.push(token.text);
          else if (token.type === 'text' && !('tokens' in token)) expect(token.text).not.toMatch(/@\w/);
        });
        expect(found).toEqual([]);
        const line = onOneLine(text).trim();
        if (line !== '') expect(code.some((one) => one.includes(line))).toBe(true);
      }),
      { ...RUNS, examples: [['\\|http://e.example']] },
    );
  });
});
