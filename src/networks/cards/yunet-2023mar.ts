import type { DetectorCard } from '../card.ts';

/** YuNet, March 2023, 5 landmarks. */
export const yunet2023mar: DetectorCard = {
  name: 'yunet-2023mar',
  title: 'YuNet, March 2023, 5 landmarks',
  task: 'detector',
  weights: {
    format: 'onnx',
    files: [
      {
        name: 'face_detection_yunet_2023mar.onnx',
        sources: [
          { kind: 'file', path: 'yunet/face_detection_yunet_2023mar.onnx' },
          {
            kind: 'url',
            url: 'https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models/face_detection_yunet/face_detection_yunet_2023mar.onnx',
          },
        ],
        sha256: '8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4',
        bytes: 232589,
      },
    ],
  },
  licence: {
    stated: 'MIT (opencv/opencv_zoo)',
    limits: 'Trained on WIDER FACE, whose photos are for research only.',
  },
  input: {
    size: 'free',
    widthPx: 640,
    heightPx: 640,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'BGR',
    mean: [0, 0, 0],
    scale: [1, 1, 1],
  },
  decoder: 'yunet',
  leastEnlargement: 1,
  minScore: 0.6,
  sureScore: 0.91,
};
