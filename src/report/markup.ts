/** Text that is already HTML. Only {@link html} and {@link verbatim} make it. */
export interface Markup {
  readonly markup: string;
}

/** What a template may hold: strings and numbers are escaped, markup is not, and nothing stands for nothing. */
export type MarkupPart = Markup | string | number | readonly Markup[] | undefined;

/** A tagged template whose every value is escaped unless it is markup itself; attributes must stand in double quotes. */
export function html(literals: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const written = literals.map((literal, place) => literal + partText(parts[place]));
  return { markup: written.join('') };
}

/** Text taken as markup unread. Only for text of our own. */
export function verbatim(markup: string): Markup {
  return { markup };
}

/**
 * Text that is safe between tags and inside quoted attributes. Characters that HTML cannot hold (controls, halves of
 * surrogate pairs) become U+FFFD.
 */
export function escapeText(text: string): string {
  return text.replace(UNHOLDABLE, '\uFFFD').replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Cc without tab and line feed, and lone surrogates.
const UNHOLDABLE = /(?![\t\n])[\p{Cc}\p{Cs}]/gu;

function partText(part: MarkupPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(({ markup }) => markup).join('');
}
