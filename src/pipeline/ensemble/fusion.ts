import { fitEnsemble } from '../../ensemble/fit-ensemble.ts';
import { fixedWeights } from '../../ensemble/weights.ts';
import type { ScoreRule } from '../../gallery/identity-scores.ts';
import { searchStrangers, strangerProbes } from '../calibrate.ts';
import { enrol, type LabelledExtraction } from '../enrol.ts';
import { withoutEnrolled } from '../enrolled-strangers.ts';
import { type LeftOutSearches, leftOutSearches, type SearchedPeople } from './left-out-searches.ts';

/** How weights of networks may be asked for, beside a list of them. */
export const WEIGHINGS = ['equal', 'learned'] as const;

/** One of {@link WEIGHINGS}, or a weight for each network in their order, scaled to sum to one. */
export type WeightsAsked = (typeof WEIGHINGS)[number] | readonly number[];

/** How much each network counts in a fused embedding, and why. */
export interface Fusion {
  readonly kind: 'equal' | 'learned' | 'given';
  /** In the order of the embedders, with the sum one. */
  readonly networks: readonly { readonly name: string; readonly weight: number }[];
  /** The searches that weights were learnt from, or were too few to; absent where none were to be learnt. */
  readonly searches?: SearchedPeople;
  /** All of the above in one sentence. */
  readonly statement: string;
}

/** What weights are chosen by. */
export interface FusionPlan {
  readonly asked: WeightsAsked;
  /** Names of the embedders, in their order. */
  readonly networks: readonly string[];
  readonly rule: ScoreRule;
}

/**
 * People who can be searched for that it takes to learn weights. With fewer, learnt weights of networks that are about as good did
 * worse than equal ones in most draws of people; `docs/open-set.md` has the figures.
 */
export const PEOPLE_TO_LEARN = 100;

/**
 * Settles the weights of several networks. Learnt ones are those with the least log loss on left-out searches, every person
 * weighing 1 (`ensemble/weights.ts`), in thousandths; where too few people can be searched for, all weigh the same, and the
 * statement says so. Throws `CONFIG_INVALID` for weights that are none, and `PEOPLE_*` where nobody can be enrolled.
 * @returns undefined for a single network
 */
export function chooseFusion(
  people: readonly LabelledExtraction[],
  strangers: readonly LabelledExtraction[],
  plan: FusionPlan,
): Fusion | undefined {
  const { asked, networks } = plan;
  if (networks.length === 1) return undefined;
  if (asked === 'equal') return equalFusion(networks, 'All networks weigh the same.');
  if (asked === 'learned') return learnFusion(networks, fusionSearches(people, strangers, plan));
  const given = Object.fromEntries(networks.map((name, place) => [name, asked[place] ?? Number.NaN]));
  const weights = fixedWeights(networks, given);
  return fusionOf('given', networks, { weights, why: 'Weights as given' });
}

/** Left-out searches of people, by network. Strangers who are enrolled are passed over. Throws `PEOPLE_*`. */
export function fusionSearches(
  people: readonly LabelledExtraction[],
  strangers: readonly LabelledExtraction[],
  { networks, rule }: Omit<FusionPlan, 'asked'>,
): LeftOutSearches | undefined {
  const { gallery } = enrol(people);
  const { searched } = withoutEnrolled(gallery, searchStrangers(gallery, strangers, rule));
  const others = searched.map(({ stranger }) => stranger);
  const embedders = networks.map((name) => ({ name }));
  return leftOutSearches({
    gallery: { ...gallery, embedders },
    strangers: strangerProbes(others, gallery),
    rule,
  });
}

/** The weights that left-out searches teach, as {@link chooseFusion} gives them. */
export function learnFusion(networks: readonly string[], found: LeftOutSearches | undefined): Fusion {
  if (found === undefined)
    return equalFusion(networks, 'Nobody has two photos to learn weights from: all networks weigh the same.');
  const { scores, ...searches } = found;
  if (searches.matedPeople < PEOPLE_TO_LEARN) {
    const few = `Weights take ${PEOPLE_TO_LEARN} people with two photos to learn, and there are ${searches.matedPeople}`;
    return { ...equalFusion(networks, `${few}: all networks weigh the same.`), searches };
  }
  const { members } = fitEnsemble(scores, { normalisation: 'none' });
  const weights = inThousandths(members.map(({ weight }) => weight));
  const others =
    searches.setOn === 'strangers'
      ? `${searches.nonMatedPeople} strangers`
      : 'the same people searched without themselves';
  const why = `Weights learnt from ${searches.matedPeople} people and ${others}`;
  return { ...fusionOf('learned', networks, { weights, why }), searches };
}

function equalFusion(networks: readonly string[], statement: string): Fusion {
  const weight = 1 / networks.length;
  return { kind: 'equal', networks: networks.map((name) => ({ name, weight })), statement };
}

function fusionOf(
  kind: Fusion['kind'],
  names: readonly string[],
  { weights, why }: { readonly weights: ArrayLike<number>; readonly why: string },
): Fusion {
  const networks = names.map((name, place) => ({ name, weight: weights[place] ?? 0 }));
  const list = networks.map(({ name, weight }) => `${name} ${Number(weight.toFixed(3))}`).join(', ');
  const idle = networks.filter(({ weight }) => weight === 0).map(({ name }) => name);
  const hint = idle.length === 0 ? '' : ` Without ${idle.join(' and ')} the answers are the same, sooner.`;
  return { kind, networks, statement: `${why}: ${list}.${hint}` };
}

/** Rounded, so that weights are stated as they are used; the largest makes up for the rounding. */
function inThousandths(weights: readonly number[]): number[] {
  const rounded = weights.map((weight) => Math.round(1000 * weight));
  const largest = rounded.indexOf(Math.max(...rounded));
  rounded[largest] = (rounded[largest] ?? 0) + 1000 - rounded.reduce((total, weight) => total + weight, 0);
  return rounded.map((weight) => weight / 1000);
}
