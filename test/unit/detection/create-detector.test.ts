import { expect, test } from 'vitest';
import { createDetector } from '../../../src/detection/create-detector.ts';
import { mtcnn } from '../../../src/networks/cards/mtcnn.ts';
import { s3fdFan } from '../../../src/networks/cards/s3fd-fan.ts';
import { scrfd25g } from '../../../src/networks/cards/scrfd-2-5g.ts';
import { madeSession } from '../../support/made-sessions.ts';

test.each([
  [mtcnn, 3],
  [s3fdFan, 2],
  [scrfd25g, 1],
] as const)('$0.name needs $1 graphs', (card, count) => {
  const sessions = Array.from({ length: count }, () => madeSession(() => ({})));
  const detector = createDetector(card, sessions);
  expect(detector).toMatchObject({ name: card.name, sureScore: card.sureScore });
  expect(detector.firstPass).toEqual({ minScore: card.minScore, longSidePx: 640 });
  expect(() => createDetector(card, sessions.slice(1))).toThrow(
    expect.objectContaining({ code: 'NETWORK_UNRUNNABLE' }),
  );
});
