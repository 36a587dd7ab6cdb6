import { alignmentTemplate } from '../alignment/templates.ts';
import type { Bundle, BundleNetwork } from '../bundle/bundle.ts';
import type { Threshold } from '../core/identification.ts';
import { fusionWeights } from '../gallery/shared-parts.ts';
import type { HeadScoreKind } from '../heads/score-kind.ts';
import type { NetworkCard } from '../networks/card.ts';

/** An exported graph and its SHA-256, hexadecimal. */
export interface GraphFile {
  readonly name: string;
  readonly sha256: string;
}

/** How exported heads are used, as `export.json` holds it. */
export interface ExportDescription {
  readonly format: 1;
  /** Version of Quen that trained the heads. */
  readonly quen: string;
  /** In the order of the columns of every graph's scores. */
  readonly identities: readonly string[];
  readonly embedding: {
    readonly input: 'embedding';
    readonly dimension: number;
    readonly made: string;
    /** One for each embedder, in their order, with the sum one. */
    readonly weights: readonly number[];
  };
  readonly heads: readonly ExportedHead[];
  /** Scores by the enrolled templates; there where they decide who is unknown. */
  readonly templates?: GraphFile & { readonly rule: string };
  readonly decision: {
    readonly rejection: 'head' | 'gallery';
    readonly made: string;
    readonly threshold: Threshold;
  };
  readonly networks: readonly ExportedNetwork[];
  readonly licences: readonly {
    readonly network: string;
    readonly stated: string;
    readonly limits: string;
    readonly source: string;
  }[];
}

/** A head's graph: `embedding` [batch, dimension] to `scores` [batch, columns]. */
export interface ExportedHead extends GraphFile {
  readonly head: string;
  /** The weights of all heads have the sum 1. */
  readonly weight: number;
  readonly score_kind: HeadScoreKind;
  readonly columns: number;
  /** The column of strangers as a class, which nobody is named by; null where there is none. */
  readonly stranger_column: number | null;
}

/** A network of the embedding, and what it takes. */
export interface ExportedNetwork {
  readonly name: string;
  readonly task: string;
  readonly sha256: string;
  /** As on its card: size, layout, order of colours, and value fed = (pixel - mean) / scale. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly output?: { readonly name: string; readonly dimension?: number };
  readonly normalisation?: 'l2' | 'none';
  /** Where the five points go in the crop, shape [5, 2] in pixels. */
  readonly template?: { readonly name: string; readonly points: readonly (readonly number[])[] };
}

/** Everything a description is made of. */
export interface ExportParts {
  readonly bundle: Bundle;
  /** Of the bundle; a rejector has no graph. */
  readonly rejection: ExportDescription['decision']['rejection'];
  /** Of the bundle's networks, in their order. */
  readonly cards: readonly NetworkCard[];
  readonly threshold: Threshold;
  /** One for each head, then that of the templates where there is one. */
  readonly graphs: readonly GraphFile[];
}

/** What `export.json` says. */
export function exportDescription({
  bundle,
  rejection,
  cards,
  threshold,
  graphs,
}: ExportParts): ExportDescription {
  const { manifest, gallery, heads } = bundle;
  const templates = graphs[heads.length];
  return {
    format: 1,
    quen: manifest.quen,
    identities: gallery.identities,
    embedding: {
      input: 'embedding',
      dimension: gallery.templates.cols,
      made: EMBEDDING_MADE,
      weights: fusionWeights(gallery) ?? gallery.embedders.map(() => 1 / gallery.embedders.length),
    },
    heads: heads.map((_, place) => headOf(bundle, place, graphs[place])),
    ...(templates && { templates: { ...templates, rule: gallery.nonMated.rule } }),
    decision: {
      rejection,
      made: `${NAMED_BY} ${SCORED_BY[rejection]} ${ACCEPTED_AT}`,
      threshold,
    },
    networks: manifest.networks.map((network, place) => networkOf(network, cards[place])),
    licences: manifest.networks.map(({ name, licence, source }) => ({ network: name, ...licence, source })),
  };
}

const EMBEDDING_MADE =
  'For each embedder, in the order below: the sum of what it gives for the crop and for the crop mirrored left to right, scaled to the length that is the square root of its weight. These are laid end to end, and the whole is scaled to unit length.';
const NAMED_BY =
  'The scores of the heads are added up by their weights; the identity of the highest sum comes first, a stranger column aside.';
const SCORED_BY = {
  head: 'That sum is its score.',
  gallery: 'Its score is that of its column in the scores of the templates.',
} as const;
const ACCEPTED_AT =
  'It is named where its score is at or above the threshold; otherwise the face is unknown.';

function headOf({ heads, gallery }: Bundle, place: number, file: GraphFile | undefined): ExportedHead {
  const found = heads[place];
  if (found === undefined || file === undefined) throw new RangeError(`There is no head ${place}.`);
  const { head, scoreKind, columnCount } = found.snapshot;
  const total = heads.reduce((sum, { weight }) => sum + weight, 0);
  return {
    ...file,
    head,
    weight: found.weight / total,
    score_kind: scoreKind,
    columns: columnCount,
    stranger_column: columnCount > gallery.identities.length ? columnCount - 1 : null,
  };
}

function networkOf({ name, task, sha256 }: BundleNetwork, card: NetworkCard | undefined): ExportedNetwork {
  if (card === undefined) throw new RangeError(`There is no card for ${name}.`);
  const common = { name, task, sha256, input: card.input };
  if (card.task !== 'embedder') return common;
  const { landmarks } = alignmentTemplate(card.template);
  const points = [0, 2, 4, 6, 8].map((at) => [...landmarks.subarray(at, at + 2)]);
  return {
    ...common,
    output: card.output,
    normalisation: card.normalisation,
    template: { name: card.template, points },
  };
}
