import type { EmbedderCard } from '../card.ts';
import type { PytorchArchitecture } from '../weights.ts';

interface Variant {
  /** Name of the published file without its ending. */
  readonly file: string;
  readonly title: string;
  readonly architecture: PytorchArchitecture;
  readonly dimension: number;
}

const RESNET = { architecture: 'vggface2-resnet50' } as const;
const SENET = { architecture: 'vggface2-senet50' } as const;
const SCORES = 'scores of 8631 people';

/** The eight networks of VGGFace2 (Cao et al. 2018); the weights are not published as ONNX and have no known hash. */
export const vggface2Cards: readonly EmbedderCard[] = [
  card({ ...RESNET, file: 'resnet50_128', title: 'VGGFace2 ResNet-50, 128 numbers', dimension: 128 }),
  // Its file has a classifier behind the 256 numbers, and the method uses that.
  card({ ...RESNET, file: 'resnet50_256', title: `VGGFace2 ResNet-50, 256, ${SCORES}`, dimension: 8631 }),
  card({ ...RESNET, file: 'resnet50_ft', title: `VGGFace2 ResNet-50, tuned, ${SCORES}`, dimension: 8631 }),
  card({ ...RESNET, file: 'resnet50_scratch', title: `VGGFace2 ResNet-50, ${SCORES}`, dimension: 8631 }),
  card({ ...SENET, file: 'senet50_128', title: 'VGGFace2 SE-ResNet-50, 128 numbers', dimension: 128 }),
  card({ ...SENET, file: 'senet50_256', title: 'VGGFace2 SE-ResNet-50, 256 numbers', dimension: 256 }),
  card({ ...SENET, file: 'senet50_ft', title: `VGGFace2 SE-ResNet-50, tuned, ${SCORES}`, dimension: 8631 }),
  card({ ...SENET, file: 'senet50_scratch', title: `VGGFace2 SE-ResNet-50, ${SCORES}`, dimension: 8631 }),
];

function card({ file, title, architecture, dimension }: Variant): EmbedderCard {
  return {
    name: `vggface2-${file.replace('_', '-')}`,
    title,
    task: 'embedder',
    weights: {
      format: 'pytorch',
      architecture,
      files: [{ name: `${file}.pth`, sources: [] }],
      foundAt: 'the VGGFace2 page of the Visual Geometry Group, Oxford (PyTorch models)',
    },
    licence: {
      stated: 'None stated with the weights (ox-vgg/vgg_face2)',
      limits:
        'Trained on VGGFace2 and all but "scratch" on MS-Celeb-1M before: photos from the web, for research, withdrawn.',
    },
    input: {
      size: 'fixed',
      widthPx: 224,
      heightPx: 224,
      multipleOf: 32,
      layout: 'NCHW',
      colourOrder: 'BGR',
      mean: [91.4953, 103.8827, 131.0912],
      scale: [1, 1, 1],
    },
    output: { name: 'embedding', dimension },
    normalisation: 'l2',
    template: '224x224',
  };
}
