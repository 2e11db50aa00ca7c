/**
 * The only style sheet of a report. It must not load anything: the page has its digest and forbids all else.
 * Colors have a contrast of at least 4.5 to 1, light and dark.
 */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --ground: #ffffff; --soft: #f4f6f8; --line: #d1d9e0;
  --edge: #8a929b; --quiet: #565d66; --pass: #0f6b2f; --fail: #b01020; --warn: #7a4d00; --next: #1849a9;
  --pass-soft: #eefaf2; --fail-soft: #fef2f2; --warn-soft: #fdf6e7; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --ground: #14171b; --soft: #1f242a;
  --line: #3d444d; --edge: #7c858f; --quiet: #a9b1ba; --pass: #6fdc8c; --fail: #ff9aa2; --warn: #f5c26b;
  --next: #8ab4ff; --pass-soft: #14261a; --fail-soft: #2c1719; --warn-soft: #2a2213; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; padding: 1.25rem 1.5rem; max-width: 66rem; font: 1rem/1.5 system-ui, "Segoe UI", sans-serif;
  color: var(--text); background: var(--ground); overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0; }
h2 { font-size: 1.125rem; margin: 1.1rem 0 .3rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .2rem 0; } a { color: var(--next); }
pre { white-space: pre-wrap; background: var(--soft); border: 1px solid var(--line); border-radius: .4rem;
  padding: .75rem; margin: .25rem 0; }
pre, code, td, dd { font-family: ui-monospace, Consolas, monospace; font-size: .9rem; }
dl { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: .1rem 1rem; margin: .25rem 0; }
dt { color: var(--quiet); } dd { margin: 0; }
header { display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; margin-bottom: .75rem; font-size: .875rem; }
header dl { display: contents; } header dl > div { display: flex; gap: .4rem; }
header .name { font-weight: 600; margin: 0; } header dd { font: inherit; }
table { border-collapse: collapse; width: 100%; margin: .25rem 0 1rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; }
table + .quiet { margin-top: -.5rem; font-size: .9rem; }
thead th { color: var(--quiet); font-size: .9rem; border-bottom-color: var(--edge); }
.wide { overflow-x: auto; } .wide th, .wide td { min-width: 9rem; overflow-wrap: break-word; }
.outcome { padding: .75rem 1.25rem; border-left: .4rem solid currentcolor; border-radius: 0 .5rem .5rem 0; }
.outcome.pass { background: var(--pass-soft); } .outcome.fail { background: var(--fail-soft); }
.outcome.warn, .outcome.skip { background: var(--warn-soft); }
.outcome .label { margin-right: .25rem; } .outcome h1 { color: var(--text); }
.outcome.pass .label { color: var(--pass); } .outcome.fail .label { color: var(--fail); }
.outcome.warn .label { color: var(--warn); }
.outcome dl { margin-top: .75rem; color: var(--text); } .outcome dd { font: inherit; }
.pass { color: var(--pass); } .fail, .error { color: var(--fail); } .warn, .warning { color: var(--warn); }
.skip, .info, .quiet { color: var(--quiet); }
del, ins { text-decoration: none; } del { color: var(--fail); } ins { color: var(--pass); font-weight: 600; }
ul, ol { list-style: none; padding: 0; margin: .25rem 0; }
.owner { background: var(--soft); border-left: .4rem solid var(--next); border-radius: 0 .5rem .5rem 0;
  padding: .6rem 1.25rem; margin: .5rem 0; }
.owner h3 { margin: 0; color: var(--next); }
.copy { display: flex; align-items: flex-start; gap: .5rem .75rem; margin: .3rem 0; }
.copy > pre, .copy > code, .copy > details { flex: 1 1 auto; margin: 0; min-width: 0; }
.copy code, .copy pre { background: var(--ground); }
.copy code { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .75rem; }
.copy > .quiet { align-self: center; } .copy summary { padding: .4rem 0; }
button { font: inherit; font-size: .9rem; color: var(--text); background: var(--ground); border: 1px solid var(--edge);
  border-radius: .4rem; padding: .35rem .9rem; cursor: pointer; flex: none; }
button:hover { border-color: var(--next); color: var(--next); }
:focus-visible { outline: 3px solid var(--next); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.status { position: fixed; right: 1rem; bottom: 1rem; margin: 0; padding: .5rem 1rem; max-width: 80vw;
  border-radius: .4rem; background: var(--text); color: var(--ground); }
.status:empty { padding: 0; }
.finding { border-left: .25rem solid currentcolor; padding-left: .75rem; margin: .75rem 0; }
.finding h3 { margin-top: 0; } .finding p { color: var(--text); }
.stages { display: flex; flex-wrap: wrap; gap: .5rem 0; }
.stages li { display: flex; align-items: center; }
.stages li + li::before { content: ""; width: 1.25rem; border-top: 2px solid var(--edge); }
.stages span { border: 2px solid currentcolor; border-radius: .4rem; padding: .2rem .5rem; }
.stages small, .fetches small { display: block; color: var(--text); }
.picture { container-type: inline-size; }
.route + .route { border-top: 1px solid var(--line); margin-top: .5rem; padding-top: .25rem; }
.route h3 { margin: .15rem 0; } .route h3 .quiet { font-weight: 400; } .route ol { display: flex; align-items: center; }
.node { flex: 0 1 auto; min-width: 7rem; max-width: 15rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--soft);
  padding: .4rem .6rem; font-size: .875rem; line-height: 1.4; position: relative; }
.node span { display: block; font-size: .8125rem; } .link span { display: block; }
.link { flex: 1 1 4rem; min-width: 4rem; display: grid; grid-template-rows: 1fr 2px 1fr; font-size: .8125rem; line-height: 1.3; }
.link > div { align-self: end; text-align: center; text-wrap: balance; padding: 0 .9rem .25rem .5rem; color: var(--quiet); }
.link::before { content: ""; grid-row: 2; border-top: 2px solid; margin-right: .2rem; }
.link.fail::before { border-top-style: dashed; } .link.skip::before { border-top-style: dotted; }
.link + .node::before { content: ""; position: absolute; right: calc(100% + .2rem); top: 50%; width: .55rem; height: .55rem;
  border: solid; border-width: 2px 2px 0 0; transform: translateY(-50%) rotate(45deg); color: var(--quiet); }
.link.pass + .node::before { color: var(--pass); } .link.fail + .node::before { color: var(--fail); }
@container (max-width: 42rem) { .route ol { flex-direction: column; align-items: stretch; } .node { max-width: none; }
  .link { flex: none; min-height: 2.5rem; grid-template: 1fr / 2px 1fr; margin-left: 1.25rem; }
  .link > div { grid-area: 1 / 2; align-self: center; text-align: left; padding: .4rem 0 .5rem 1rem; }
  .link::before { grid-area: 1 / 1; margin: 0 0 .2rem; border-top: 0; border-left: 2px solid; }
  .link.fail::before { border-left-style: dashed; } .link.skip::before { border-left-style: dotted; }
  .link + .node::before { right: auto; left: .975rem; top: -.55rem; transform: rotate(135deg); } }
summary { cursor: pointer; } details { margin: .25rem 0; } summary h2 { display: inline; }
section > details { border-top: 1px solid var(--line); padding: .35rem 0; margin: 0; }
section:not(:has(> details)) + section > details { margin-top: 1.25rem; }
section > details > summary h2 { font-size: 1rem; }
footer { margin-top: .75rem; color: var(--quiet); font-size: .9rem; }
.cause { border-top: 1px solid var(--line); padding: .75rem 0; } .cause h3 { margin: 0; }
.bar { display: block; width: 100%; height: .75rem; margin: .4rem 0; fill: currentcolor; }
.bar .track { fill: var(--line); }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; }
input { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--edge);
  border-radius: .4rem; padding: .3rem .6rem; width: 16rem; max-width: 100%; }
.computers .wide { content-visibility: auto; contain-intrinsic-size: auto 60rem; }
.computers th, .computers td { min-width: 5rem; max-width: 24rem; padding: .3rem .75rem .3rem 0; font-family: inherit;
  font-size: .875rem; }
.computers tbody th { font-weight: 600; position: sticky; left: 0; background: var(--ground); }
.filter label { display: flex; align-items: center; gap: .5rem; }
th button { border: 0; padding: .25rem 0; font-weight: 600; color: var(--quiet); background: none; text-align: left;
  white-space: nowrap; }
th button::after { content: " \\2195"; } [aria-sort=ascending] button::after { content: " \\2191"; }
[aria-sort=descending] button::after { content: " \\2193"; }
[aria-sort] button { color: var(--next); }
@media (max-width: 40rem) { body { padding: 1rem; } h1 { font-size: 1.3rem; }
  .outcome, .owner { padding: .75rem 1rem; } .copy { flex-direction: column; align-items: stretch; }
  .copy button { align-self: flex-start; } }
@media (max-width: 42rem) { .parts :is(tr, td, th) { display: block; padding: 0; border: 0; } .parts thead { display: none; }
  .parts tr { padding: .3rem 0; border-bottom: 1px solid var(--line); }
  .parts td::before { content: attr(data-of); display: block; color: var(--quiet); font: .8rem system-ui, sans-serif; } }
@media (max-width: 42rem) { .computers :is(thead, tr, tbody th) { display: block; } .computers td { display: inline; padding: 0; border: 0; }
  .computers td + td:not(:empty)::before { content: " \\B7  "; } .computers tbody th { padding: 0; border: 0; }
  .computers tbody tr { padding: .3rem 0; border-bottom: 1px solid var(--line); }
  .computers thead :is(th, td) { display: inline-block; min-width: 0; border: 0; padding: 0 .75rem 0 0; } }
@media (max-width: 30rem) { main dl { grid-template-columns: 1fr; } main dt { margin-top: .4rem; }
  .stages { flex-direction: column; } .stages li { flex-direction: column; align-items: flex-start; }
  .stages li + li::before { width: 0; height: .75rem; border-top: 0; border-left: 2px solid var(--edge);
    margin-left: 1rem; }
  th, td, td code { font-size: .8rem; padding-right: .5rem; } }
@media print { :root { color-scheme: light; --text: #000000; --ground: #ffffff; --soft: #ffffff; --line: #666666;
  --edge: #666666; --quiet: #444444; --pass: #0f6b2f; --fail: #b01020; --warn: #7a4d00; --next: #1849a9;
  --pass-soft: #ffffff; --fail-soft: #ffffff; --warn-soft: #ffffff; }
  body { max-width: none; padding: 0; font-size: 10pt; } h2, h3, caption, summary { break-after: avoid; }
  p, li { orphans: 3; widows: 3; } .copy { display: block; } summary { list-style: none; }
  .copy button, .more, .status, .filter { display: none; }
  th button { display: contents; font-size: 7.5pt; } th button::after { content: none !important; }
  .wide { overflow-x: visible; } .wide th, .wide td { min-width: 0; overflow-wrap: anywhere; }
  .computers .wide { content-visibility: visible; } .computers tbody th { position: static; }
  .computers th, .computers td { min-width: 4.75rem; padding: .2rem .3rem .2rem 0; font-size: 7.5pt; }
  a[href^=http]::after { content: " <" attr(href) ">"; color: var(--quiet); }
  .copy > code { display: block; } .cause pre { columns: 9rem; }
  section[aria-labelledby]:not(:has(> .causes, > .computers)), h2, h3, tr, details details, .copy > code, :not(.cause *) > pre,
  .outcome, .owner, .route, .finding, .stages li, dl > div { break-inside: avoid; }
  .cause :is(h3, .bar, p), .owner h3 { break-after: avoid; }
  section > details:not([open]) { display: none; } details::details-content { content-visibility: visible; block-size: auto; } }
@page { margin: 14mm; }
`;
