import { throwIfAborted } from '../core/errors.ts';

/** What is kept of a finished stage. */
export interface StageRecord {
  /** Hash of everything that decided the files. */
  readonly key: string;
  /** SHA-256 of each file by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where stages keep their files, a folder for each stage. */
export interface StageStore {
  /** SHA-256, as lower case hexadecimal digits. */
  digest(content: string): string;
  /** The record of a finished stage; undefined where there is none, or where a file is missing or no longer as recorded. */
  kept(stage: string): Promise<StageRecord | undefined>;
  /** Makes the stage unfinished, and removes the files of its record. Throws `OUTPUT_*`. */
  begin(stage: string): Promise<void>;
  /** Writes a file whole. Throws `OUTPUT_*`. @returns its SHA-256 */
  write(stage: string, file: string, content: Uint8Array | string): Promise<string>;
  read(stage: string, file: string): Promise<Uint8Array>;
  /** Makes the stage finished. Throws `OUTPUT_*`. */
  finish(stage: string, record: StageRecord): Promise<void>;
}

/** Files of a finished stage. */
export interface StageFiles {
  readonly names: readonly string[];
  read(file: string): Promise<Uint8Array>;
}

/** What a stage works with. */
export interface StageWork {
  /** Files of the stages it comes after, by the name of the stage. */
  readonly inputs: ReadonlyMap<string, StageFiles>;
  write(file: string, content: Uint8Array | string): Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/** One step of a run, made once and kept until what decides it changes. */
export interface Stage {
  /** Name of its folder; no two stages have the same. */
  readonly name: string;
  /** Earlier stages whose files it reads. */
  readonly after: readonly string[];
  /** All else that decides its files, as JSON: its part of the recipe, hashes of photos, its own version. */
  readonly settings: unknown;
  make(work: StageWork): Promise<void>;
}

/** How a stage went. */
export interface RanStage {
  readonly name: string;
  /** Whether its files were there already. */
  readonly wasKept: boolean;
  readonly files: StageFiles;
}

/** What may stop a run of stages and what watches it. */
export interface StagesControl {
  readonly signal?: AbortSignal;
  readonly onStage?: (ran: RanStage) => void;
}

/**
 * Runs stages in the order given. A stage whose settings and input files are those of its record is not made again; so a
 * killed run goes on at the stage it was in, a changed recipe begins where it differs, and a stage made again with the same
 * files leaves those after it alone. Throws `ABORTED`, `RangeError` for a stage after one that did not run, and what stages throw.
 */
export async function runStages(
  stages: readonly Stage[],
  store: StageStore,
  control: StagesControl = {},
): Promise<RanStage[]> {
  const done = new Map<string, RanStage & { readonly record: StageRecord }>();
  for (const stage of stages) {
    throwIfAborted(control.signal);
    const before = stage.after.map((name) => {
      const found = done.get(name);
      if (found !== undefined) return found;
      throw new RangeError(`The stage ${stage.name} comes after ${name}, which has not run.`);
    });
    const key = store.digest(
      JSON.stringify([stage.name, stage.settings, before.map(({ name, record }) => [name, record.files])]),
    );
    const kept = await store.kept(stage.name);
    const wasKept = kept?.key === key;
    const inputs = new Map(before.map(({ name, files }) => [name, files]));
    const record = wasKept ? kept : await makeStage(stage, key, { inputs, store, signal: control.signal });
    const ran = { name: stage.name, wasKept, files: filesOf(stage.name, record, store), record };
    done.set(stage.name, ran);
    control.onStage?.(ran);
  }
  return [...done.values()].map(({ name, wasKept, files }) => ({ name, wasKept, files }));
}

async function makeStage(
  stage: Stage,
  key: string,
  { inputs, store, signal }: Pick<StageWork, 'inputs' | 'signal'> & { readonly store: StageStore },
): Promise<StageRecord> {
  const files: Record<string, string> = {};
  await store.begin(stage.name);
  await stage.make({
    inputs,
    signal,
    write: async (file, content) => {
      files[file] = await store.write(stage.name, file, content);
    },
  });
  // Files written at the same time finish in any order; the record must not depend on it.
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const record = { key, files: Object.fromEntries(sorted) };
  await store.finish(stage.name, record);
  return record;
}

function filesOf(stage: string, { files }: StageRecord, store: StageStore): StageFiles {
  return { names: Object.keys(files), read: (file) => store.read(stage, file) };
}
