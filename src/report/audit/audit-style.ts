import { BASE_STYLE } from '../page/base-style.ts';
import { SUMMARY_STYLE } from '../page/summary-style.ts';

/** Style of the page of an audit. */
export const AUDIT_STYLE = `${BASE_STYLE}${SUMMARY_STYLE}
.section-head { flex-direction: column; }
.kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 0 2rem; margin-top: 1.25rem; }
.kinds a { display: flex; justify-content: space-between; gap: 1rem; padding-block: .5rem; border-top: 1px solid var(--line); text-decoration: none; }
.kinds a:hover { text-decoration: underline; }
.kinds b { font-variant-numeric: tabular-nums; font-weight: 600; }
.finding { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); gap: 1rem 2rem; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.25rem; margin-top: 1rem; content-visibility: auto; contain-intrinsic-size: auto 220px; }
.finding:target { border-color: var(--focus); }
.finding.accepted { border-color: var(--identified); box-shadow: inset 4px 0 0 var(--identified); }
.finding-pictures { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: flex-start; }
.subjects, .others { display: flex; flex-wrap: wrap; gap: .75rem; align-items: flex-start; }
.others { padding-left: 1.5rem; border-left: 1px solid var(--line); }
.finding figure { width: 112px; }
.finding img, .picture-blank { display: block; width: 112px; height: 112px; object-fit: cover; border-radius: 8px; background: var(--sunk); }
.finding figcaption { font-size: .75rem; line-height: 1.35; color: var(--quiet); margin-top: .25rem; }
.finding figcaption > * { display: block; }
.sureness { font-weight: 400; color: var(--quiet); margin-left: .5rem; white-space: nowrap; }
.finding .reason { font-size: .9375rem; margin-top: .375rem; }
.fix { margin-top: .75rem; }
.fix label { display: inline-flex; gap: .5rem; align-items: baseline; padding: .375rem .75rem; border: 1px solid var(--muted-fill); border-radius: 8px; cursor: pointer; }
.fix input { flex: none; accent-color: var(--identified); }
.accepting { position: sticky; bottom: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; background: var(--surface); border: 1px solid var(--line); border-radius: 12px 12px 0 0; padding: .75rem 1.25rem; margin-top: 2rem; box-shadow: 0 -4px 16px rgb(0 0 0 / .08); }
.accepting button { font: inherit; font-weight: 600; color: var(--surface); background: var(--identified); border: 0; border-radius: 8px; padding: .5rem 1rem; cursor: pointer; }
.accepting button:disabled { background: var(--track); color: var(--quiet); cursor: default; }
.accepting .clash { color: var(--failed); flex-basis: 100%; }
.commands { margin-top: 1rem; }
.commands code { display: block; padding: .5rem .75rem; background: var(--sunk); border-radius: 8px; margin-top: .5rem; color: var(--ink); }
@media (max-width: 52rem) {
  .finding { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 40rem) {
  .finding { padding: .875rem 1rem; }
  .finding figure, .finding img, .picture-blank { width: 88px; }
  .finding img, .picture-blank { height: 88px; }
  .others { padding-left: 0; border-left: 0; }
  .accepting { margin-inline: -1rem; border-radius: 0; padding-inline: 1rem; }
}
@media print { .accepting { display: none; } }
`;
