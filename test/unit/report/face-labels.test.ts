import { describe, expect, it } from 'vitest';
import { faceLabels } from '../../../src/report/sections/face-labels.ts';
import { madeFace } from './made-report.ts';

const picture = { dataUri: '', widthPx: 640, heightPx: 480, photoWidthPx: 4000, photoHeightPx: 3000 };
const boxAt = (xPx: number, yPx: number) => ({ box: { xPx, yPx, widthPx: 400, heightPx: 600 } });

describe('the labels on a photo', () => {
  it('gives a box of photo pixels as per cent of the picture', () => {
    const [label] = faceLabels([madeFace('Lan', 0.8, boxAt(1000, 1500))], picture);
    expect(label).toMatchObject({ left: 25, top: 50, width: 10, height: 20, number: '', name: 'Lan' });
  });

  it('shows the whole name of a single face', () => {
    expect(faceLabels([madeFace('Lan', 0.8, boxAt(0, 0))], picture)[0]?.fits).toBe('always');
  });

  it('leaves only the number of a face whose name would cover another', () => {
    const faces = [
      madeFace('Nguyễn Thị Lan', 0.8, { ...boxAt(1000, 1500), face: 0 }),
      madeFace('Nguyễn Thị Hoa', 0.8, { ...boxAt(1300, 1500), face: 1 }),
    ];
    expect(faceLabels(faces, picture).map(({ number, fits }) => [number, fits])).toEqual([
      ['1', 'never'],
      ['2', 'always'],
    ]);
  });

  it('writes below a box at the top and inside a box as tall as the photo', () => {
    const tall = { box: { xPx: 0, yPx: 0, widthPx: 400, heightPx: 3000 } };
    expect(faceLabels([madeFace('Lan', 0.8, boxAt(0, 0))], picture)[0]).toMatchObject({ y: 20, shiftPx: 17 });
    expect(faceLabels([madeFace('Lan', 0.8, tall)], picture)[0]).toMatchObject({ y: 0, shiftPx: 18 });
  });

  it('cuts a long name between letters, whatever its normal form', () => {
    const long = 'Ánh Ánh Ánh Ánh Ánh Ánh Ánh';
    const names = ['NFC', 'NFD'].map(
      (form) => faceLabels([madeFace(long.normalize(form), 1)], picture)[0]?.name,
    );
    expect(names[0]).toBe(names[1]);
    expect(names[0]).toBe('Ánh Ánh Ánh Ánh Ánh…'.normalize('NFC'));
  });
});
