import type { DetectorCard } from '../card.ts';

/** RetinaFace, MobileNet 0.25, PyTorch, 5 landmarks. */
export const retinafaceMnet025Pytorch: DetectorCard = {
  name: 'retinaface-mnet025-pytorch',
  title: 'RetinaFace, MobileNet 0.25, PyTorch, 5 landmarks',
  task: 'detector',
  weights: {
    format: 'onnx',
    files: [
      {
        name: 'FaceDetector.onnx',
        sources: [{ kind: 'file', path: 'retinaface/FaceDetector.onnx' }],
        sha256: 'f8cce06cdfa5d2a07a8378c8cff4c4f33f0b00a3f24d9ef53042ff591a881eb7',
        bytes: 1709521,
      },
    ],
  },
  licence: {
    stated: 'MIT (biubug6/Pytorch_Retinaface)',
    limits: 'Trained on WIDER FACE, whose photos are for research only.',
  },
  input: {
    size: 'fixed',
    widthPx: 640,
    heightPx: 640,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'BGR',
    mean: [104, 117, 123],
    scale: [1, 1, 1],
  },
  decoder: 'retinaface-pytorch',
  leastEnlargement: 1,
  minScore: 0.6,
  sureScore: 0.9995,
};
