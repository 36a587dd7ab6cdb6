import type { Collection } from '../../collections/collection.ts';
import type { CollectionDecision, ScoreRule, TemplateUpdate } from '../../collections/face-search.ts';
import { QuenError } from '../../core/errors.ts';
import type { ServicePorts } from './service-ports.ts';

/** Changes that come one soon after the other are calibrated together. */
const QUIET_MS = 300;

interface Live {
  readonly rule: ScoreRule;
  decision: CollectionDecision;
  isCalibrating: boolean;
  isDue: boolean;
}

/**
 * The collections that are held ready to search. A change of who is enrolled is searched at once; its threshold is set in the
 * background, and answers come from the one before until the new one takes its place whole.
 */
export class LiveCollections {
  readonly #ports: ServicePorts;
  readonly #live = new Map<string, Promise<Live>>();
  readonly #work = new Set<Promise<void>>();

  constructor(ports: ServicePorts) {
    this.#ports = ports;
  }

  /** Loads and calibrates a collection unless it is held. Throws `NOT_FOUND`, `ENCRYPTION_KEY` and `GALLERY_NETWORK_MISMATCH`. */
  async open(collectionId: string): Promise<Pick<Live, 'rule' | 'decision' | 'isCalibrating'>> {
    let live = this.#live.get(collectionId);
    if (live === undefined) {
      live = this.#load(collectionId);
      this.#live.set(collectionId, live);
      // A collection that could not be loaded is tried again at the next request.
      live.catch(() => this.#forgetUnloaded(collectionId));
    }
    return await live;
  }

  /** Brings a change of templates to the search; returns once later searches see it. */
  async update(collectionId: string, updates: readonly TemplateUpdate[]): Promise<void> {
    const live = (await this.open(collectionId)) as Live;
    if (updates.length === 0) return;
    await this.#ports.search.update(collectionId, updates);
    live.isDue = true;
    if (!live.isCalibrating) this.#begin(collectionId, live);
  }

  /** Takes faces out of what is searched, also of a collection that cannot be opened. */
  async takeOut(collectionId: string, faceIds: readonly string[]): Promise<void> {
    const live = await this.#live.get(collectionId)?.catch(() => undefined);
    // What is not held is read anew before it is searched, and then without them.
    if (live === undefined) return;
    await this.update(
      collectionId,
      faceIds.map((faceId) => ({ faceId, personId: undefined })),
    );
  }

  /** Lets a collection go. */
  async forget(collectionId: string): Promise<void> {
    this.#live.delete(collectionId);
    await this.#ports.search.forget(collectionId);
  }

  /** Settles when no threshold is being set. */
  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  #forgetUnloaded(collectionId: string): void {
    this.#live.delete(collectionId);
    // Where even this fails the search has ended, which is told elsewhere.
    this.#ports.search.forget(collectionId).catch(() => undefined);
  }

  async #load(collectionId: string): Promise<Live> {
    const collection = await this.#ports.store.collection(collectionId);
    this.#assertNetworks(collection);
    const templates = await this.#ports.store.templates(collectionId, 'enrolled');
    await this.#ports.search.update(collectionId, templates);
    return {
      rule: collection.rule,
      decision: await this.#calibrate(collection),
      isCalibrating: false,
      isDue: false,
    };
  }

  #assertNetworks({ name, networks }: Collection): void {
    if (networks === this.#ports.networks) return;
    const message = `The collection '${name}' was made with the networks ${networks}; this service runs ${this.#ports.networks}. Start it with those.`;
    throw new QuenError('GALLERY_NETWORK_MISMATCH', message);
  }

  /** What is kept of the calibration before saves a start the whole of it. */
  async #calibrate({ id, fpir, rule }: Collection): Promise<CollectionDecision> {
    const { store, search, strangerShare } = this.#ports;
    const kept = await store.calibration(id);
    const decision = await search.calibrate(id, { fpir, rule, strangerShare, kept });
    if (decision.kept !== kept) await store.keepCalibration(id, decision.kept);
    return decision;
  }

  #begin(collectionId: string, live: Live): void {
    live.isCalibrating = true;
    const work = this.#calibrateUntilQuiet(collectionId, live).finally(() => {
      live.isCalibrating = false;
      this.#work.delete(work);
    });
    this.#work.add(work);
  }

  /** A fault leaves the threshold that stands; the next change tries again. */
  async #calibrateUntilQuiet(collectionId: string, live: Live): Promise<void> {
    try {
      while (live.isDue) {
        live.isDue = false;
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
        if (live.isDue) continue;
        live.decision = await this.#calibrate(await this.#ports.store.collection(collectionId));
      }
    } catch {
      live.isDue = false;
    }
  }
}
