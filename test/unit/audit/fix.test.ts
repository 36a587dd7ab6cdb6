import { describe, expect, it } from 'vitest';
import { conflictingFixes, type Fix, moveSchema } from '../../../src/audit/fix.ts';

const fix = (finding: string, from: readonly string[], accepted = true): Fix => ({
  finding,
  title: '',
  accepted,
  moves: from.map((path) => ({
    action: 'move',
    from: path,
    into: 'aside',
    to: path,
    sha256: '0'.repeat(64),
  })),
});

describe('the schema of a move', () => {
  const move = { action: 'move', from: 'Anna/1.jpg', into: 'people', to: 'Bo/1.jpg', sha256: '0'.repeat(64) };

  it('takes a path below the folder', () => {
    expect(moveSchema.safeParse(move).success).toBe(true);
    expect(moveSchema.safeParse({ ...move, to: 'Zoë/..photo (2).jpg' }).success).toBe(true);
  });

  it.each([
    '../Bo/1.jpg',
    'Bo/../../1.jpg',
    '/etc/passwd',
    'Bo//1.jpg',
    'Bo/./1.jpg',
    'Bo\\1.jpg',
    '',
    'Bo/\0.jpg',
  ])('refuses %j', (to) => {
    expect(moveSchema.safeParse({ ...move, to }).success).toBe(false);
    expect(moveSchema.safeParse({ ...move, from: to }).success).toBe(false);
  });
});

describe('fixes that conflict', () => {
  it('are accepted ones that move the same photo', () => {
    const fixes = [fix('f1', ['a/1', 'a/2']), fix('f2', ['b/1']), fix('f3', ['a/2'])];
    expect(conflictingFixes(fixes)).toEqual([{ from: 'a/2', findings: ['f1', 'f3'] }]);
  });

  it('are none where only one of them is accepted', () => {
    expect(conflictingFixes([fix('f1', ['a/1']), fix('f2', ['a/1'], false)])).toEqual([]);
  });
});
