import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectFault, quen, quenDone } from './quen.ts';

const COMMANDS: Record<string, string[]> = {
  identify: [
    '--people',
    '--gallery',
    '--photos',
    '--train',
    '--test',
    '--images',
    '--out',
    '--strangers',
    '--fpir',
  ],
  enrol: ['--people', '--out', '--strangers', '--rule'],
  ensemble: ['--people', '--train', '--strangers', '--network', '--within', '--weights', '--json'],
  export: ['--onnx', '--bundle', '--out', '--fpir'],
  evaluate: ['--images', '--train', '--test', '--unknown-label', '--json'],
  'evaluate lfw-pairs': ['--images', '--pairs', '--json', '--network', '--threads'],
  'networks list': [],
  'networks pull': ['NAME'],
  'networks verify': ['NAME'],
  'networks add': ['CARD', '--file'],
  'recipe show': ['NAME'],
  'recipe check': ['FILE'],
  'recipe replay': ['DIR', '--recipe', '--network', '--out'],
  demo: ['--out'],
};

describe('--help', () => {
  it('lists every command', async () => {
    const said = await quenDone(['--help']);
    for (const command of Object.keys(COMMANDS)) expect(said).toContain(command);
    expect(await quenDone([])).toBe(said);
  });

  it.each(Object.entries(COMMANDS))('of %s names what it takes', async (command, flags) => {
    const said = await quenDone([...command.split(' '), '--help']);
    expect(said).toContain(`quen ${command}`);
    for (const flag of flags) expect(said).toContain(flag);
  });

  it('is not needed to learn the version', async () => {
    expect(await quenDone(['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a command line', () => {
  it.each([
    ['an unknown flag', ['identify', '--fpri', '0.1'], ["'--fpri'", '--help']],
    ['a flag without its value', ['identify', '--people', 'p', '--fpir'], ["'--fpir", '--help']],
    ['a flag swallowing the next', ['identify', '--people', '--photos', 'p'], ['--people']],
    ['an argument too many', ['identify', 'people', 'photos'], ["'people'", 'one too many']],
    ['nobody to know', ['identify', '--photos', 'p'], ['people', 'gallery', 'train']],
    [
      'two sources of people',
      ['identify', '--people', 'p', '--gallery', 'g', '--photos', 'p'],
      ['exactly one of people'],
    ],
    ['nothing to name', ['identify', '--people', 'p'], ['photos', 'test']],
    [
      'strangers beside a gallery',
      ['identify', '--gallery', 'g', '--photos', 'p', '--strangers', 's'],
      ['strangers', 'enrol'],
    ],
    [
      'a rate that is no number',
      ['identify', '--people', 'p', '--photos', 'p', '--fpir', 'low'],
      ['fpir: not a number'],
    ],
    [
      'a rate of nothing',
      ['identify', '--people', 'p', '--photos', 'p', '--fpir', '0'],
      ['fpir: must be more than 0'],
    ],
    [
      'a rate of everything',
      ['identify', '--people', 'p', '--photos', 'p', '--fpir', '1'],
      ['fpir: must be less than 1'],
    ],
    [
      'no thread',
      ['identify', '--people', 'p', '--photos', 'p', '--threads', '0'],
      ['threads: must be at least 1'],
    ],
    [
      'a rule there is not',
      ['identify', '--people', 'p', '--photos', 'p', '--rule', 'best'],
      ['rule', 'blend, mean, nearest'],
    ],
    ['no place for a gallery', ['enrol', '--people', 'p'], ['out: missing']],
    ['no table', ['evaluate', '--images', 'i'], ['train: missing', 'test: missing']],
    ['no name of a network', ['networks', 'pull'], ['the name of a network', '--help']],
    ['half a command', ['networks'], ['quen networks list', 'quen networks pull']],
    ['half a command misspelt', ['networks', 'pul'], ["'networks pul'", 'quen networks pull']],
    ['a command misspelt', ['identfy'], ["'identfy'", "Did you mean 'quen identify'?"]],
  ])('with %s is refused with exit code 2', async (_, args, says) => {
    expectFault(await quen(args, { cwd: temporaryFolder() }), { exit: 2, code: 'CONFIG_INVALID', says });
  });

  it('with a network there is no card for is refused with the nearest name', async () => {
    const ended = await quen(['networks', 'verify', 'faceplugin-fr-featur']);
    expectFault(ended, {
      exit: 4,
      code: 'NETWORK_UNKNOWN',
      says: ['Did you mean faceplugin-fr-feature?', 'quen networks list'],
    });
  });
});
