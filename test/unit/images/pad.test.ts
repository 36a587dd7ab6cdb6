import { expect, test } from 'vitest';
import { padImage } from '../../../src/images/pad.ts';
import { greyImage, redRows } from '../../support/images.ts';

test('padImage puts the image in the middle of black', () => {
  expect(redRows(padImage(greyImage([[7, 8]]), 1))).toEqual([
    [0, 0, 0, 0],
    [0, 7, 8, 0],
    [0, 0, 0, 0],
  ]);
});
