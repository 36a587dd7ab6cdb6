/** The tools, the cards of the photos, and what is drawn on them. */
export const PHOTOS_STYLE = `
.tools { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: center; margin-bottom: 1rem; font-size: .9375rem; }
.tools .search { flex: 1 1 14rem; max-width: 22rem; }
.tools .search > span, .tools .sort > span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.tools input[type=search], .tools select { width: 100%; min-height: 2.5rem; padding: 0 .75rem; font: inherit; color: var(--ink); background: var(--surface); border: 1px solid var(--muted-fill); border-radius: 8px; }
.tools ::placeholder { color: var(--quiet); opacity: 1; }
.segments { border: 1px solid var(--line); background: var(--sunk); border-radius: 10px; display: flex; flex-wrap: wrap; padding: 3px; min-width: 0; }
.segments label { position: relative; cursor: pointer; }
.segments input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
.segments span { display: block; padding: .3125rem .75rem; border-radius: 7px; white-space: nowrap; }
.segments b { font-weight: 400; color: var(--quiet); font-variant-numeric: tabular-nums; margin-left: .125rem; }
.segments input:checked + span { background: var(--surface); box-shadow: 0 1px 2px rgb(0 0 0 / .18); }
.segments input:focus-visible + span { outline: 2px solid var(--focus); }
#shown { font-size: .875rem; }
.photo { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.25rem 1.25rem; margin-top: 1rem; content-visibility: auto; contain-intrinsic-size: auto 380px; }
.photo:target { border-color: var(--focus); box-shadow: 0 0 0 1px var(--focus); }
.photo > h3 { font-size: .9375rem; font-weight: 500; margin-bottom: .75rem; }
.evidence { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 1.5rem; align-items: start; }
.evidence > :only-child { grid-column: 1 / -1; }
.picture { position: sticky; top: 1rem; justify-self: start; overflow: hidden; border-radius: 8px; background: var(--sunk); }
.picture img { width: auto; height: auto; max-height: 27rem; }
.boxes { position: absolute; inset: 0; }
.halo, .box { fill: none; vector-effect: non-scaling-stroke; }
.halo { stroke: rgb(0 0 0 / .55); stroke-width: 4; }
.box { stroke-width: 2; }
.box.identified { stroke: #7fe3cd; }
.box.unknown { stroke: #ffc978; stroke-dasharray: 6 4; }
.tag { font-size: 13px; font-weight: 600; }
.tag.identified { fill: #06241e; }
.tag.unknown { fill: #2c1a00; }
.flood-identified { flood-color: #7fe3cd; }
.flood-unknown { flood-color: #ffc978; }
.faces { display: grid; gap: 1.25rem; }
.face { display: grid; grid-template-columns: auto minmax(0, 1fr); grid-template-rows: auto 1fr; column-gap: 1rem; }
.pair { grid-row: 1 / 3; }
.more-said { grid-column: 2; }
.face + .face { border-top: 1px solid var(--line); padding-top: 1.25rem; }
.pair { display: flex; gap: 4px; }
.pair figcaption { font-size: .75rem; color: var(--quiet); margin-top: .25rem; }
.pair figure:first-child > :first-child { border-radius: 8px 2px 2px 8px; }
.pair figure:last-child > :first-child { border-radius: 2px 8px 8px 2px; }
.verdict { font-weight: 620; display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: baseline; }
.verdict.identified { color: var(--identified); }
.verdict.unknown { color: var(--unknown); }
.verdict.failed { color: var(--failed); }
.verdict .small { font-weight: 400; }
.verdict .score { margin-left: auto; }
.score { font-variant-numeric: tabular-nums; }
.reason { font-size: .875rem; }
.reason::first-letter { text-transform: uppercase; }
.candidates { margin-block: .5rem; font-size: .8125rem; }
.candidates li { display: grid; grid-template-columns: minmax(0, 9rem) minmax(2.5rem, 1fr) 3.25rem; gap: .625rem; align-items: center; line-height: 1.25; padding-block: .125rem; }
.candidates .score { text-align: right; white-space: nowrap; }
.bar { display: block; }
.track { fill: var(--track); }
.fill.accepted { fill: var(--identified); }
.fill.below { fill: var(--muted-fill); }
.mark { stroke: var(--ink); stroke-width: 1.5; }
@media (max-width: 52rem) {
  .evidence { grid-template-columns: minmax(0, 1fr); gap: 1rem; }
  .picture { position: relative; top: 0; }
  .picture img { max-height: 70vh; }
}
@media (max-width: 40rem) {
  .photo { padding: .875rem 1rem 1rem; }
  .face { column-gap: .75rem; }
  .verdict .score { margin-left: 0; }
  .pair { grid-row: auto; }
  .pair .face-image, .pair .face-blank { width: 60px; height: 60px; }
  .more-said { grid-column: 1 / -1; margin-top: .25rem; }
  .tight { display: none; }
  .tools .search, .tools .sort { flex: 1 1 100%; max-width: none; }
}
@media (forced-colors: active) {
  .segments input:checked + span { outline: 2px solid Highlight; }
}
`;
