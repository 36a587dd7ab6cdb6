import type { NetworkCard } from './card.ts';
import { facepluginFrFeature } from './cards/faceplugin-fr-feature.ts';
import { mobilefacenetFoamliu } from './cards/mobilefacenet-foamliu.ts';
import { retinafaceMnet025Pytorch } from './cards/retinaface-mnet025-pytorch.ts';
import { retinafaceMnet025V2 } from './cards/retinaface-mnet025-v2.ts';
import { scrfd25g } from './cards/scrfd-2-5g.ts';
import { scrfd500m } from './cards/scrfd-500m.ts';
import { yunet2023mar } from './cards/yunet-2023mar.ts';
import { yunetNDynamic } from './cards/yunet-n-dynamic.ts';

/** The cards that come with Quen: detectors, then embedders, the defaults first. */
export const CATALOGUE: readonly NetworkCard[] = [
  retinafaceMnet025V2,
  scrfd25g,
  scrfd500m,
  yunet2023mar,
  yunetNDynamic,
  retinafaceMnet025Pytorch,
  facepluginFrFeature,
  mobilefacenetFoamliu,
];
