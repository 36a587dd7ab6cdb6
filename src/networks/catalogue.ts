import type { NetworkCard } from './card.ts';
import { colorizationEccv16 } from './cards/colorization-eccv16.ts';
import { dlibResnetV1, dlibResnetV1Method } from './cards/dlib-resnet-v1.ts';
import {
  facenet20180402,
  facenet20180402Method,
  facenet20180408,
  facenet20180408Method,
} from './cards/facenet.ts';
import { facepluginFrFeature } from './cards/faceplugin-fr-feature.ts';
import { fsrcnnX2, fsrcnnX3, fsrcnnX4 } from './cards/fsrcnn.ts';
import {
  insightfaceR34Amf,
  insightfaceR50AmLfw,
  insightfaceR100Ii,
  insightfaceY1,
} from './cards/insightface.ts';
import { minifasnetV1se, minifasnetV2 } from './cards/minifasnet.ts';
import { mobilefacenetBubbliiiing } from './cards/mobilefacenet-bubbliiiing.ts';
import { mobilefacenetFoamliu } from './cards/mobilefacenet-foamliu.ts';
import { mtcnn } from './cards/mtcnn.ts';
import { retinafaceMnet025Pytorch } from './cards/retinaface-mnet025-pytorch.ts';
import { retinafaceMnet025V2 } from './cards/retinaface-mnet025-v2.ts';
import { s3fdFan } from './cards/s3fd-fan.ts';
import { scrfd25g } from './cards/scrfd-2-5g.ts';
import { scrfd500m } from './cards/scrfd-500m.ts';
import { vggface2Cards } from './cards/vggface2.ts';
import { yunet2023mar } from './cards/yunet-2023mar.ts';
import { yunetNDynamic } from './cards/yunet-n-dynamic.ts';

/** The cards that come with Quen: detectors, then embedders, then restorers, the defaults first. */
export const CATALOGUE: readonly NetworkCard[] = [
  retinafaceMnet025V2,
  scrfd25g,
  scrfd500m,
  yunet2023mar,
  yunetNDynamic,
  retinafaceMnet025Pytorch,
  mtcnn,
  s3fdFan,
  facepluginFrFeature,
  mobilefacenetFoamliu,
  mobilefacenetBubbliiiing,
  ...vggface2Cards,
  insightfaceY1,
  insightfaceR100Ii,
  insightfaceR34Amf,
  insightfaceR50AmLfw,
  dlibResnetV1,
  dlibResnetV1Method,
  facenet20180402,
  facenet20180402Method,
  facenet20180408,
  facenet20180408Method,
  fsrcnnX2,
  fsrcnnX3,
  fsrcnnX4,
  colorizationEccv16,
  minifasnetV2,
  minifasnetV1se,
];
