import type { Database } from '../../src/adapters/database/database.ts';
import { type MadeService, madePhoto, madeService } from './made-service.ts';
import { type Ask, apiOver, good } from './service-client.ts';

/** Jobs of a made service, asked over its API. */
export interface JobClient {
  readonly service: MadeService;
  readonly ask: Ask;
  /** Of the collection. */
  readonly path: string;
  newCollection(): Promise<void>;
  /** @returns the path of the job */
  makeJob(json: object): Promise<string>;
  send(
    job: string,
    who: readonly string[],
    query?: string,
    take?: number,
  ): Promise<{ readonly number: number; readonly isNew: boolean }>;
  /** Closes a job and follows it to its end. @returns what the last event told; null where there was none */
  // biome-ignore lint/suspicious/noExplicitAny: an event may hold any JSON
  finished(job: string, ask?: Ask): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: an answer may be any JSON
  results(job: string): Promise<any[]>;
  enrol(who: string): Promise<{ readonly personId: string }>;
  /** Photos are not looked at until {@link JobClient.release}. */
  holdBack(): void;
  release(): void;
  /** Files of photos: the service keeps none but of jobs. */
  filesOfJobs(): string[];
}

/** Opens a made service that works on jobs; a fault of its own is thrown. */
export async function openJobClient(database: Database): Promise<JobClient> {
  const service = madeService(database, 'crops');
  const { ask } = apiOver(service);
  await service.startJobs((cause) => {
    throw cause;
  });
  let path = '';
  let count = 0;
  let letGo = (): void => undefined;
  return {
    service,
    ask,
    get path() {
      return path;
    },
    newCollection: async () => {
      count += 1;
      const json = { name: `of jobs ${count} of ${service.home}` };
      path = `/v1/collections/${(await good(ask, 'POST', '/v1/collections', { json })).id}`;
    },
    makeJob: async (json) => `/v1/jobs/${(await good(ask, 'POST', `${path}/jobs`, { json })).id}`,
    send: (job, who, query = '', take = 1) =>
      good(ask, 'POST', `${job}/photos?${query}`, { body: madePhoto(who, take) }),
    finished: async (job, asking = ask) => {
      await good(asking, 'POST', `${job}/close`);
      const { text } = await asking('GET', `${job}/events`);
      const [, last] = /event: end\ndata: (.*)\n/.exec(text) ?? [];
      return JSON.parse(last ?? 'null');
    },
    results: async (job) => (await good(ask, 'GET', `${job}/results`)).items,
    enrol: (who) => good(ask, 'POST', `${path}/photos?name=${who}`, { body: madePhoto([who], 9) }),
    holdBack: () => {
      service.hold = new Promise((resolve) => (letGo = resolve));
    },
    release: () => {
      service.hold = undefined;
      letGo();
    },
    filesOfJobs: () => service.keptFiles().filter((file) => file.startsWith('pho_')),
  };
}
