import type { QuenCommand } from './quen-command.ts';

/** A command by its name: what it says of itself, and where it is. */
export interface NamedCommand {
  readonly description: string;
  /** Loads its module, and all that it needs, which `quen --help` need not wait for. */
  load(): Promise<QuenCommand>;
}

/** Every command by its words. */
export const COMMANDS: Readonly<Record<string, NamedCommand>> = {
  identify: {
    description: 'Name the people in a pile of photos, or say unknown',
    load: async () => (await import('./commands/identify.ts')).identifyCommand,
  },
  enrol: {
    description: 'Make a gallery file of people, for quen identify --gallery',
    load: async () => (await import('./commands/enrol.ts')).enrolCommand,
  },
  train: {
    description: 'Train heads on people and make a bundle file, for quen identify --gallery',
    load: async () => (await import('./commands/train.ts')).trainCommand,
  },
  export: {
    description: 'Write the heads of a bundle as ONNX files, to use them elsewhere',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  'export embeddings': {
    description: 'Write embeddings as Parquet, a row a face, for pandas and Hugging Face datasets',
    load: async () => (await import('./commands/export-embeddings.ts')).exportEmbeddingsCommand,
  },
  evaluate: {
    description: 'Enrol one table of photos, name another, and score the answers',
    load: async () => (await import('./commands/evaluate.ts')).evaluateCommand,
  },
  'evaluate lfw-pairs': {
    description: 'The 1:1 protocol of LFW: ten folds of pairs',
    load: async () => (await import('./commands/evaluate.ts')).evaluateLfwPairsCommand,
  },
  'evaluate lfw-open-set': {
    description: 'The open-set protocol on LFW: known people, known and unknown strangers',
    load: async () =>
      (await import('./commands/evaluate-protocols.ts')).protocolCommands['evaluate lfw-open-set'],
  },
  'evaluate blufr': {
    description: 'BLUFR on LFW: all pairs verified, one photo enrolled of 1,000 people, ten trials',
    load: async () => (await import('./commands/evaluate-protocols.ts')).protocolCommands['evaluate blufr'],
  },
  'evaluate people': {
    description:
      'Your own people, enrolled and strangers drawn again and again, never the same person in both',
    load: async () => (await import('./commands/evaluate-protocols.ts')).protocolCommands['evaluate people'],
  },
  ensemble: {
    description: 'What each of several networks is worth, and the fewest that will do; needs no test',
    load: async () => (await import('./commands/ensemble.ts')).ensembleCommand,
  },
  'networks list': {
    description: 'The networks there are cards for, and whether their files are here',
    load: async () => (await import('./commands/networks.ts')).networksCommands['networks list'],
  },
  'networks pull': {
    description: 'Fetch a network now, so that later runs need no network',
    load: async () => (await import('./commands/networks.ts')).networksCommands['networks pull'],
  },
  'networks verify': {
    description: "Check a network's file against its card and run it once",
    load: async () => (await import('./commands/networks.ts')).networksCommands['networks verify'],
  },
  'networks add': {
    description: 'Add a network of your own by its card',
    load: async () => (await import('./commands/networks.ts')).networksCommands['networks add'],
  },
  'networks import': {
    description: 'Turn weights of another format into ONNX, once',
    load: async () => (await import('./commands/networks.ts')).networksCommands['networks import'],
  },
  'recipe show': {
    description: 'Print a recipe as JSON, to copy and change',
    load: async () => (await import('./commands/recipe.ts')).recipeCommands['recipe show'],
  },
  'recipe check': {
    description: 'Check a recipe, and its networks against their cards',
    load: async () => (await import('./commands/recipe.ts')).recipeCommands['recipe check'],
  },
  'recipe run': {
    description: 'Carry out a recipe on tables of photos, in stages that are kept',
    load: async () => (await import('./commands/recipe.ts')).recipeCommands['recipe run'],
  },
  'recipe replay': {
    description: 'Decide by a recipe on the published tables of its method, without photos',
    load: async () => (await import('./commands/recipe.ts')).recipeCommands['recipe replay'],
  },
  'report diff': {
    description: 'Compare two evaluations photo by photo, with paired intervals and tests',
    load: async () => (await import('./commands/report.ts')).reportDiffCommand,
  },
  audit: {
    description: 'Find wrong labels, double folders, copies and bad photos among people; or apply fixes',
    load: async () => (await import('./commands/audit.ts')).auditCommand,
  },
  'audit undo': {
    description: 'Take back the newest fixes that were applied to a folder of people',
    load: async () => (await import('./commands/audit-fixes.ts')).auditUndoCommand,
  },
  worker: {
    description: "Read photos for commands that run with '--distributed', on any number of machines",
    load: async () => (await import('./commands/worker.ts')).workerCommand,
  },
  jobs: {
    description: 'Show distributed runs: progress, rate, retries, what was given up, and workers',
    load: async () => (await import('./commands/jobs.ts')).jobsCommand,
  },
  'jobs retry': {
    description: 'Try the shards of a distributed run again that were given up',
    load: async () => (await import('./commands/jobs.ts')).retryJobsCommand,
  },
  'jobs remove': {
    description: 'End a distributed run and forget it',
    load: async () => (await import('./commands/jobs.ts')).removeJobsCommand,
  },
  serve: {
    description: 'Serve identification over HTTP, with a page to review on',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  'keys create': {
    description: 'Make a key of the service; its secret is told this once',
    load: async () => (await import('./commands/keys.ts')).keysCommands['keys create'],
  },
  'keys list': {
    description: 'List the keys of the service',
    load: async () => (await import('./commands/keys.ts')).keysCommands['keys list'],
  },
  'keys revoke': {
    description: 'Revoke a key of the service',
    load: async () => (await import('./commands/keys.ts')).keysCommands['keys revoke'],
  },
  'rotate-key': {
    description: 'Write all embeddings of the service anew with the key in QUEN_ENCRYPTION_KEY',
    load: async () => (await import('./commands/keys.ts')).rotateKeyCommand,
  },
  demo: {
    description: 'Try Quen on openly licensed photos: 4 people to know, 41 photos to name',
    load: async () => (await import('./commands/demo.ts')).demoCommand,
  },
};
