import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { NoticesProvider } from './app/notices.tsx';
import { SessionProvider } from './app/session.tsx';
import { WordingProvider } from './text/text.tsx';

// A photo that is dropped where nothing takes it must not replace the page.
for (const kind of ['dragover', 'drop']) addEventListener(kind, (event) => event.preventDefault());

const place = document.querySelector('#page');
if (place !== null)
  createRoot(place).render(
    <StrictMode>
      <WordingProvider>
        <SessionProvider>
          <NoticesProvider>
            <App />
          </NoticesProvider>
        </SessionProvider>
      </WordingProvider>
    </StrictMode>,
  );
