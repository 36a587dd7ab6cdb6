import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { renderTraining, TRAINING_STYLE_SHA256 } from '../../../src/report/training/render-training.ts';
import type { TrainingModel } from '../../../src/report/training/training-model.ts';
import { TRAINING_STYLE } from '../../../src/report/training/training-style.ts';

const MODEL: TrainingModel = {
  title: 'people.quen',
  facts: [{ name: 'People', value: '4' }],
  statement: 'At most 1 in 100 strangers should be named.',
  ways: [
    { name: 'templates alone', isTaken: false, rank1: 0.9, map5: 0.95, dirAt1Percent: 0.8, auroc: 0.99 },
    { name: 'mlp, head rejects', isTaken: true, rank1: 0.91, map5: 0.96, dirAt1Percent: null, auroc: null },
  ],
  curves: [
    [
      { epoch: 0, loss: 6.5, accuracy: 0.1, rate: 1e-4 },
      { epoch: 1, loss: 1.25, accuracy: 0.8, rate: 1e-3 },
    ],
    [{ epoch: 0, loss: 6.25, accuracy: 0.2, rate: 1e-4 }],
  ],
  skipped: [{ path: 'Ann/<b>.jpg', reason: 'No face was found.' }],
};

describe('the page of a training', () => {
  test('its content policy names its style', () => {
    const hash = createHash('sha256').update(TRAINING_STYLE).digest('base64');
    expect(TRAINING_STYLE_SHA256, 'write this hash into render-training.ts').toBe(hash);
    expect(renderTraining(MODEL)).toContain(`style-src 'sha256-${hash}'`);
  });

  test('each chart has a line for each fold head and says its ends in words', () => {
    const page = renderTraining(MODEL);
    expect(page.match(/<polyline/g)).toHaveLength(3 * 2);
    expect(page).toContain('aria-label="Loss: from 1.25 to 6.5 over 2 epochs"');
    expect(page).toContain('aria-label="Accuracy on held-out photos: from 0.1 to 0.8 over 2 epochs"');
  });

  test('without held-out photos there is no chart of accuracy', () => {
    const curves = [[{ epoch: 0, loss: 2, rate: 1e-3 }]];
    expect(renderTraining({ ...MODEL, curves })).not.toContain('Accuracy on held-out');
  });

  test('a head with a closed form has no charts', () => {
    expect(renderTraining({ ...MODEL, curves: [] })).not.toContain('<polyline');
  });

  test('the way that was taken is marked, and what cannot be measured is a dash', () => {
    const page = renderTraining(MODEL);
    expect(page).toContain('<tr class="taken"><td>mlp, head rejects (taken)</td><td>0.9100</td>');
    expect(page).toContain('<td>-</td><td>-</td></tr>');
  });

  test('says that nothing was judged where no photo could be held out', () => {
    expect(renderTraining({ ...MODEL, ways: [] })).toContain('no photo could be held out');
  });

  test('names of files are escaped', () => {
    expect(renderTraining(MODEL)).toContain('Ann/&lt;b&gt;.jpg');
  });
});
