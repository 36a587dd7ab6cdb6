/** The style of the reference; colours are the review page's. */
export const REFERENCE_STYLE = `:root {
  color-scheme: light dark;
  --page: #f6f5f2; --surface: #fff; --sunk: #efede8; --ink: #1d2125; --quiet: #5a6169; --line: #dfdcd5;
  --brand: #0e6657; --brand-soft: #e0efeb; --danger: #a52a22; --change: #8a4d00; --focus: #1d5fbf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #131517; --surface: #1b1e21; --sunk: #24282c; --ink: #e7e5e0; --quiet: #a0a6ad; --line: #31363b;
    --brand: #63c7b2; --brand-soft: #1d332f; --danger: #f0938a; --change: #e2ab5c; --focus: #8ab8ff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
  display: grid; grid-template-columns: 17rem minmax(0, 1fr); grid-template-areas: "head head" "nav main";
  max-width: 80rem; margin-inline: auto;
}
a { color: var(--brand); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--surface); padding: 0.5rem; z-index: 1; }
header { grid-area: head; padding: 1.5rem 1.5rem 0.5rem; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
.version { font-size: 1rem; font-weight: 400; color: var(--quiet); }
nav {
  grid-area: nav; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto;
  padding: 1rem 0.5rem 2rem 1.5rem; font-size: 0.875rem;
}
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: flex; gap: 0.4rem; align-items: baseline; padding: 0.2rem 0; text-decoration: none; color: var(--ink); }
nav li a:hover { text-decoration: underline; }
nav .group { margin: 0.9rem 0 0.2rem; font-weight: 600; }
nav .method { flex: 0 0 3.4rem; }
main { grid-area: main; padding: 1rem 1.5rem 4rem; outline: none; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.375rem; }
main > section:first-child h2 { margin-top: 0.5rem; }
article { background: var(--surface); border: 1px solid var(--line); border-radius: 0.5rem; padding: 1rem 1.25rem; margin: 0 0 1rem; }
h3 { margin: 0 0 0.5rem; font-size: 1.0625rem; }
h4 { margin: 1.1rem 0 0.35rem; font-size: 0.9375rem; }
p { margin: 0.25rem 0; }
code { font-family: ui-monospace, monospace; font-size: 0.875em; }
.method { font: 600 0.75rem/1.4 ui-monospace, monospace; color: var(--brand); }
.method.delete { color: var(--danger); }
.method.patch, .method.put { color: var(--change); }
h3 .method { font-size: 0.875rem; border: 1px solid currentColor; border-radius: 0.25rem; padding: 0.1rem 0.4rem; }
.scope, .limits, .media, .optional, .type { color: var(--quiet); font-size: 0.875rem; font-weight: 400; }
.fields { margin: 0; }
.fields > div { padding: 0.35rem 0; border-top: 1px solid var(--line); }
.fields > div:first-child { border-top: 0; }
.fields dt code { font-weight: 600; }
.fields dd { margin: 0; font-size: 0.9375rem; }
.fields .fields { margin: 0.35rem 0 0 0.5rem; padding-left: 0.75rem; border-left: 2px solid var(--line); }
.choices { margin: 0.25rem 0; padding-left: 1.1rem; }
pre { background: var(--sunk); border-radius: 0.375rem; padding: 0.75rem; margin: 0.35rem 0; overflow: auto; max-height: 24rem; overflow-wrap: normal; }
@media (max-width: 52rem) {
  body { display: block; }
  nav { position: static; max-height: none; padding: 0.5rem 1rem; border-bottom: 1px solid var(--line); }
  nav li a { padding: 0.35rem 0; }
  header, main { padding-inline: 1rem; }
  article { padding: 0.75rem 0.9rem; }
}
@media print { nav { display: none; } body { display: block; } pre { max-height: none; } }
`;
