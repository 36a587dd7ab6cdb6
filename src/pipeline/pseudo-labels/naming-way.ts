import { identityMeans, identityScoresInto, type ScoreRule } from '../../gallery/identity-scores.ts';
import type { FusedPart } from '../../gallery/shared-parts.ts';
import type { Head, StrangerRole, TrainingSet } from '../../heads/head.ts';
import type { AsyncInnerProducts } from '../../numerics/inner-products.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';

/** Scores of every identity, and perhaps of strangers in a last column, for some faces; shape [P, C] or [P, C + 1]. */
export type Scorer = (probes: Matrix) => Promise<Matrix>;

/** A way to name faces that learns from named ones. */
export interface NamingWay {
  /** Plain word for records and tables. */
  readonly name: string;
  /** How it learns from faces that are surely nobody's; absent where it cannot. */
  readonly strangerRole?: StrangerRole;
  /** The same set gives the same scores; what was learnt before keeps working. Errors of `Head.fit`. */
  learn(set: TrainingSet): Promise<Scorer>;
}

/** Probes scored at a time, to bound memory. */
const BLOCK = 1024;

/**
 * Names by templates and identity means, by a rule of the gallery; named faces join the templates.
 * @param parts of a gallery of several networks, whose inner products must be by shared parts
 */
export function templatesWay(
  rule: ScoreRule,
  innerProducts: AsyncInnerProducts,
  parts?: readonly FusedPart[],
): NamingWay {
  return {
    name: `templates, ${rule}`,
    learn: async ({ rows, identityOf, identities }) => {
      const gallery = {
        templates: rows,
        identityOf,
        identityCount: identities.length,
        ...(parts && { parts }),
      };
      const means = identityMeans(gallery);
      const scored = { gallery, means, rule };
      return async (probes) => {
        const data = new Float32Array(probes.rows * identities.length);
        for (let first = 0; first < probes.rows; first += BLOCK) {
          const block = rowRange(probes, first, Math.min(first + BLOCK, probes.rows));
          data.set(await templateScores(block, scored, innerProducts), first * identities.length);
        }
        return { data, rows: probes.rows, cols: identities.length };
      };
    },
  };
}

/** Names by a head, which is made anew each time it learns. */
export function headWay(make: () => Head, seed: number, strangerRole?: StrangerRole): NamingWay {
  return {
    name: make().name,
    ...(strangerRole && { strangerRole }),
    learn: async (set) => {
      const head = make();
      await head.fit(set, seed);
      return async (rows) => (await head.predict({ rows, networks: set.networks })).values;
    },
  };
}

interface TemplateScoring {
  readonly gallery: Parameters<typeof identityScoresInto>[1];
  readonly means: Matrix;
  readonly rule: ScoreRule;
}

async function templateScores(
  probes: Matrix,
  { gallery, means, rule }: TemplateScoring,
  innerProducts: AsyncInnerProducts,
): Promise<Float32Array> {
  const ofMeans = await innerProducts(probes, means);
  if (rule === 'mean') return ofMeans.data;
  const ofTemplates = await innerProducts(probes, gallery.templates);
  const scores = new Float64Array(gallery.identityCount);
  const data = new Float32Array(probes.rows * gallery.identityCount);
  for (let p = 0; p < probes.rows; p++) {
    const probe = { ofTemplates: row(ofTemplates, p), ofMeans: row(ofMeans, p) };
    identityScoresInto(probe, gallery, rule, scores);
    data.set(scores, p * gallery.identityCount);
  }
  return data;
}
