import { z } from 'zod';
import type { Collection } from '../../collections/collection.ts';
import type { Actor } from '../../collections/ports.ts';
import type { Scope } from '../../collections/scopes.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { Refusal } from './refusal.ts';

/** What a call works with. */
export interface Call {
  readonly service: OpenService;
  readonly actor: Actor;
}

/** One operation of the surface. */
export interface Operation {
  readonly scope: Scope;
  /** @param body JSON of the request. Throws {@link Refusal} and `QuenError` */
  answer(body: unknown, call: Call): Promise<object>;
}

/** An operation whose input is looked at before it runs; what is not known is refused, not passed over. */
export function operation<Input extends z.ZodType>(
  scope: Scope,
  input: Input,
  run: (input: z.output<Input>, call: Call) => Promise<object>,
): Operation {
  return {
    scope,
    answer: async (body, call) => {
      const read = input.safeParse(body);
      if (read.success) return await run(read.data, call);
      const wrong = read.error.issues.map(
        ({ path, message }) => `${path.join('.') || 'request'}: ${message}`,
      );
      throw new Refusal('InvalidParameterException', wrong.join('; '));
    },
  };
}

/** Their collection id, which is our collection's name. */
export const collectionName = z.string().min(1).max(255);

/** The collection of a name. Throws {@link Refusal}. */
export async function collectionNamed({ service }: Call, name: string): Promise<Collection> {
  const found = (await service.ports.store.collections()).find((collection) => collection.name === name);
  if (found !== undefined) return found;
  throw new Refusal('ResourceNotFoundException', `There is no collection '${name}'.`);
}
