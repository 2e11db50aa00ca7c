/**
 * The behavior of a report, as a function of its root element, its words, the element that announces, and an
 * abort signal. A separate report file and one in p2s-fix.html share it.
 *
 * The only script of a report: the page's policy has its digest. It shows the buttons, which need it; copies the
 * text beside a button, or selects it where the browser refuses; and sorts and filters a fleet's table, of which
 * it shows only the first rows, because a browser needs many seconds to lay out thousands. It creates no markup,
 * and contains no `<`, which could end its element.
 */
export const BEHAVIOUR = `(root, words, status, signal) => {
  let last = null;
  const announce = (button, text) => {
    if (last !== null) last.firstChild.data = words.copy;
    last = button;
    button.firstChild.data = text;
    status.textContent = text + ': ' + button.lastChild.textContent;
  };
  const select = (source) => {
    const details = source.closest('.copy details');
    if (details !== null) details.open = true;
    getSelection().selectAllChildren(source);
  };
  for (const button of root.querySelectorAll('.copy button')) {
    const source = button.parentElement.querySelector('pre, code');
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(source.textContent);
        announce(button, words.copied);
      } catch {
        select(source);
        announce(button, words.selected);
      }
    });
  }

  const order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  for (const list of root.querySelectorAll('.computers')) {
    const [body, filter, more] = ['tbody', '.filter', '.more'].map((name) => list.querySelector(name));
    const [input, count] = [filter.querySelector('input'), filter.querySelector('[role=status]')];
    const rows = Array.from(body.rows);
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    let limit = 200;
    const show = () => {
      const asked = input.value.toLowerCase().split(' ');
      const matching = rows.filter((row) => asked.every((word) => texts.get(row).includes(word)));
      body.replaceChildren(...matching.slice(0, limit));
      more.hidden = limit >= matching.length;
      count.textContent = matching.length + ' / ' + rows.length;
    };
    const heads = Array.from(list.querySelectorAll('thead th:not(.still)'));
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const turn = head.ariaSort === 'ascending' ? -1 : 1;
        for (const one of heads) one.ariaSort = null;
        head.ariaSort = turn === 1 ? 'ascending' : 'descending';
        const keys = new Map(rows.map((row) => [row, row.cells[column].textContent]));
        rows.sort((a, b) => turn * order(keys.get(a), keys.get(b)));
        show();
      });
    });
    const grow = (by) => {
      limit += by;
      show();
    };
    input.addEventListener('input', show);
    more.addEventListener('click', () => grow(500));
    addEventListener('beforeprint', () => grow(rows.length), { signal });
    addEventListener('afterprint', () => grow(-rows.length), { signal });
    filter.hidden = false;
    show();
  }
}`;

export const SCRIPT = `
(${BEHAVIOUR})(document, document.body.dataset, document.getElementById('status'));
`;
