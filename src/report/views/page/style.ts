/**
 * The one style sheet of a report. It may ask nothing of anybody: the page names its digest and forbids all else.
 * Colours have a contrast of 4.5 to 1 or more on their ground, light and dark.
 */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1b1b; --ground: #ffffff; --soft: #f2f4f6; --line: #8a929b;
  --quiet: #565d66; --pass: #0f6b2f; --fail: #b01020; --warn: #7a4d00; }
@media (prefers-color-scheme: dark) { :root { --text: #eeeeee; --ground: #17191c; --soft: #23262b; --line: #7c858f;
  --quiet: #b3bac2; --pass: #6fdc8c; --fail: #ff9aa2; --warn: #f5c26b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; font: 1rem/1.5 system-ui, "Segoe UI", sans-serif;
  color: var(--text); background: var(--ground); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem;
  border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; } pre { white-space: pre-wrap; background: var(--soft); border: 1px solid var(--line);
  padding: .75rem; margin: .25rem 0; }
pre, code, td, dd { font-family: ui-monospace, Consolas, monospace; font-size: .9rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .1rem 1rem; margin: .25rem 0; }
dt { color: var(--quiet); } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: .25rem 0; } caption { text-align: left; font-weight: 600; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
.wide { overflow-x: auto; } .wide th, .wide td { min-width: 9rem; overflow-wrap: break-word; }
.outcome p { font-size: 1.1rem; font-weight: 600; } .outcome dd, .outcome dt { color: var(--text); }
.outcome dd { font-family: inherit; font-size: 1rem; }
.outcome { margin: 0 0 1rem; padding: .5rem .75rem; background: var(--soft);
  border-left: .4rem solid currentcolor; }
.pass, .added { color: var(--pass); } .fail, .error, .removed { color: var(--fail); } .warn, .warning { color: var(--warn); }
.skip, .info, .quiet { color: var(--quiet); }
del, ins { text-decoration: none; }
ul, ol { list-style: none; padding: 0; margin: .25rem 0; }
.finding { border-left: .25rem solid currentcolor; padding-left: .75rem; margin: .75rem 0; }
.finding p { color: var(--text); }
.stages { display: flex; flex-wrap: wrap; gap: .5rem 0; }
.stages li { display: flex; align-items: center; }
.stages li + li::before { content: ""; width: 1.25rem; border-top: 2px solid var(--line); }
.stages span { border: 2px solid currentcolor; border-radius: .4rem; padding: .2rem .5rem; }
.stages small, .fetches small { display: block; color: var(--text); }
summary { cursor: pointer; } details { margin: .25rem 0; }
footer { margin-top: 2rem; color: var(--quiet); font-size: .9rem; }
@media (max-width: 30rem) { body { padding: .5rem; } dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; }
  .stages { flex-direction: column; } .stages li { flex-direction: column; align-items: flex-start; }
  .stages li + li::before { width: 0; height: .75rem; border-top: 0; border-left: 2px solid var(--line);
    margin-left: 1rem; }
  table, thead, tbody, tr, th, td, caption { display: block; } td { border-top: 0; } }
@media print { :root { color-scheme: light; --text: #000000; --ground: #ffffff; --soft: #ffffff; --line: #666666;
  --quiet: #444444; --pass: #0f6b2f; --fail: #b01020; --warn: #7a4d00; }
  body { max-width: none; padding: 0; font-size: 10pt; } h2, h3 { break-after: avoid; }
  .wide { overflow-x: visible; } .wide th, .wide td { min-width: 0; overflow-wrap: anywhere; }
  tr, .finding, .stages li, dl > div { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } }
`;
