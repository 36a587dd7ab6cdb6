import type { Collection } from '../../../collections/collection.ts';
import type { AnalysedFaces, CollectionFigures, FaceAnalysis } from '../../../collections/face-analysis.ts';
import { type CollectionFinding, settlementKey, settlementOf } from '../../../collections/findings.ts';
import type { GroundedFinding } from '../../../core/audit-finding.ts';
import { QuenError } from '../../../core/errors.ts';
import { stackRows } from '../../../numerics/matrix.ts';
import type { ServicePorts } from '../service-ports.ts';
import { peopleIn, toldFinding } from './told-finding.ts';

/** Collections whose findings and figures are held, the latest asked for. */
const HELD = 8;
/** Faces read at once. */
const PART = 1000;

/** What came of looking at a whole collection, as it was at a version. */
interface Held<T> {
  readonly version: number;
  readonly made: Promise<T>;
}

/** Looks at whole collections when asked, and holds what was found until they change. */
export class CollectionInsights {
  readonly #ports: ServicePorts;
  readonly #analysis: FaceAnalysis;
  readonly #findings = new Map<string, Held<readonly CollectionFinding[]>>();
  readonly #figures = new Map<string, Held<CollectionFigures | undefined>>();

  constructor(ports: ServicePorts, analysis: FaceAnalysis) {
    this.#ports = ports;
    this.#analysis = analysis;
  }

  /** What is wrong with the enrolled faces and is not settled, surest first. Throws `NOT_FOUND`, `ENCRYPTION_KEY` and `WORKER_CRASHED`. */
  async findings(collectionId: string): Promise<readonly CollectionFinding[]> {
    const collection = await this.#ports.store.collection(collectionId);
    return await held(this.#findings, collection, async () => {
      const found = await this.#analysis.audit(await this.#faces(collectionId));
      return await this.#told(collectionId, found);
    });
  }

  /** A finding that was told of. Throws `NOT_FOUND` for one that was not, or not since the service started. */
  async finding(collectionId: string, findingId: string): Promise<CollectionFinding> {
    const told = await this.#findings.get(collectionId)?.made;
    const found = told?.find(({ id }) => id === findingId);
    if (found !== undefined) return found;
    throw new QuenError(
      'NOT_FOUND',
      `There is no finding '${findingId}' any more. Ask for the findings again.`,
    );
  }

  /** What is to be expected of the collection; undefined with fewer than two people. Throws as {@link findings}. */
  async figures(collectionId: string): Promise<CollectionFigures | undefined> {
    const collection = await this.#ports.store.collection(collectionId);
    const { rule, fpir } = collection;
    return await held(this.#figures, collection, async () =>
      this.#analysis.figures(await this.#faces(collectionId), { rule, fpir }),
    );
  }

  /** Lets a collection go. */
  forget(collectionId: string): void {
    this.#findings.delete(collectionId);
    this.#figures.delete(collectionId);
  }

  async #faces(collectionId: string): Promise<AnalysedFaces> {
    const { store } = this.#ports;
    const templates = (await store.templates(collectionId, 'enrolled')).filter(
      ({ personId }) => personId !== undefined,
    );
    const sides = await this.#sides(collectionId);
    const rows = templates.map(({ embedding }) => embedding);
    return {
      faceIds: templates.map(({ faceId }) => faceId),
      personIds: templates.map(({ personId }) => personId as string),
      sidesPx: templates.map(({ faceId }) => sides.get(faceId) ?? 0),
      embeddings: stackRows(rows, rows[0]?.length ?? 0),
    };
  }

  async #sides(collectionId: string): Promise<Map<string, number>> {
    const sides = new Map<string, number>();
    let after: string | undefined;
    do {
      const where = { limit: PART, ...(after !== undefined && { after }) };
      const page = await this.#ports.store.facesInState(collectionId, 'enrolled', where);
      for (const { id, box } of page.items) sides.set(id, Math.max(box.widthPx, box.heightPx));
      after = page.next;
    } while (after !== undefined);
    return sides;
  }

  async #told(collectionId: string, found: readonly GroundedFinding[]): Promise<CollectionFinding[]> {
    const { store } = this.#ports;
    const settled = new Set((await store.settlements(collectionId)).map(settlementKey));
    const asked = found
      .map((finding) => ({ ...finding, faceIds: finding.photos }))
      .filter((finding) => !settled.has(settlementKey(settlementOf(finding))));
    const names = await store.names([...new Set(asked.flatMap(peopleIn))]);
    return asked.map((finding) => toldFinding(finding, names));
  }
}

async function held<T>(
  kept: Map<string, Held<T>>,
  { id, version }: Collection,
  make: () => Promise<T>,
): Promise<T> {
  const before = kept.get(id);
  if (before?.version === version) return await before.made;
  const entry = { version, made: make() };
  kept.delete(id);
  kept.set(id, entry);
  const [oldest] = kept.keys();
  if (kept.size > HELD && oldest !== undefined) kept.delete(oldest);
  // What failed is tried again at the next request.
  entry.made.catch(() => kept.get(id) === entry && kept.delete(id));
  return await entry.made;
}
