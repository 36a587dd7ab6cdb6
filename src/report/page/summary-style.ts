/** The summary, the threshold, people, and what closes the page. */
export const SUMMARY_STYLE = `
#summary { margin-top: 1.75rem; }
.lead { font-size: 1.3125rem; line-height: 1.45; max-width: 46rem; letter-spacing: -.006em; text-wrap: pretty; }
.proportions { display: block; margin-top: 1.5rem; border-radius: 5px; }
.of-identified { fill: var(--identified); }
.of-unknown { fill: var(--unknown); opacity: .55; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr)); gap: 1rem; margin-top: 1.25rem; }
.figure dt { font-size: .875rem; color: var(--quiet); }
.figure dd { font-size: 1.625rem; line-height: 1.2; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.figure.identified dd { color: var(--identified); }
.figure.unknown dd { color: var(--unknown); }
.figure.failed dd { color: var(--failed); }
.panels { display: grid; grid-template-columns: 1fr; gap: 1.5rem; margin-top: 2rem; }
.panels .panel { margin: 0; min-width: 0; }
.panel p { max-width: 44rem; }
.panel h2 { font-size: 1.0625rem; margin-bottom: .375rem; }
.panel .facts > div { padding-block: .1875rem; }
.split { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: .875rem 3rem; }
.panel.warning { background: var(--warn-page); border-color: var(--warn-line); }
.panel.warning h2 { color: var(--unknown); }
.panel.warning h2::before { content: '!'; display: inline-grid; place-items: center; width: 1.25em; height: 1.25em; margin-right: .5em; border: 2px solid currentColor; border-radius: 50%; font-size: .8125em; font-weight: 700; }
.key { margin-top: .75rem; font-size: .8125rem; display: flex; gap: .75rem; align-items: center; }
.key .bar { flex: none; }
.rows { border-top: 1px solid var(--line); }
.row { display: grid; grid-template-columns: 3rem 12rem minmax(0, 1fr); grid-template-rows: auto 1fr; column-gap: 1rem; padding-block: 1rem; border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 130px; }
.row h3, .row > .quiet { grid-column: 1 / 3; }
.row > .quiet { font-size: .875rem; }
.row.person h3, .row.person > .quiet { grid-column: 2; }
.row .portrait { grid-row: 1 / 3; }
.row .portrait > * { width: 48px; height: 48px; border-radius: 50%; }
.row .tiles { grid-column: 3; grid-row: 1 / 3; }
.row:target { background: var(--sunk); }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; }
.tile { display: block; width: 72px; text-decoration: none; }
.tile-caption { display: block; margin-top: .25rem; font-size: .8125rem; line-height: 1.3; color: var(--quiet); font-variant-numeric: tabular-nums; }
.tile-caption > * { display: block; }
.tile-caption strong { color: var(--ink); font-weight: 600; }
a.tile:hover .face-image { outline: 2px solid var(--quiet); outline-offset: 2px; }
.face-image, .face-blank { display: block; width: 72px; height: 72px; border-radius: 8px; object-fit: cover; background: var(--sunk); }
.tiles .more { align-self: center; font-size: .875rem; }
#closest .tiles { margin-top: 1rem; gap: 1rem 1.25rem; }
#closest li { display: contents; }
#closest .tile { width: 112px; }
#closest .face-image, #closest .face-blank { width: 100%; height: auto; aspect-ratio: 1; }
#closest strong { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.empty { color: var(--quiet); }
.absent { margin-top: 1rem; }
.absent summary { cursor: pointer; color: var(--quiet); }
.names { columns: 14rem; margin-top: .75rem; font-size: .9375rem; }
.problems { margin: .5rem 0 2rem; font-size: .9375rem; }
.problems li { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0 1.5rem; padding-block: .5rem; border-top: 1px solid var(--line); }
#problems h3 .quiet { font-weight: 400; margin-left: .5rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 2rem 3rem; }
.columns h3 { margin-bottom: .5rem; }
.networks li { padding-block: .625rem; border-top: 1px solid var(--line); font-size: .9375rem; }
.columns .facts > div { border-top: 1px solid var(--line); padding-block: .375rem; }
@media (max-width: 40rem) {
  .figures { grid-template-columns: repeat(auto-fit, minmax(4.75rem, 1fr)); gap: .75rem; }
  .problems li { grid-template-columns: minmax(0, 1fr); }
  .problems li > :last-child { color: var(--quiet); font-size: .875rem; }
  #closest .tiles { gap: .75rem; }
  #closest .tile { width: calc((100% - 1.5rem) / 3); }
}
@media (max-width: 52rem) {
  .row { grid-template-columns: 3rem minmax(0, 1fr); grid-template-rows: auto; }
  .row .tiles { grid-column: 1 / -1; grid-row: auto; margin-top: .75rem; }
  .row h3, .row > .quiet { grid-column: 1 / -1; }
}
`;
