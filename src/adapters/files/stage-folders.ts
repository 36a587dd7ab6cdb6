import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { prepareOutputFolder, writeFault, writeFileWhole } from './write-file.ts';

const RECORD = 'stage.json';

const fileName = z
  .string()
  .regex(/^[^/\\]+$/)
  .refine((name) => name !== '.' && name !== '..');
const recordSchema = z.strictObject({ key: z.string(), files: z.record(fileName, z.string()) });

type StageRecord = z.infer<typeof recordSchema>;

/**
 * A run folder with a folder for each stage, which holds the stage's files and, once it is finished, `stage.json`: the hash
 * of what decided the files and the hash of each. Stages and files have plain names, without slashes.
 */
export class StageFolders {
  readonly #folder: string;

  /** @param folder made when the first stage is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** SHA-256, as lower case hexadecimal digits. */
  digest(content: string | Uint8Array): string {
    return createHash('sha256').update(content).digest('hex');
  }

  /** The record of a finished stage; undefined where there is none, or where a file is missing or no longer as recorded. */
  async kept(stage: string): Promise<StageRecord | undefined> {
    const record = await this.#record(stage);
    if (record === undefined) return undefined;
    for (const [file, digest] of Object.entries(record.files)) {
      const content = await readOrNothing(this.#path(stage, file));
      if (content === undefined || this.digest(content) !== digest) return undefined;
    }
    return record;
  }

  /** Makes the stage unfinished, and removes the files of its record and no others. Throws `OUTPUT_*`. */
  async begin(stage: string): Promise<void> {
    await prepareOutputFolder(join(this.#folder, stage));
    const record = await this.#record(stage);
    for (const file of [RECORD, ...Object.keys(record?.files ?? {})]) {
      const path = this.#path(stage, file);
      await rm(path, { force: true }).catch((cause: unknown) => {
        throw writeFault(path, cause);
      });
    }
  }

  /** Writes a file whole. Throws `OUTPUT_*`. @returns its SHA-256 */
  async write(stage: string, file: string, content: string | Uint8Array): Promise<string> {
    await writeFileWhole(this.#path(stage, file), content);
    return this.digest(content);
  }

  /** The file of a finished stage. */
  async read(stage: string, file: string): Promise<Uint8Array> {
    return await readFile(this.#path(stage, file));
  }

  /** Makes the stage finished. Throws `OUTPUT_*`. */
  async finish(stage: string, record: StageRecord): Promise<void> {
    await writeFileWhole(this.#path(stage, RECORD), `${JSON.stringify(record, null, 2)}\n`);
  }

  async #record(stage: string): Promise<StageRecord | undefined> {
    const text = await readOrNothing(this.#path(stage, RECORD));
    if (text === undefined) return undefined;
    try {
      return recordSchema.safeParse(JSON.parse(Buffer.from(text).toString('utf8'))).data;
    } catch (cause) {
      // A record that is not JSON is none: the stage is made again.
      if (cause instanceof SyntaxError) return undefined;
      throw cause;
    }
  }

  #path(stage: string, file: string): string {
    return join(this.#folder, stage, file);
  }
}

async function readOrNothing(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw writeFault(path, cause);
  }
}
