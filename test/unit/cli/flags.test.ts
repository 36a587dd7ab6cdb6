import type { ArgsDef } from 'citty';
import { describe, expect, it } from 'vitest';
import { readFlags } from '../../../src/cli/flags.ts';

const args = {
  photos: { type: 'string' },
  network: { type: 'string' },
  aligned: { type: 'boolean' },
} satisfies ArgsDef;

describe('readFlags', () => {
  it('reads values and leaves out what was not given', () => {
    expect(readFlags(['--photos', 'a b', '--aligned'], args).values).toEqual({
      photos: 'a b',
      aligned: true,
    });
  });

  it.each([
    [['--network', 'a', 'b', '--aligned']],
    [['--network', 'a', '--network', 'b', '--aligned']],
    [['--aligned', '--network=a,b']],
  ])('reads a list written as %j', (rawArgs) => {
    expect(readFlags(rawArgs, args, ['network']).values).toEqual({ network: ['a', 'b'], aligned: true });
  });

  it.each([[['--fotos', 'x']], [['--photos']], [['surplus']], [['--aligned=yes']]])(
    'refuses %j',
    (rawArgs) => {
      expect(() => readFlags(rawArgs, args)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    },
  );
});
