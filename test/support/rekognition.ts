import { createHash } from 'node:crypto';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createApp } from '../../src/server/app.ts';
import { listen } from '../../src/server/listen.ts';
import type { ServerSettings } from '../../src/server/settings.ts';
import type { OpenService } from '../../src/toolkit/service/open-service.ts';
import { OPEN_SETTINGS } from './service-client.ts';

/** What an SDK's user configures to sign. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A service that listens, with clients of the official SDK. */
export interface SdkServer {
  readonly url: string;
  readonly reported: unknown[];
  client(credentials?: Credentials): RekognitionClient;
  stop(): Promise<void>;
}

/** Has a service listen at a free port of this machine. */
export async function sdkServer(
  service: OpenService,
  settings: Partial<ServerSettings> = {},
): Promise<SdkServer> {
  const reported: unknown[] = [];
  const whole = { ...OPEN_SETTINGS, ...settings };
  const app = createApp(service, whole, {
    report: (cause) => reported.push(cause),
    stopping: new AbortController().signal,
  });
  const listening = await listen(app, whole);
  const clients: RekognitionClient[] = [];
  return {
    url: listening.url,
    reported,
    client: (credentials = { accessKeyId: 'any', secretAccessKey: 'any' }) => {
      const made = new RekognitionClient({
        endpoint: listening.url,
        region: 'local',
        maxAttempts: 1,
        credentials,
      });
      clients.push(made);
      return made;
    },
    stop: async () => {
      for (const client of clients) client.destroy();
      await listening.stop();
    },
  };
}

/** What signs for a key of the service. */
export function credentialsOf({
  key,
  secret,
}: {
  readonly key: { readonly id: string };
  readonly secret: string;
}): Credentials {
  return { accessKeyId: key.id, secretAccessKey: createHash('sha256').update(secret).digest('hex') };
}
