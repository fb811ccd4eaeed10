import { type ReactNode, useEffect, useRef, useState } from 'react';

interface ScrollAreaProps {
  /** Names it to screen readers. */
  label: string;
  /** Its largest size, and what else is its own. */
  className: string;
  children: ReactNode;
}

/** A box whose content may be larger than it is. Where it is, the Tab key stops at the box, so that the arrow keys scroll it. */
export function ScrollArea({ label, className, children }: ScrollAreaProps) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setScrolls(element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth),
    );
    for (const observed of [element, ...element.children]) observer.observe(observed);
    return () => observer.disconnect();
  }, []);
  return (
    // Relative, for text that only screen readers get: it would else widen the page.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll.
    <div ref={box} role="group" aria-label={label} tabIndex={scrolls ? 0 : undefined} className={`relative overflow-auto ${className}`}>
      {children}
    </div>
  );
}
