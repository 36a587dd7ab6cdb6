import type { SkippedFile } from '../core/identification.ts';

/** A line for each file that took no part, or took part without a network. */
export function skippedText(skipped: readonly SkippedFile[]): string {
  const wordOf = (code: string): string => (code === 'network-left-out' ? 'note' : 'left out');
  return skipped.map(({ path, code, reason }) => `  ${wordOf(code)}: ${path}: ${reason}\n`).join('');
}
