/**
 * The one script of a report: the page's policy names its digest. It shows the buttons, which do nothing without it, and
 * copies the text beside a button; where the browser refuses, it selects that text. It makes no markup, and has no `<`,
 * so that nothing in it ends its element.
 */
export const SCRIPT = `
(() => {
  const words = document.body.dataset;
  const status = document.getElementById('status');
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
  for (const button of document.querySelectorAll('.copy button')) {
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
})();
`;
