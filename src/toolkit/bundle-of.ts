import { weightsId } from '../adapters/network-store/prepared-networks.ts';
import type { Bundle, BundleNetwork } from '../bundle/bundle.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { NetworkCard } from '../networks/card.ts';
import { version } from '../version.ts';
import type { HeadOptions } from './head-options.ts';
import type { OpenExtraction } from './open-extraction.ts';
import type { TrainedOn } from './train-on.ts';
import type { ResolvedTrainOptions } from './train-options.ts';

/** A trained recogniser as a bundle holds it. */
export function bundleOf(
  { head, trained, validation }: TrainedOn,
  made: {
    readonly gallery: Gallery;
    readonly extraction: OpenExtraction;
    readonly options: Pick<ResolvedTrainOptions, keyof HeadOptions | 'rejector'>;
  },
): Bundle {
  const { gallery, extraction, options } = made;
  const rejects = trained.rejection === 'rejector';
  const { detector, embedders, restorer } = extraction;
  const cards = [...(detector ? [detector] : []), ...embedders, ...(restorer ? [restorer] : [])];
  return {
    manifest: {
      quen: version,
      networks: cards.map(
        (card): BundleNetwork => ({
          name: card.name,
          sha256: weightsId(card),
          task: card.task,
          licence: { stated: card.licence.stated, limits: card.licence.limits },
          source: sourceText(card),
        }),
      ),
      views: { count: options.views, seed: options.seed },
      training: { heads: options.heads, strangersAs: options.strangersAs, seed: options.seed },
      validation,
    },
    gallery,
    heads: [{ weight: 1, snapshot: head.snapshot() }],
    decision: { rejection: trained.rejection, ...(rejects && { rejector: options.rejector }) },
    nonMatedHead: { setOn: trained.nonMated.setOn, people: trained.nonMated.people },
    ...(trained.mated && { matedHead: trained.mated }),
  };
}

/** Where the files of a network come from, for people to read. */
function sourceText({ weights }: NetworkCard): string {
  if ('foundAt' in weights) return weights.foundAt;
  const [source] = weights.files[0].sources;
  if (source === undefined) return '';
  if (source.kind === 'npm') return `${source.package}@${source.version}: ${source.path}`;
  return source.kind === 'url' ? source.url : source.path;
}
