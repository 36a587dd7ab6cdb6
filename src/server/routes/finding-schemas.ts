import { z } from '@hono/zod-openapi';
import type { CollectionFinding } from '../../collections/findings.ts';
import { FINDING_KINDS } from '../../core/audit-finding.ts';

const namedPerson = z.object({ personId: z.string(), name: z.string() });
const faceIds = z.array(z.string());
const score = z.number();
const scored = { person: namedPerson, score };
const isSameFile = z.boolean();

const groundsSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('unlike-own'),
      ...scored,
      other: z
        .object({ ...scored, isOutside: z.boolean() })
        .optional()
        .openapi({
          description: 'Whom the face is most like',
        }),
      isNobodys: z.boolean().openapi({ description: 'Whether it is like nobody enough to be theirs' }),
      agreeing: z
        .array(z.enum(['confident-learning', 'nearest-photos']))
        .openapi({ description: 'Which other rules say so too' }),
    }),
    z.object({ kind: z.literal('unlike-each-other'), ...scored }),
    z.object({
      kind: z.literal('alike'),
      people: z.array(namedPerson).length(2),
      score,
      isOutside: z.boolean(),
    }),
    z.object({
      kind: z.literal('falls-apart'),
      ...scored,
      larger: z.int(),
      smaller: z.int(),
      like: z
        .object({ ...scored, count: z.int() })
        .optional()
        .openapi({ description: 'Whom the smaller part is like' }),
    }),
    z.object({ kind: z.literal('repeated'), isSameFile, count: z.int() }),
    z.object({
      kind: z.literal('shared'),
      isSameFile,
      people: z.array(namedPerson),
      owner: z.object(scored).optional().openapi({ description: 'Whose other faces it fits' }),
    }),
  ])
  .openapi('FindingGrounds', { description: 'The reason as data; scores are mean cosines' });

/** What may be wrong with the people of a collection. */
export const findingSchema = z
  .object({
    id: z.string(),
    kind: z.enum(FINDING_KINDS),
    confidence: z.number().openapi({ description: 'How likely it is so; the list is by it' }),
    people: z.array(namedPerson).openapi({ description: 'The one to look at first' }),
    faceIds,
    evidence: z.array(z.object({ faceId: z.string(), personId: z.string(), score: z.number() })),
    proposal: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('move'), faceIds, to: namedPerson }),
        z.object({ kind: z.literal('move-to-new'), faceIds, name: z.string() }),
        z.object({ kind: z.literal('set-aside'), faceIds }),
        z.object({ kind: z.literal('merge'), from: namedPerson, into: namedPerson }),
        z.object({ kind: z.literal('none') }),
      ])
      .openapi({ description: 'What the answer `yes` does' }),
    reason: z.string().openapi({ description: 'In English' }),
    grounds: groundsSchema,
  })
  .openapi('Finding');

/** A finding as JSON has it. */
export function findingJson(finding: CollectionFinding): z.input<typeof findingSchema> {
  return JSON.parse(JSON.stringify(finding)) as z.input<typeof findingSchema>;
}
