/** Colours, type and the frame of the page. */
export const BASE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f5f2; --surface: #fff; --sunk: #efede8; --ink: #1d2125; --quiet: #5a6169; --line: #dfdcd5;
  --identified: #0e6657; --unknown: #8a4d00; --failed: #a52a22; --warn-page: #fdf3df; --warn-line: #d9a441;
  --track: #e4e1da; --muted-fill: #a9a69f; --focus: #1d5fbf;
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #131517; --surface: #1b1e21; --sunk: #24282c; --ink: #e7e5e0; --quiet: #a0a6ad; --line: #31363b;
    --identified: #63c7b2; --unknown: #e2ab5c; --failed: #f0938a; --warn-page: #2b2416; --warn-line: #8d6a26;
    --track: #33383d; --muted-fill: #6c7278; --focus: #8ab8ff;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); overflow-wrap: anywhere; }
h1, h2, h3, p, dl, dd, ol, ul, figure, fieldset, table { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 620; letter-spacing: -.008em; }
h3 { font-size: 1rem; line-height: 1.4; font-weight: 600; }
a { color: inherit; text-decoration-color: var(--quiet); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
code { font: .8125em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--quiet); }
img { display: block; max-width: 100%; }
.wrap { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
.quiet { color: var(--quiet); }
.small { font-size: .8125rem; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--surface); padding: .5rem 1rem; z-index: 2; }
.masthead { padding-block: 2.5rem 0; display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: baseline; justify-content: space-between; }
.masthead h1 { flex: 1 1 20rem; }
.masthead nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.masthead nav a { text-decoration: none; display: inline-block; padding-block: .25rem; }
.masthead nav a:hover { text-decoration: underline; }
.masthead .quiet { flex-basis: 100%; font-size: .875rem; }
main { padding-bottom: 4rem; }
section { margin-top: 3rem; }
.section-head { display: flex; flex-wrap: wrap; gap: .125rem 1rem; align-items: baseline; margin-bottom: 1rem; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem 1.5rem; margin-top: 1.5rem; }
.facts > div { display: grid; grid-template-columns: 7.5rem 1fr; gap: 1rem; padding-block: .25rem; font-size: .9375rem; }
.facts dt { color: var(--quiet); }
@media (max-width: 40rem) {
  .wrap { padding: 0 1rem; }
  .masthead { padding-top: 1.5rem; }
  .masthead nav { font-size: .9375rem; }
  .masthead nav ul { gap: .25rem 1rem; }
  .panel { padding: 1rem; }
  section { margin-top: 2.25rem; }
  .facts > div { grid-template-columns: 6rem 1fr; gap: .75rem; }
}
@media print {
  .tools, nav, .skip { display: none; }
  .photo, .row { break-inside: avoid; content-visibility: visible; }
}
`;
