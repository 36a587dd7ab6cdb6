import {
  CreateCollectionCommand,
  DetectFacesCommand,
  ListCollectionsCommand,
  type RekognitionClient,
} from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCOPES, type Scope } from '../../../../src/collections/scopes.ts';
import { type MadeKey, makeKey } from '../../../../src/toolkit/service/api-keys.ts';
import { onBothDatabases } from '../../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../../support/made-service.ts';
import { credentialsOf, type SdkServer, sdkServer } from '../../../support/rekognition.ts';

onBothDatabases((database) => {
  let service: MadeService;
  let signed: SdkServer;
  let unsigned: SdkServer;
  beforeAll(async () => {
    service = madeService(database());
    signed = await sdkServer(service, { needsKey: true, awsKeys: true });
    unsigned = await sdkServer(service, { needsKey: true });
  });
  afterAll(async () => {
    await signed.stop();
    await unsigned.stop();
    await service[Symbol.asyncDispose]();
  });

  const newKey = async (scope: Scope, expiresAt?: Date): Promise<MadeKey> =>
    await makeKey(
      service.keys,
      { name: scope, scopes: [scope], ...(expiresAt && { expiresAt }) },
      { held: SCOPES, id: service.ports.newId('key'), now: new Date() },
    );
  const ask = async (sdk: RekognitionClient): Promise<string> =>
    await sdk.send(new ListCollectionsCommand({})).then(
      () => 'answered',
      ({ name }: Error) => name,
    );

  describe('where AWS keys are allowed', () => {
    test('the SDK signs with a key, and is answered', async () => {
      expect(await ask(signed.client(credentialsOf(await newKey('identify'))))).toBe('answered');
    });

    test('the signature covers a body with a photo', async () => {
      const sdk = signed.client(credentialsOf(await newKey('identify')));
      const Image = { Bytes: madePhoto(['Ann']) };
      expect((await sdk.send(new DetectFacesCommand({ Image }))).FaceDetails).toHaveLength(1);
    });

    test('a wrong secret, the secret itself, and an unknown key are refused', async () => {
      const made = await newKey('admin');
      const { accessKeyId, secretAccessKey } = credentialsOf(made);
      const wrong = [
        { accessKeyId, secretAccessKey: `${secretAccessKey}0` },
        { accessKeyId, secretAccessKey: made.secret },
        { accessKeyId: service.ports.newId('key'), secretAccessKey },
      ];
      for (const credentials of wrong)
        expect(await ask(signed.client(credentials))).toBe('AccessDeniedException');
    });

    test('a revoked key and one past its time are refused', async () => {
      const revoked = await newKey('admin');
      await service.keys.revokeKey(revoked.key.id, new Date());
      const past = await newKey('admin', new Date(Date.now() - 1000));
      for (const made of [revoked, past])
        expect(await ask(signed.client(credentialsOf(made)))).toBe('AccessDeniedException');
    });

    test('a request whose operation was changed after signing is refused', async () => {
      const sdk = signed.client(credentialsOf(await newKey('admin')));
      sdk.middlewareStack.add(
        (next) => async (args) => {
          const { headers } = args.request as { headers: Record<string, string> };
          headers['x-amz-target'] = 'RekognitionService.DeleteCollection';
          return await next(args);
        },
        { step: 'finalizeRequest', priority: 'low' },
      );
      expect(await ask(sdk)).toBe('AccessDeniedException');
    });

    test('a key may do no more than its scope', async () => {
      const sdk = signed.client(credentialsOf(await newKey('identify')));
      const made = sdk.send(new CreateCollectionCommand({ CollectionId: 'mine' }));
      await expect(made).rejects.toMatchObject({ name: 'AccessDeniedException' });
    });
  });

  describe('where they are not', () => {
    test('a right signature is refused', async () => {
      expect(await ask(unsigned.client(credentialsOf(await newKey('admin'))))).toBe('AccessDeniedException');
    });

    test('the API key in a header of its own is taken', async () => {
      const { secret } = await newKey('identify');
      const sdk = unsigned.client();
      sdk.middlewareStack.add(
        (next) => async (args) => {
          (args.request as { headers: Record<string, string> }).headers['x-api-key'] = secret;
          return await next(args);
        },
        { step: 'build' },
      );
      expect(await ask(sdk)).toBe('answered');
    });
  });

  test('a request without any key is refused', async () => {
    for (const { url } of [signed, unsigned]) {
      const headers = {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'RekognitionService.ListCollections',
      };
      const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
      expect(await answer.json()).toMatchObject({ __type: 'AccessDeniedException' });
    }
  });
});
