import { describe, expect, it } from 'vitest';
import { localPath } from '../../../src/jobs/photo-roots.ts';

describe('localPath', () => {
  it('puts the longest root that fits in another place', () => {
    const roots = [
      { from: '/data', to: '/mnt/data' },
      { from: '/data/new/', to: '/mnt/new' },
    ];
    expect(localPath('/data/a.jpg', roots)).toBe('/mnt/data/a.jpg');
    expect(localPath('/data/new/b.jpg', roots)).toBe('/mnt/new/b.jpg');
  });

  it('leaves a path alone that only begins with the same letters', () => {
    expect(localPath('/database/a.jpg', [{ from: '/data', to: '/mnt' }])).toBe('/database/a.jpg');
  });
});
