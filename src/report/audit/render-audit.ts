import { FINDING_KINDS, type Finding, type FindingKind } from '../../core/audit-finding.ts';
import { html, type Markup, verbatim } from '../markup.ts';
import { provenanceSection } from '../sections/provenance.ts';
import { counted, grouped, named } from '../wording.ts';
import type { AuditModel } from './audit-model.ts';
import { AUDIT_SCRIPT } from './audit-script.ts';
import { AUDIT_STYLE } from './audit-style.ts';
import { findingCard } from './finding-card.ts';
import { KIND_WORDING } from './kind-wording.ts';

/** SHA-256 of the page's style in base64. `test/unit/report` says what it must be. */
export const AUDIT_STYLE_SHA256 = 'wfCqI0czOCjMJ2gkgJgy4yWftYmBxoYyIQkmHNw8tYY=';
/** SHA-256 of the page's script in base64. `test/unit/report` says what it must be. */
export const AUDIT_SCRIPT_SHA256 = 'ZLXOU0bVloWOeH/vXBmwDS1aYRM60u/wFYd61QhyTIA=';

const CONTENT_POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src 'sha256-${AUDIT_STYLE_SHA256}'`,
  `script-src 'sha256-${AUDIT_SCRIPT_SHA256}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** `audit.html` in pieces of at most one finding each: one file that asks for nothing from outside. */
export function* renderAudit(model: AuditModel): Generator<string> {
  const kinds = kindsOf(model.findings);
  yield pageHead(model).markup;
  yield summary(model, kinds).markup;
  for (const [kind, findings] of kinds) {
    yield kindHead(kind, findings, model).markup;
    for (const finding of findings) if (model.shown.has(finding.id)) yield findingCard(model, finding).markup;
    yield '</section>\n';
  }
  yield acceptingBar(model)?.markup ?? '';
  yield skippedSection(model)?.markup ?? '';
  yield provenanceSection(model).markup;
  yield foot(model).markup;
}

type Kinds = readonly (readonly [FindingKind, readonly Finding[]])[];

/** Kinds that were found, in their own order; within each the surest comes first. */
function kindsOf(findings: readonly Finding[]): Kinds {
  return FINDING_KINDS.map(
    (kind) => [kind, findings.filter((finding) => finding.kind === kind)] as const,
  ).filter(([, found]) => found.length > 0);
}

function pageHead({ title }: AuditModel): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(CONTENT_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Quen">
<title>Audit of ${title}</title>
<style>${verbatim(AUDIT_STYLE)}</style>
</head>
<body>
<header class="wrap masthead"><h1>Audit of ${title}</h1><p class="quiet">Made by Quen</p></header>
<main class="wrap">
`;
}

function summary({ counts, findings, fixes }: AuditModel, kinds: Kinds): Markup {
  const said = `${counted(counts.people, 'person', 'people')}, ${counted(counts.photos, 'photo')}, ${grouped(counts.faces)} with a face.`;
  const found =
    findings.length === 0
      ? 'Nothing was found that is worth a look.'
      : `${counted(findings.length, 'finding')}, the surest first in each kind. Nothing has been changed.`;
  const links = kinds.map(
    ([kind, of]) =>
      html`<li><a href="#${kind}"><span>${KIND_WORDING[kind].title}</span><b>${grouped(of.length)}</b></a></li>`,
  );
  const how =
    fixes === undefined
      ? undefined
      : html`<p class="quiet commands">Tick what is right, save the list, and have it carried out; it can be undone.<code>quen audit --apply accepted-fixes.json</code></p>`;
  return html`<section id="summary" aria-label="Summary"><p class="lead">${said} ${found}</p><ul class="kinds">${links}</ul>${how}</section>
`;
}

function kindHead(kind: FindingKind, findings: readonly Finding[], { shown }: AuditModel): Markup {
  const { title, advice } = KIND_WORDING[kind];
  const hidden = findings.filter(({ id }) => !shown.has(id)).length;
  const rest = hidden === 0 ? '' : ` ${counted(hidden, 'more finding')} in audit.json.`;
  return html`<section id="${kind}" aria-labelledby="${kind}-title">
<div class="section-head"><h2 id="${kind}-title">${title} <span class="quiet">${grouped(findings.length)}</span></h2><p class="quiet">${advice}${rest}</p></div>
`;
}

/** What is accepted so far, and the button that saves it. Hidden until the script is there to work it. */
function acceptingBar({ fixes }: AuditModel): Markup | undefined {
  if (fixes === undefined) return undefined;
  return html`<div class="accepting" id="accepting" role="region" aria-label="Accepted fixes" hidden><button type="button" id="download" disabled>Save accepted fixes</button><span id="accepted" role="status"></span><span id="clash" class="clash" role="alert" hidden></span></div>
`;
}

/** Files named at most. */
const SKIPPED_LIMIT = 500;

function skippedSection({ skipped }: AuditModel): Markup | undefined {
  if (skipped.length === 0) return undefined;
  const rows = skipped
    .slice(0, SKIPPED_LIMIT)
    .map(({ path, reason }) => html`<li><span>${named(path)}</span><span>${reason}</span></li>`);
  return html`<section id="skipped" aria-labelledby="skipped-title"><div class="section-head"><h2 id="skipped-title">Passed over</h2><p class="quiet">${counted(skipped.length, 'file')} that took no part.</p></div><ul class="problems">${rows}</ul></section>
`;
}

/** The list stands in the page as data that is never run; `<` is written so that no name can end it. */
function foot({ fixes }: AuditModel): Markup {
  const list =
    fixes === undefined
      ? undefined
      : html`<script type="application/json" id="fixes">${verbatim(JSON.stringify(fixes).replaceAll('<', '\\u003c'))}</script>
<script>${verbatim(AUDIT_SCRIPT)}</script>
`;
  return html`</main>
${list}</body>
</html>
`;
}
