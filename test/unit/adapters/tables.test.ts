import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatTable, readLabelTable } from '../../../src/adapters/files/tables.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function tableFile(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'people.csv');
  writeFileSync(path, content);
  return path;
}

const invalid = (...parts: string[]) =>
  expect.objectContaining({
    code: 'TABLE_INVALID',
    message: expect.stringMatching(new RegExp(parts.join('.*'))),
  });

describe('a label table', () => {
  it('is read with the line of each row', async () => {
    expect(await readLabelTable(tableFile('image,label\na.png,0\nb.png,1\n'))).toEqual([
      { image: 'a.png', label: '0', line: 2 },
      { image: 'b.png', label: '1', line: 3 },
    ]);
  });

  it('may have a byte order mark, CRLF, quotes, empty lines, other columns and capitals', async () => {
    const text = '\uFEFF"Label",Note,IMAGE\r\n"Trần, Lan","said ""hi""",x\\a.png\r\n\r\nHoa,,b.png\r\n';
    expect(await readLabelTable(tableFile(text))).toEqual([
      { image: 'x/a.png', label: 'Trần, Lan', line: 2 },
      { image: 'b.png', label: 'Hoa', line: 4 },
    ]);
  });

  it('gives labels in NFC and photos as they are spelt', async () => {
    const name = 'Nguyễn Thị Ánh';
    const text = `image,label\n${name.normalize('NFD')}.png,${name.normalize('NFD')}\n`;
    const [row] = await readLabelTable(tableFile(text));
    expect(row?.label).toBe(name.normalize('NFC'));
    expect(row?.image).toBe(`${name.normalize('NFD')}.png`);
  });

  it('may name a photo twice', async () => {
    expect(await readLabelTable(tableFile('image\na.png\na.png\n'))).toHaveLength(2);
  });

  it('may have no label column, or empty labels, unless labels are needed', async () => {
    expect(await readLabelTable(tableFile('image\na.png\n'))).toEqual([{ image: 'a.png', line: 2 }]);
    expect(await readLabelTable(tableFile('image,label\na.png,\n'))).toEqual([
      { image: 'a.png', label: '', line: 2 },
    ]);
    await expect(readLabelTable(tableFile('image\na.png\n'), { needsLabel: true })).rejects.toEqual(
      invalid('people.csv, line 1', "no column 'label'"),
    );
    await expect(
      readLabelTable(tableFile('image,label\na.png,x\nb.png,\n'), { needsLabel: true }),
    ).rejects.toEqual(invalid('line 3', 'b.png has no label'));
  });

  it.each([
    ['is empty', '', ['line 1', 'empty']],
    ['has only a header', 'image,label\n', ['line 1', 'no row']],
    ['lacks the image column', 'photo,label\na.png,x\n', ['line 1', "no column 'image'"]],
    ['names a column twice', 'image,image\na.png,x\n', ['line 1', "'image' twice"]],
    ['has a row too short', 'image,label\na.png,x\nb.png\n', ['line 3']],
    ['has an open quote', 'image,label\na.png,"x\n', ['line']],
    ['names no photo', 'image,label\n,x\n', ['line 2', 'no photo']],
  ])('that %s is refused with its line', async (_, text, parts) => {
    await expect(readLabelTable(tableFile(text))).rejects.toEqual(invalid(...parts));
  });

  it('that is not there or not UTF-8 is refused by name', async () => {
    await expect(readLabelTable(join(temporaryFolder(), 'none.csv'))).rejects.toEqual(invalid('none.csv'));
    const latin = Uint8Array.of(...new TextEncoder().encode('image\n'), 0xe9, 0x0a);
    await expect(readLabelTable(tableFile(latin))).rejects.toEqual(invalid('people.csv', 'UTF-8'));
  });
});

describe('a written table', () => {
  it('reads back as it was, quotes, commas and all', async () => {
    const rows = [
      ['a, "b".png', 'Trần Lan'],
      ['c.png', 'x y z'],
    ];
    const text = formatTable(['image', 'label'], rows);
    expect(text).toBe('image,label\n"a, ""b"".png",Trần Lan\nc.png,x y z\n');
    const read = await readLabelTable(tableFile(text));
    expect(read.map(({ image, label }) => [image, label])).toEqual(rows);
  });
});
