import { useEffect, useRef } from 'react';

/** A plot as the service drew it. It is parsed as XML and put in as a node: nothing in it is run. */
export function PlotPicture({ svg, label }: { readonly svg: string; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { documentElement } = new DOMParser().parseFromString(withNamespace(svg), 'image/svg+xml');
    if (documentElement.localName !== 'svg') return;
    documentElement.setAttribute('aria-label', label);
    place.current?.replaceChildren(document.importNode(documentElement, true));
  }, [svg, label]);
  return <div ref={place} className="plot-place" />;
}

/** Inside a page no namespace is needed, in a document of its own it is. */
function withNamespace(svg: string): string {
  return svg.includes('xmlns=') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
}
