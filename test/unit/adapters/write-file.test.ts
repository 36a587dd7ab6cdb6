import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareOutputFolder, writeFault, writeFileWhole } from '../../../src/adapters/files/write-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('writeFileWhole', () => {
  it('writes all pieces and leaves nothing else behind', async () => {
    const folder = temporaryFolder();
    await writeFileWhole(join(folder, 'new/out.txt'), ['one ', new TextEncoder().encode('two')]);
    expect(readFileSync(join(folder, 'new/out.txt'), 'utf8')).toBe('one two');
    expect(readdirSync(join(folder, 'new'))).toEqual(['out.txt']);
  });

  it('keeps the old file when writing the new one fails half-way', async () => {
    const path = join(temporaryFolder(), 'out.txt');
    writeFileSync(path, 'old');
    function* failing(): Generator<string> {
      yield 'half';
      throw new Error('no more');
    }
    await expect(writeFileWhole(path, failing())).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(join(path, '..'))).toEqual(['out.txt']);
  });

  it('calls a full disk by its own name', () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    expect(writeFault('out.csv', full).code).toBe('OUTPUT_FULL');
  });
});

describe('prepareOutputFolder', () => {
  it('refuses a folder whose place is taken by a file', async () => {
    const path = join(temporaryFolder(), 'taken');
    writeFileSync(path, 'x');
    await expect(prepareOutputFolder(join(path, 'out'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });

  it('removes half-written files of processes that are gone, and no other', async () => {
    const folder = temporaryFolder();
    const kept = [`b.csv.quen-${process.pid}-0123abcd.part`, 'mine.part', 'notes-2.quen-5.part'];
    for (const name of ['a.csv.quen-4194999-0123abcd.part', ...kept])
      writeFileSync(join(folder, name), 'half');
    await prepareOutputFolder(folder);
    expect(readdirSync(folder).sort()).toEqual(kept.sort());
  });

  it('leaves a usable folder as it was', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'kept'));
    await prepareOutputFolder(folder);
    expect(readdirSync(folder)).toEqual(['kept']);
  });
});
