import {
  CompareFacesCommand,
  CreateCollectionCommand,
  DeleteCollectionCommand,
  DeleteFacesCommand,
  DescribeCollectionCommand,
  DetectFacesCommand,
  DetectLabelsCommand,
  type Face,
  IndexFacesCommand,
  ListCollectionsCommand,
  ListFacesCommand,
  type RekognitionClient,
  SearchFacesByImageCommand,
  SearchFacesCommand,
} from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onBothDatabases } from '../../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../../support/made-service.ts';
import { type SdkServer, sdkServer } from '../../../support/rekognition.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NOBODY = '00000000-0000-4000-8000-000000000000';

onBothDatabases((database) => {
  let service: MadeService;
  let server: SdkServer;
  let sdk: RekognitionClient;
  let made = 0;
  beforeAll(async () => {
    service = madeService(database());
    server = await sdkServer(service);
    sdk = server.client();
  });
  afterAll(async () => {
    await server.stop();
    await service[Symbol.asyncDispose]();
  });

  const newCollection = async (): Promise<string> => {
    const CollectionId = `sdk-${++made}`;
    await sdk.send(new CreateCollectionCommand({ CollectionId }));
    return CollectionId;
  };
  const photo = (who: readonly string[], take = 1) => ({ Bytes: madePhoto(who, take) });
  const index = async (CollectionId: string, who: readonly string[], ExternalImageId?: string, take = 1) =>
    await sdk.send(new IndexFacesCommand({ CollectionId, Image: photo(who, take), ExternalImageId }));
  const search = async (CollectionId: string, who: readonly string[], FaceMatchThreshold = 60) => {
    const Image = photo(who, 9);
    return await sdk.send(new SearchFacesByImageCommand({ CollectionId, Image, FaceMatchThreshold }));
  };
  const facesOf = async (CollectionId: string): Promise<Face[]> =>
    (await sdk.send(new ListFacesCommand({ CollectionId }))).Faces ?? [];
  const refusal = async (
    asked: Promise<unknown>,
  ): Promise<{ name: string; status: number; message: string }> => {
    const cause = await asked.then(
      () => undefined,
      (thrown) => thrown,
    );
    return { name: cause?.name, status: cause?.$metadata?.httpStatusCode, message: cause?.message };
  };

  describe('collections', () => {
    test('one that is made is listed and described, and is gone once deleted', async () => {
      const CollectionId = await newCollection();
      const listed = async () => (await sdk.send(new ListCollectionsCommand({}))).CollectionIds;
      expect(await listed()).toContain(CollectionId);
      const described = await sdk.send(new DescribeCollectionCommand({ CollectionId }));
      expect(described).toMatchObject({ FaceCount: 0, CreationTimestamp: service.clock.now });
      await sdk.send(new DeleteCollectionCommand({ CollectionId }));
      expect(await listed()).not.toContain(CollectionId);
      const again = await refusal(sdk.send(new DescribeCollectionCommand({ CollectionId })));
      expect(again).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
    });

    test('a name that is taken is refused', async () => {
      const CollectionId = await newCollection();
      const { name } = await refusal(sdk.send(new CreateCollectionCommand({ CollectionId })));
      expect(name).toBe('ResourceAlreadyExistsException');
    });

    test('part after part, each is listed once', async () => {
      const mine = [await newCollection(), await newCollection(), await newCollection()];
      const names: string[] = [];
      let NextToken: string | undefined;
      do {
        const part = await sdk.send(new ListCollectionsCommand({ MaxResults: 2, NextToken }));
        expect(part.CollectionIds?.length).toBeLessThanOrEqual(2);
        names.push(...(part.CollectionIds ?? []));
        NextToken = part.NextToken;
      } while (NextToken !== undefined);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(expect.arrayContaining(mine));
    });
  });

  describe('indexing', () => {
    test('photos of one external id become faces of one person', async () => {
      const CollectionId = await newCollection();
      await index(CollectionId, ['Ann'], 'ann', 1);
      const { FaceRecords } = await index(CollectionId, ['Ann'], 'ann', 2);
      expect(FaceRecords).toHaveLength(1);
      expect(FaceRecords?.[0]?.Face?.FaceId).toMatch(UUID);
      expect((await facesOf(CollectionId)).map((face) => face.ExternalImageId)).toEqual(['ann', 'ann']);
      const { id } =
        (await service.ports.store.collections()).find(({ name }) => name === CollectionId) ?? {};
      const { items } = await service.ports.store.people(id as string, { limit: 10 });
      expect(items).toMatchObject([{ externalId: 'ann', faceCount: 2 }]);
    });

    test('boxes are shares of the photo', async () => {
      const { FaceRecords } = await index(await newCollection(), ['Ann'], 'ann');
      expect(FaceRecords?.[0]?.Face?.BoundingBox).toEqual({ Left: 0.45, Top: 0.4, Width: 0.1, Height: 0.2 });
      expect(FaceRecords?.[0]?.Face?.Confidence).toBeCloseTo(90, 4);
    });

    test('with an external id only the face the photo is about is taken, and the others are told', async () => {
      const { FaceRecords, UnindexedFaces } = await index(await newCollection(), ['Ann', 'Bob'], 'ann');
      expect(FaceRecords).toHaveLength(1);
      expect(UnindexedFaces).toMatchObject([{ Reasons: ['EXCEEDS_MAX_FACES'] }]);
    });

    test('without one each face is somebody, the largest first, up to the most that are asked for', async () => {
      const CollectionId = await newCollection();
      const Image = photo(['Ann', 'Bob', 'Cleo']);
      const answer = await sdk.send(new IndexFacesCommand({ CollectionId, Image, MaxFaces: 2 }));
      expect(answer.FaceRecords?.map(({ Face }) => Face?.BoundingBox?.Width)).toEqual([0.1, 0.05]);
      expect(answer.UnindexedFaces).toHaveLength(1);
      expect(await facesOf(CollectionId)).toHaveLength(2);
    });

    test.each([undefined, 'ann'])('the very same photo sent twice (as %s) makes no face anew', async (as) => {
      const CollectionId = await newCollection();
      const ids = async () =>
        (await index(CollectionId, ['Ann'], as)).FaceRecords?.map(({ Face }) => Face?.FaceId);
      const first = await ids();
      expect(first).toHaveLength(1);
      expect(await ids()).toEqual(first);
      expect(await facesOf(CollectionId)).toHaveLength(1);
    });

    test('two at once of one new external id make one person', async () => {
      const CollectionId = await newCollection();
      await Promise.all([index(CollectionId, ['Ann'], 'ann', 1), index(CollectionId, ['Ann'], 'ann', 2)]);
      expect((await facesOf(CollectionId)).map((face) => face.ExternalImageId)).toEqual(['ann', 'ann']);
    });

    test('a photo without a face gives none', async () => {
      expect((await index(await newCollection(), [])).FaceRecords).toEqual([]);
    });
  });

  describe('listing and deleting faces', () => {
    test('part after part, each face is listed once', async () => {
      const CollectionId = await newCollection();
      await index(CollectionId, ['Ann', 'Bob', 'Cleo']);
      const first = await sdk.send(new ListFacesCommand({ CollectionId, MaxResults: 2 }));
      const { NextToken } = first;
      const second = await sdk.send(new ListFacesCommand({ CollectionId, MaxResults: 2, NextToken }));
      const ids = [...(first.Faces ?? []), ...(second.Faces ?? [])].map(({ FaceId }) => FaceId);
      expect(new Set(ids).size).toBe(3);
      expect(second.NextToken).toBeUndefined();
    });

    test('deleted faces are found no more, and a person without any goes', async () => {
      const CollectionId = await newCollection();
      const FaceIds = (await index(CollectionId, ['Ann'], 'ann')).FaceRecords?.map(
        ({ Face }) => Face?.FaceId,
      );
      await index(CollectionId, ['Bob'], 'bob');
      const wanted = [...(FaceIds as string[]), NOBODY];
      const deleted = await sdk.send(new DeleteFacesCommand({ CollectionId, FaceIds: wanted }));
      expect(deleted.DeletedFaces).toEqual(FaceIds);
      expect(deleted.UnsuccessfulFaceDeletions).toEqual([{ FaceId: NOBODY, Reasons: ['FACE_NOT_FOUND'] }]);
      expect((await search(CollectionId, ['Ann'])).FaceMatches).toEqual([]);
      const { id } =
        (await service.ports.store.collections()).find(({ name }) => name === CollectionId) ?? {};
      const { items } = await service.ports.store.people(id as string, { limit: 10 });
      expect(items.map(({ externalId }) => externalId)).toEqual(['bob']);
    });

    test('faces of another collection are neither listed nor deleted', async () => {
      const { FaceRecords } = await index(await newCollection(), ['Ann']);
      const FaceIds = [FaceRecords?.[0]?.Face?.FaceId as string];
      const CollectionId = await newCollection();
      expect((await sdk.send(new ListFacesCommand({ CollectionId, FaceIds }))).Faces).toEqual([]);
      expect((await sdk.send(new DeleteFacesCommand({ CollectionId, FaceIds }))).DeletedFaces).toEqual([]);
    });
  });

  describe('searching', () => {
    test('the largest face of a photo is found, with a similarity of at least the threshold', async () => {
      const CollectionId = await newCollection();
      for (const who of ['Ann', 'Bob', 'Cleo']) await index(CollectionId, [who], who);
      const { FaceMatches, SearchedFaceBoundingBox } = await search(CollectionId, ['Bob', 'Ann']);
      expect(FaceMatches?.[0]?.Face?.ExternalImageId).toBe('Bob');
      expect(FaceMatches?.every(({ Similarity = 0 }) => Similarity >= 60)).toBe(true);
      expect(SearchedFaceBoundingBox?.Width).toBeCloseTo(0.1);
    });

    test('without a calibrated probability the similarity is the cosine in percent', async () => {
      const CollectionId = await newCollection();
      await index(CollectionId, ['Ann'], 'ann');
      const { FaceMatches } = await search(CollectionId, ['Ann'], 0);
      const Images = { SourceImage: photo(['Ann'], 9), TargetImage: photo(['Ann'], 1) };
      const compared = await sdk.send(new CompareFacesCommand({ ...Images, SimilarityThreshold: 0 }));
      expect(FaceMatches?.[0]?.Similarity).toBeCloseTo(compared.FaceMatches?.[0]?.Similarity as number, 3);
    });

    test('nobody is found above a threshold of 100', async () => {
      const CollectionId = await newCollection();
      await index(CollectionId, ['Ann'], 'ann');
      expect((await search(CollectionId, ['Ann'], 100)).FaceMatches).toEqual([]);
    });

    test('a face finds other people who look like it and not its own person', async () => {
      const CollectionId = await newCollection();
      const { FaceRecords } = await index(CollectionId, ['Ann'], 'ann', 1);
      const twin = await index(CollectionId, ['Ann'], undefined, 2);
      const FaceId = FaceRecords?.[0]?.Face?.FaceId;
      const asked = new SearchFacesCommand({ CollectionId, FaceId, FaceMatchThreshold: 60 });
      const { FaceMatches, SearchedFaceId } = await sdk.send(asked);
      expect(SearchedFaceId).toBe(FaceId);
      expect(FaceMatches?.map(({ Face }) => Face?.FaceId)).toEqual([twin.FaceRecords?.[0]?.Face?.FaceId]);
    });

    test('whoever is named in an answer is in the log as read', async () => {
      const CollectionId = await newCollection();
      await index(CollectionId, ['Ann'], 'ann');
      const { id } =
        (await service.ports.store.collections()).find(({ name }) => name === CollectionId) ?? {};
      const person = await service.ports.store.personByExternalId(id as string, 'ann');
      await search(CollectionId, ['Ann']);
      const { items } = await service.log.read({ personId: person?.id as string, limit: 5 });
      expect(items[0]).toMatchObject({ action: 'identify', collectionId: id });
    });
  });

  describe('photos alone', () => {
    test('all faces of a photo are detected', async () => {
      const { FaceDetails } = await sdk.send(new DetectFacesCommand({ Image: photo(['Ann', 'Bob']) }));
      expect(FaceDetails?.map(({ BoundingBox }) => BoundingBox?.Height)).toEqual([0.2, 0.1]);
    });

    test('the same person in two photos is a match, and others are not', async () => {
      const Images = { SourceImage: photo(['Ann'], 1), TargetImage: photo(['Bob', 'Ann'], 2) };
      const answer = await sdk.send(new CompareFacesCommand({ ...Images, SimilarityThreshold: 70 }));
      expect(answer.FaceMatches?.map(({ Face }) => Face?.BoundingBox?.Width)).toEqual([0.05]);
      expect(answer.UnmatchedFaces?.map(({ BoundingBox }) => BoundingBox?.Width)).toEqual([0.1]);
    });
  });

  describe('refusals', () => {
    const Bytes = new TextEncoder().encode('no photo');

    test.each([
      ['InvalidImageFormatException', () => sdk.send(new DetectFacesCommand({ Image: { Bytes } }))],
      ['InvalidParameterException', () => sdk.send(new DetectFacesCommand({ Image: {} }))],
      ['InvalidParameterException', () => search('x'.repeat(300), ['Ann'])],
      ['ResourceNotFoundException', () => search('nowhere', ['Ann'])],
      ['UnknownOperationException', () => sdk.send(new DetectLabelsCommand({ Image: { Bytes } }))],
    ])('%s', async (name, ask) => {
      expect(await refusal(ask())).toMatchObject({ name, status: 400 });
    });

    test('a photo in S3 is not fetched', async () => {
      const Image = { S3Object: { Bucket: 'bucket', Name: 'photo.jpg' } };
      const { name, message } = await refusal(sdk.send(new DetectFacesCommand({ Image })));
      expect(name).toBe('InvalidParameterException');
      expect(message).toContain('S3');
    });

    test('no face to search for is refused', async () => {
      const { name } = await refusal(search(await newCollection(), []));
      expect(name).toBe('InvalidParameterException');
    });

    test('a full queue is told as throttling', async () => {
      let open = (): void => undefined;
      service.hold = new Promise((resolve) => {
        open = resolve;
      });
      const one = () => refusal(sdk.send(new DetectFacesCommand({ Image: photo(['Ann']) })));
      const asked = Array.from({ length: 12 }, one);
      await Promise.race(asked);
      open();
      service.hold = undefined;
      const names = new Set((await Promise.all(asked)).map(({ name }) => name));
      expect(names).toEqual(new Set([undefined, 'ThrottlingException']));
    });

    test('none of them is told to the log as the service’s own fault', () => {
      expect(server.reported).toEqual([]);
    });
  });
});
