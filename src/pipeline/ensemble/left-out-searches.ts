import type { MemberScores, OutOfFoldScores } from '../../ensemble/member-scores.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { identityMeans, identityScoresInto, type ScoreRule } from '../../gallery/identity-scores.ts';
import { otherPhotos } from '../../gallery/leave-one-photo-out.ts';
import { plainScoreMatrix } from '../../gallery/score-matrix.ts';
import { type FusedPart, isWhole } from '../../gallery/shared-parts.ts';
import { type Matrix, row, rowRange, selectRows } from '../../numerics/matrix.ts';
import { seededRandom, shuffled } from '../../numerics/random.ts';
import { dot, normalised, sum } from '../../numerics/vector.ts';
import { searchable } from '../recogniser.ts';
import type { StrangerFaces } from '../training/material.ts';

/** What searches are made of. */
export interface LeftOutMaterial {
  /** Of several networks, which are told apart by its parts; how they are weighed does not matter. */
  readonly gallery: Pick<Gallery, 'templates' | 'faces' | 'identities' | 'parts'> & {
    readonly embedders: readonly { readonly name: string }[];
  };
  /** Fused like the gallery; where there are none, enrolled people are searched without themselves. */
  readonly strangers: StrangerFaces;
  readonly rule: ScoreRule;
}

/** Who was searched for. */
export interface SearchedPeople {
  /** Enrolled people with a photo beside one that is no copy of it. */
  readonly matedPeople: number;
  readonly nonMatedPeople: number;
  readonly setOn: 'strangers' | 'leave-one-identity-out';
}

/** Scores by network of searches whose answer is known, and what they are of. */
export interface LeftOutSearches extends SearchedPeople {
  readonly scores: OutOfFoldScores;
}

/** Scores kept in all, 256 MiB; of more, some people are searched for and not all. */
const MOST_SCORES = 2 ** 26;
const SEED = 1;

/**
 * Every enrolled photo that is not its person's only one, searched by each network alone in the gallery without it and its
 * copies; and every photo of a stranger in the whole gallery. Photos on which a network failed are passed over.
 * @returns undefined where nobody can be searched for
 */
export function leftOutSearches(material: LeftOutMaterial): LeftOutSearches | undefined {
  const { gallery, strangers } = material;
  const { parts = [] } = gallery;
  const probes = chosenProbes(material);
  const matedPeople = new Set(probes.mated.map(({ identity }) => identity)).size;
  if (matedPeople === 0) return undefined;
  const members = gallery.embedders.map(({ name }, network): MemberScores => {
    const templates = partOf(gallery.templates, parts, network);
    const own = { ...searchable(gallery), templates };
    const scored = { gallery: unparted(own), means: identityMeans(unparted(own)), rule: material.rule };
    const others = partOf(strangers.probes, parts, network);
    return { name, scores: scoresOf(probes, scored, others) };
  });
  const standIns = probes.strangers.length === 0;
  const count = gallery.identities.length;
  const personOf = [
    ...probes.mated.map(({ identity }) => identity),
    ...(standIns
      ? probes.mated.map(({ identity }) => count + identity)
      : probes.strangers.map(({ person }) => count + person)),
  ];
  const truth = personOf.map((person) => (person < count ? person : -1));
  return {
    scores: { members, truth: Int32Array.from(truth), personOf: Int32Array.from(personOf) },
    matedPeople,
    nonMatedPeople: standIns ? matedPeople : new Set(probes.strangers.map(({ person }) => person)).size,
    setOn: standIns ? 'leave-one-identity-out' : 'strangers',
  };
}

interface MatedProbe {
  readonly row: number;
  readonly identity: number;
  /** Rows of the same person that it is compared with. */
  readonly others: readonly number[];
}

interface ChosenProbes {
  readonly mated: readonly MatedProbe[];
  /** `person` counts strangers in the order of first appearance. */
  readonly strangers: readonly { readonly row: number; readonly person: number }[];
}

function chosenProbes({ gallery, strangers }: LeftOutMaterial): ChosenProbes {
  const { parts = [], templates, faces, identities } = gallery;
  const others = otherPhotos(searchable(gallery));
  const mated = faces.flatMap(({ identity }, n): MatedProbe[] => {
    if (!isWhole(row(templates, n), parts)) return [];
    const compared = (others[n] ?? []).filter((other) => isWhole(row(templates, other), parts));
    return compared.length > 0 ? [{ row: n, identity, others: compared }] : [];
  });
  const numbers = new Map([...new Set(strangers.labels)].map((label, person) => [label, person]));
  const unknown = strangers.labels.flatMap((label, n) =>
    isWhole(row(strangers.probes, n), parts) ? [{ row: n, person: numbers.get(label) ?? 0 }] : [],
  );
  const searchCount = mated.length + (unknown.length || mated.length);
  const share = MOST_SCORES / (searchCount * identities.length * gallery.embedders.length);
  if (share >= 1) return { mated, strangers: unknown };
  const isKept = someOf(identities.length, share);
  const isKeptStranger = someOf(numbers.size, share);
  return {
    mated: mated.filter(({ identity }) => isKept(identity)),
    strangers: unknown.filter(({ person }) => isKeptStranger(person)),
  };
}

/** A share of some numbered people, at least one, the same ones every time. */
function someOf(count: number, share: number): (person: number) => boolean {
  const order = shuffled([...Array(count).keys()], seededRandom(SEED));
  const kept = new Set(order.slice(0, Math.max(1, Math.floor(share * count))));
  return (person) => kept.has(person);
}

/** What one network gave, each row of unit length; zeros where it failed. */
function partOf(fused: Matrix, parts: readonly FusedPart[], network: number): Matrix {
  const start = parts.slice(0, network).reduce((total, { dimension }) => total + dimension, 0);
  const cols = parts[network]?.dimension ?? 0;
  const data = new Float32Array(fused.rows * cols);
  for (let n = 0; n < fused.rows; n++) {
    const part = row(fused, n).subarray(start, start + cols);
    if (part.some((value) => value !== 0)) data.set(normalised(part), n * cols);
  }
  return { data, rows: fused.rows, cols };
}

type Searched = ReturnType<typeof searchable>;

function unparted({ templates, identityOf, identityCount }: Searched): Searched {
  return { templates, identityOf, identityCount };
}

interface Scored {
  readonly gallery: Searched;
  readonly means: Matrix;
  readonly rule: ScoreRule;
}

/** Probes scored at a time, to bound memory. */
const BLOCK = 256;

function scoresOf(probes: ChosenProbes, scored: Scored, strangerRows: Matrix): Matrix {
  const { templates, identityCount } = scored.gallery;
  const rows = selectRows(
    templates,
    probes.mated.map((probe) => probe.row),
  );
  const mated = blockScores(rows, scored, probes.mated);
  const others =
    probes.strangers.length > 0
      ? blockScores(
          selectRows(
            strangerRows,
            probes.strangers.map((probe) => probe.row),
          ),
          scored,
        )
      : standInScores(mated, probes.mated);
  const data = new Float32Array(mated.data.length + others.data.length);
  data.set(mated.data);
  data.set(others.data, mated.data.length);
  return { data, rows: mated.rows + others.rows, cols: identityCount };
}

/** @param mated the probes' own photos, where they are of enrolled people */
function blockScores(rows: Matrix, { gallery, means, rule }: Scored, mated?: readonly MatedProbe[]): Matrix {
  const cols = gallery.identityCount;
  const data = new Float32Array(rows.rows * cols);
  const scores = new Float64Array(cols);
  for (let first = 0; first < rows.rows; first += BLOCK) {
    const block = rowRange(rows, first, Math.min(first + BLOCK, rows.rows));
    const ofTemplates = plainScoreMatrix(block, gallery.templates);
    const ofMeans = plainScoreMatrix(block, means);
    for (let i = 0; i < block.rows; i++) {
      const probe = { ofTemplates: row(ofTemplates, i), ofMeans: row(ofMeans, i) };
      identityScoresInto(probe, gallery, rule, scores);
      const own = mated?.[first + i];
      if (own !== undefined) scores[own.identity] = ownScore(own, probe.ofTemplates, { gallery, rule });
      data.set(scores, (first + i) * cols);
    }
  }
  return { data, rows: rows.rows, cols };
}

/** The score of a photo's own person by the person's other photos. */
function ownScore(
  { row: n, others }: MatedProbe,
  ofTemplates: Float32Array,
  { gallery, rule }: Pick<Scored, 'gallery' | 'rule'>,
): number {
  const nearest = Math.max(...others.map((other) => ofTemplates[other] ?? 0));
  if (rule === 'nearest') return nearest;
  const mean = normalised(sum(others.map((other) => row(gallery.templates, other))));
  const ofMean = dot(row(gallery.templates, n), mean);
  return rule === 'mean' ? ofMean : (nearest + ofMean) / 2;
}

/** Enrolled people as strangers: to each, they themselves are as unlike as whoever is least like them. */
function standInScores({ data, rows, cols }: Matrix, mated: readonly MatedProbe[]): Matrix {
  const scores = data.slice();
  mated.forEach(({ identity }, p) => {
    const of = scores.subarray(p * cols, (p + 1) * cols);
    of[identity] = of.reduce((least, score) => Math.min(least, score), 1);
  });
  return { data: scores, rows, cols };
}
