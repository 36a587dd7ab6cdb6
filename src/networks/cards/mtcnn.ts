import type { DetectorCard } from '../card.ts';

/** MTCNN, three networks after one another, 5 landmarks; the one that the AIVIVN winner tried and rejected. */
export const mtcnn: DetectorCard = {
  name: 'mtcnn',
  title: 'MTCNN, P-Net, R-Net and O-Net, 5 landmarks',
  task: 'detector',
  weights: {
    format: 'pytorch',
    architecture: 'mtcnn',
    files: [
      {
        name: 'pnet.pt',
        sources: [{ kind: 'file', path: 'mtcnn/pnet.pt' }],
        sha256: 'a2a71925e0b9996a42f63e47efc1ca19043e69558b5c523b978d611dfae49c8f',
        bytes: 28570,
      },
      {
        name: 'rnet.pt',
        sources: [{ kind: 'file', path: 'mtcnn/rnet.pt' }],
        sha256: 'bbb937de72efc9ef83b186c49f5f558467a1d7e3453a8ece0d71a886633f6a86',
        bytes: 403147,
      },
      {
        name: 'onet.pt',
        sources: [{ kind: 'file', path: 'mtcnn/onet.pt' }],
        sha256: '165bfbe42940416ccfb977545cf0e976d5bf321f67083ae2aaaa5c764280118d',
        bytes: 1559269,
      },
    ],
    foundAt: 'timesler/facenet-pytorch on GitHub, folder data: pnet.pt, rnet.pt and onet.pt',
  },
  licence: {
    stated: 'MIT (timesler/facenet-pytorch)',
    limits: 'Trained on WIDER FACE and CelebA, whose photos are for research only.',
  },
  input: {
    size: 'free',
    widthPx: 640,
    heightPx: 640,
    multipleOf: 1,
    layout: 'NCHW',
    colourOrder: 'RGB',
    mean: [127.5, 127.5, 127.5],
    scale: [128, 128, 128],
  },
  decoder: 'mtcnn',
  leastEnlargement: 1,
  minScore: 0.7,
  sureScore: 0.997,
};
