import { throwIfAborted } from '../../core/errors.ts';
import type { Candidate } from '../../core/identification.ts';
import type { EvaluatedSearch } from '../../evaluation/evaluated-search.ts';
import type { ProtocolPhoto } from '../../evaluation/protocols/person-photos.ts';
import type { SearchRecord } from '../../evaluation/search-record.ts';
import { TOP_LABEL_COUNT, topFiveLabels, type UnknownLabel } from '../../evaluation/top-five.ts';
import type { ScoreRule, SearchableGallery } from '../../gallery/identity-scores.ts';
import type { AsyncInnerProducts } from '../../numerics/inner-products.ts';
import { row, stackRows } from '../../numerics/matrix.ts';
import { topK } from '../../numerics/top-k.ts';
import { primaryEmbedding } from '../calibrate.ts';
import { enrol, type LabelledExtraction } from '../enrol.ts';
import { type Scorer, templatesWay } from '../pseudo-labels/naming-way.ts';
import { labelled, type PhotosByName } from './split-photos.ts';

/** How protocols search. */
export interface SplitSearching {
  readonly photos: PhotosByName;
  readonly rule: ScoreRule;
  readonly products: AsyncInnerProducts;
  /** Draws of people that intervals are read from. */
  readonly resampleCount: number;
  readonly signal?: AbortSignal | undefined;
}

/** An enrolled part of a protocol, ready to be searched. */
export interface EnrolledSplit {
  /** Photos enrolled of everyone the protocol enrols; 0 for somebody none of whose photos can be used, whose searches are mated all the same. */
  readonly photoCounts: ReadonlyMap<string, number>;
  readonly identities: readonly string[];
  readonly gallery: SearchableGallery;
  readonly scorer: Scorer;
}

/** A search before anything is decided. */
export interface SplitSearch extends SearchRecord {
  readonly photo: string;
  /** At most five, best first. */
  readonly candidates: readonly Candidate[];
  readonly enrolledPhotoCount: number;
}

/** Probes scored at a time: bounds memory to this many rows of scores. */
const BLOCK = 1024;

/** Enrols a protocol's gallery as `quen enrol` would. Throws `PEOPLE_WITHOUT_FACE`. */
export async function enrolSplit(
  gallery: readonly ProtocolPhoto[],
  { photos, rule, products }: SplitSearching,
): Promise<EnrolledSplit> {
  const { faces, identities, templates } = enrol(labelled(gallery, photos)).gallery;
  const identityOf = Int32Array.from(faces, ({ identity }) => identity);
  const photoCounts = new Map(gallery.map(({ person }) => [person, 0]));
  for (const identity of identityOf) {
    const name = identities[identity] ?? '';
    photoCounts.set(name, (photoCounts.get(name) ?? 0) + 1);
  }
  const set = { rows: templates, networks: [], identityOf, identities };
  const scorer = await templatesWay(rule, products).learn(set);
  const searched = { templates, identityOf, identityCount: identities.length };
  return { photoCounts, identities, gallery: searched, scorer };
}

/** Searches one face a probe. Throws `ABORTED`. @returns one search for each probe, in order */
export async function searchSplit(
  probes: readonly ProtocolPhoto[],
  enrolled: EnrolledSplit,
  { photos, signal }: SplitSearching,
): Promise<SplitSearch[]> {
  const numberOf = new Map(enrolled.identities.map((name, identity) => [name, identity]));
  const searches: SplitSearch[] = [];
  for (let first = 0; first < probes.length; first += BLOCK) {
    throwIfAborted(signal);
    const block = labelled(probes.slice(first, first + BLOCK), photos);
    searches.push(...(await searchBlock(block, enrolled, numberOf)));
  }
  return searches;
}

/** The searches with what is answered at a threshold, five labels each. */
export function answered(searches: readonly SplitSearch[], unknown: UnknownLabel): EvaluatedSearch[] {
  return searches.map((search) => ({
    ...search,
    truth: search.isMated ? search.person : unknown.label,
    labels: topFiveLabels(search.candidates, unknown),
  }));
}

async function searchBlock(
  probes: readonly LabelledExtraction[],
  { photoCounts, identities, gallery, scorer }: EnrolledSplit,
  numberOf: ReadonlyMap<string, number>,
): Promise<SplitSearch[]> {
  const embeddings = probes.map((probe) => primaryEmbedding(probe));
  const found = embeddings.filter((embedding) => embedding !== undefined);
  const scores = await scorer(stackRows(found, gallery.templates.cols));
  let place = 0;
  return probes.map(({ photo, label }, p): SplitSearch => {
    const base = {
      photo: photo.name,
      person: label,
      isMated: photoCounts.has(label),
      enrolledPhotoCount: photoCounts.get(label) ?? 0,
    };
    if (embeddings[p] === undefined) return { ...base, candidates: [] };
    const own = row(scores, place++);
    const candidates = topK(own, TOP_LABEL_COUNT).map((identity) => ({
      identity: identities[identity] ?? '',
      score: own[identity] ?? Number.NaN,
    }));
    return { ...base, candidates, found: foundScores(own, candidates[0]?.score, numberOf.get(label)) };
  });
}

/** Of equal scores the identity that comes first in the gallery is before the other, as in every search. */
function foundScores(
  scores: Float32Array,
  bestScore = Number.NEGATIVE_INFINITY,
  mate?: number,
): NonNullable<SearchRecord['found']> {
  const score = mate === undefined ? undefined : scores[mate];
  if (mate === undefined || score === undefined) return { bestScore };
  let rank = 1;
  for (let i = 0; i < scores.length; i++) {
    const other = scores[i] ?? Number.NaN;
    if (other > score || (other === score && i < mate)) rank++;
  }
  return { bestScore, mate: { rank, score } };
}
