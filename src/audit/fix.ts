import { z } from 'zod';

/** A path below a folder: forward slashes, nothing that leads out of the folder. */
const pathBelow = z
  .string()
  .min(1)
  .refine(staysBelow, { error: 'must be a path below the folder, with forward slashes and no . or ..' });

/** One file moved. The only thing a fix ever does: nothing is deleted, copied or written over. */
export const moveSchema = z.strictObject({
  action: z.literal('move'),
  /** Below the people folder, as the file system spells it, with forward slashes: `Person/photo.jpg`. */
  from: pathBelow,
  /** `people`: to another place below the people folder. `aside`: out of it, so that it is nobody's photo any more. */
  into: z.enum(['people', 'aside']),
  /** Below that folder. No file was there at the time of the audit, and no two moves of a list end at one place. */
  to: pathBelow,
  /** Of the file at the time of the audit, hexadecimal: a file that is another by now is not moved. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What mends one finding: all of its moves, or none. */
export const fixSchema = z.strictObject({
  /** Id of the finding it mends; no two fixes of a list share one. */
  finding: z.string().min(1),
  /** What it does, in one plain sentence. */
  title: z.string(),
  /** Set by the user: only accepted fixes are carried out. */
  accepted: z.boolean(),
  moves: z.array(moveSchema).min(1),
});

/** The list a user edits: `fixes.json`. */
export const fixesFileSchema = z.strictObject({
  kind: z.literal('quen-audit-fixes'),
  version: z.literal(1),
  /** Absolute path of the people folder. */
  people: z.string().min(1),
  /** Absolute path of the folder for photos set aside; made when first needed. It lies beside the people folder. */
  aside: z.string().min(1),
  /** Surest finding first. */
  fixes: z.array(fixSchema),
});

/** One file moved below the people folder, or out of it to the folder for photos set aside. */
export type Move = Readonly<z.output<typeof moveSchema>>;
/** What mends one finding: all of its moves, or none. */
export type Fix = Readonly<Omit<z.output<typeof fixSchema>, 'moves'>> & { readonly moves: readonly Move[] };
/** The list a user edits: `fixes.json`. */
export type FixesFile = Readonly<Omit<z.output<typeof fixesFileSchema>, 'fixes'>> & {
  readonly fixes: readonly Fix[];
};

/** Two accepted fixes that would move the same photo, of which only one can. */
export interface FixConflict {
  /** The photo, as `from` of the moves spells it. */
  readonly from: string;
  /** Findings whose fixes move it, in the order of the list; at least two. */
  readonly findings: readonly string[];
}

/** Photos that more than one accepted fix moves, in the order they are first moved; none is the rule. */
export function conflictingFixes(fixes: readonly Fix[]): FixConflict[] {
  const findingsOf = new Map<string, string[]>();
  for (const fix of fixes.filter(({ accepted }) => accepted)) {
    for (const { from } of fix.moves) {
      const findings = findingsOf.get(from);
      if (findings === undefined) findingsOf.set(from, [fix.finding]);
      else findings.push(fix.finding);
    }
  }
  return [...findingsOf].flatMap(([from, findings]) => (findings.length > 1 ? [{ from, findings }] : []));
}

function staysBelow(path: string): boolean {
  if (path.includes('\\') || path.includes('\0')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
