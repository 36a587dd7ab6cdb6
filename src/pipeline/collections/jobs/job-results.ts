import type { FaceAnswer } from '../../../collections/identify-answer.ts';
import type { Job, SettledPhoto } from '../../../collections/jobs.ts';
import type { Page, PageRequest } from '../../../collections/ports.ts';
import { namedFace, namesIn } from '../identify-photo.ts';
import type { JobService } from './job-service.ts';

/** What a photo of a job came to, as it is told. */
export type JobResult = { readonly number: number; readonly label?: string } & (
  | {
      readonly kind: 'searched';
      readonly photoId?: string;
      readonly widthPx: number;
      readonly heightPx: number;
      readonly faces: readonly FaceAnswer[];
    }
  | {
      readonly kind: 'enrolled';
      readonly personId: string;
      readonly photoId: string;
      /** Absent where the very same photo was enrolled before. */
      readonly faceId?: string;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string }
  | { readonly kind: 'erased' }
);

/**
 * What a job found, in the order in which it was found, with the names that people have now. Throws `DATABASE_*`.
 * @returns also the people who are named in it, each once
 */
export async function jobResults(
  { ports, jobs }: JobService,
  { id, task }: Job,
  page: PageRequest,
): Promise<Page<JobResult> & { readonly personIds: readonly string[] }> {
  const settled = await jobs.results(id, page);
  const outcomes = settled.items.flatMap(({ outcome }) => (outcome ? [outcome] : []));
  const faces = outcomes.flatMap((outcome) => (outcome.kind === 'searched' ? outcome.faces : []));
  const names = await namesIn(ports, faces);
  const limit = task.kind === 'identify' ? task.limit : 1;
  const items = settled.items.map((photo) => resultOf(photo, names, limit));
  const enrolled = outcomes.flatMap((outcome) => (outcome.kind === 'enrolled' ? [outcome.personId] : []));
  return {
    items,
    ...(settled.next !== undefined && { next: settled.next }),
    personIds: [...new Set([...names.keys(), ...enrolled])],
  };
}

function resultOf(
  { number, label, outcome }: SettledPhoto,
  names: ReadonlyMap<string, string>,
  limit: number,
): JobResult {
  const of = { number, ...(label !== undefined && { label }) };
  if (outcome === undefined) return { ...of, kind: 'erased' };
  if (outcome.kind !== 'searched') return { ...of, ...outcome };
  const faces = outcome.faces.map((face) => namedFace(face, names, { limit, evidence: true }));
  return { ...of, ...outcome, faces };
}
