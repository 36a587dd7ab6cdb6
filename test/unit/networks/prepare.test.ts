import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mtcnn } from '../../../src/networks/cards/mtcnn.ts';
import { declaredShape } from '../../../src/networks/onnx/declared-shape.ts';
import { prepareNetwork } from '../../../src/networks/prepare.ts';
import { hasShared, sharedPath } from '../../support/shared-photos.ts';

test.skipIf(!hasShared('models/mtcnn'))(
  'imported graphs keep the sizes of their architecture, whatever the card says of the first',
  () => {
    const files = mtcnn.weights.files.map(({ name }) => readFileSync(sharedPath(`models/mtcnn/${name}`)));
    const { plain, rewritten } = prepareNetwork(mtcnn, files);
    const sides = [
      [undefined, 3, undefined, undefined],
      [undefined, 3, 24, 24],
      [undefined, 3, 48, 48],
    ];
    for (const graphs of [plain, rewritten])
      expect(graphs.map(({ inputs: [image] }) => declaredShape(image))).toEqual(sides);
  },
);
